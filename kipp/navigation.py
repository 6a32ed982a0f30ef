"""What stands on top of every page: navigation by role, and the edition one is in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies import roles
from competitions.models import Competition
from judging.models import PanelMember
from kipp.lib.moments import format_moment, format_remaining


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str
    active: bool = False
    count: int = 0


@dataclass(frozen=True)
class EditionBar:
    name: str
    step: str
    open_until: str


class Navigation:
    """Read by `base.html`; a page that shows an edition sets `request.edition` first."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def items(self) -> list[NavItem]:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return [self._item(_("Kompetisi"), "competitions:list", "award")]
        return [self._item(*place) for place in _places(user)]

    def _item(self, label: str, name: str, icon: str) -> NavItem:
        url = reverse(name)
        here = self.request.path
        active = here == url or (url != "/" and here.startswith(url))
        return NavItem(label, url, icon, active)

    @cached_property
    def edition(self) -> EditionBar | None:
        competition = getattr(self.request, "edition", None)
        return edition_bar(competition, self.request.arrived_at) if competition else None

    @cached_property
    def server_time(self) -> str:
        competition = getattr(self.request, "edition", None)
        zone = competition.zone if competition else settings.TIME_ZONE
        return format_moment(self.request.arrived_at, zone, get_language() or "id")


def _places(user) -> list[tuple[str, str, str]]:
    places = [(_("Beranda"), "judging:home", "home"), (_("Kompetisi"), "competitions:list", "award")]
    if user.agency_ids(roles.ENTRANT_ROLES):
        places.append((_("Proposal saya"), "proposals:list", "file"))
    if PanelMember.objects.filter(user=user).exists():
        places.append((_("Antrean penilaian"), "judging:queue", "scale"))
    if user.is_superuser or user.oversees_something:
        places += [
            (_("Edisi"), "judging:bureau_home", "calendar"),
            (_("Instansi"), "agencies:list", "flag"),
            (_("Orang"), "agencies:people", "users"),
        ]
    return places


def edition_bar(competition: Competition, at: datetime) -> EditionBar:
    closes_at = competition.closing()
    until = ""
    if closes_at is not None and closes_at > at and competition.announced_at is not None:
        language = get_language() or "id"
        until = _("Pendaftaran sampai %(moment)s (%(left)s)") % {
            "moment": format_moment(closes_at, competition.zone, language),
            "left": format_remaining(closes_at, at, language),
        }
    return EditionBar(competition.name, competition.phase_at(at).label, until)


def navigation(request: HttpRequest) -> dict[str, object]:
    return {"nav": SimpleLazyObject(lambda: Navigation(request))}
