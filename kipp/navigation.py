"""What stands on top of every page: navigation by role, and the edition one is in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from agencies import roles
from competitions.enums import Phase
from competitions.models import Competition
from judging.models import PanelMember
from kipp.lib.moments import format_clock, format_moment, format_remaining

#: The bureau's pages of an edition; the register of people has addresses beside them.
EDITION_PAGES = ("/panitia/edisi/", "/panitia/tahap/", "/panitia/rilis/", "/panitia/partisipasi/")


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
        return [self._item(*place) for place in _places(user, self.request.path)]

    def _item(self, label: str, name: str, icon: str) -> NavItem:
        url = reverse(name)
        here = self.request.path
        roots = EDITION_PAGES if name == "judging:bureau_home" else () if url == "/" else (url,)
        return NavItem(label, url, icon, here == url or here.startswith(roots))

    @cached_property
    def edition(self) -> EditionBar | None:
        competition = getattr(self.request, "edition", None)
        own_step = getattr(self.request, "own_step", None)
        return edition_bar(competition, self.request.arrived_at, own_step) if competition else None

    @property
    def server_time(self) -> str:
        return format_moment(self.request.arrived_at, self._zone, get_language() or "id")

    @property
    def server_clock(self) -> str:
        """The bar has little room; the day stands at the bottom of the page."""
        return format_clock(self.request.arrived_at, self._zone, get_language() or "id")

    @property
    def _zone(self) -> str:
        competition = getattr(self.request, "edition", None)
        return competition.zone if competition else settings.TIME_ZONE


def _places(user, path: str) -> list[tuple[str, str, str]]:
    """Where one stands is always among them: on a juror's pages nobody is asked whether they are one."""
    places = [(_("Beranda"), "judging:home", "home"), (_("Kompetisi"), "competitions:list", "award")]
    if user.agency_ids(roles.ENTRANT_ROLES):
        places.append((_("Proposal saya"), "proposals:list", "file"))
        places.append((_("Instansi saya"), "proposals:own_participation", "building"))
    if user.is_superuser or user.oversees_something or user.agency_ids(roles.ENTRANT_ROLES):
        places.append((_("Inovasi"), "proposals:innovations", "star"))
    if path.startswith(reverse("judging:queue")) or PanelMember.objects.filter(user=user).exists():
        places.append((_("Antrean penilaian"), "judging:queue", "scale"))
        places.append((_("Jadwal"), "judging:schedule", "calendar"))
    if user.is_superuser or user.oversees_something:
        places += [
            (_("Edisi"), "judging:bureau_home", "calendar"),
            (pgettext("many", "Instansi"), "agencies:list", "flag"),
            (_("Orang"), "agencies:people", "users"),
        ]
    return places


def edition_bar(
    competition: Competition, at: datetime, own_step: tuple[str, datetime] | None = None
) -> EditionBar:
    """The step an edition is in and until when; after the call, the stage that is under way.

    `own_step` goes before it: what one agency may still do, and until when.
    """
    phase, language = competition.phase_at(at), get_language() or "id"
    step, ends_at = own_step or (phase.label, None)
    if own_step is None and phase == Phase.OPEN:
        ends_at = competition.closing()
    elif own_step is None and phase == Phase.CLOSED:
        step, ends_at = _stage_under_way(competition, at) or (step, None)
    if ends_at is None or ends_at <= at:
        return EditionBar(competition.name, step, "")
    until = _("Sampai %(moment)s (%(left)s)") % {
        "moment": format_moment(ends_at, competition.zone, language),
        "left": format_remaining(ends_at, at, language),
    }
    return EditionBar(competition.name, step, until)


def _stage_under_way(competition: Competition, at: datetime) -> tuple[str, datetime | None] | None:
    begun = [s for s in competition.stages.all() if s.opens_at is None or s.opens_at <= at]
    if not begun:
        return None
    last = begun[-1]
    if last.published_at is not None:
        return _("Hasil %(stage)s sudah terbit") % {"stage": last.name}, None
    if last.is_closed:
        return _("%(stage)s sudah ditutup") % {"stage": last.name}, None
    return last.name, last.closes_at


def navigation(request: HttpRequest) -> dict[str, object]:
    return {"nav": SimpleLazyObject(lambda: Navigation(request))}
