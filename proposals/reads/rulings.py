"""The rules of an edition that a complete proposal may still break: age, title, quota, group, awards."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from competitions import timeline
from competitions.enums import AutomaticCheck
from competitions.models import Competition, Group
from kipp.lib.templatetags.ui import day, number
from proposals import eligibility
from proposals.eligibility import AwardFault
from proposals.lifecycle import SUBMITTED_ONCE, Status
from proposals.models import Correction, Proposal, Recognition

#: Entries that compete: what was refused or ended early is no twin and takes no place in a quota.
COMPETING = SUBMITTED_ONCE - {Status.REJECTED, Status.DISQUALIFIED}
UNDER_WAY = frozenset({Status.DRAFT, Status.AWAITING})


@dataclass(frozen=True)
class CheckResult:
    """`is_met` and the sentence that says why, for the writer and the screener alike."""

    is_met: bool
    sentence: str


@dataclass(frozen=True)
class Siblings:
    """Other proposals of the edition that matter to this one, and what its innovation has won before."""

    own_twin: str = ""
    foreign_twin: str = ""
    earlier_in_track: int = 0
    awards: int = 0
    last_award: str = ""


def rule_checks(
    proposal: Proposal, at: datetime, *, names_everybody: bool = False
) -> dict[AutomaticCheck, CheckResult]:
    """`names_everybody` tells the screener whose title is the same; another agency never learns it."""
    siblings = _siblings(proposal)
    return {
        AutomaticCheck.AGE: _age(proposal),
        AutomaticCheck.DUPLICATE: _duplicate(siblings, names_everybody),
        AutomaticCheck.QUOTA: _quota(proposal, siblings),
        AutomaticCheck.GROUP: _group(proposal),
        AutomaticCheck.AWARDS: _awards(proposal, siblings),
    }


def fitting_group(competition: Competition, agency: Agency) -> Group | None:
    groups = ((group, group.kinds) for group in competition.groups.all())
    return eligibility.first_fitting(agency.kind, groups)


def _age(proposal: Proposal) -> CheckResult:
    closes_at = proposal.competition.closing(proposal.agency)
    if proposal.started_on is None or proposal.track is None or closes_at is None:
        return CheckResult(True, _("Umur penerapan belum dapat dihitung."))
    last_day = eligibility.last_day(closes_at, proposal.competition.tz)
    minimum = proposal.track.minimum_months
    facts = {"minimum": number(minimum), "last_day": day(last_day)}
    short = timeline.days_short(proposal.started_on, last_day, minimum)
    if not short:
        return CheckResult(
            True, _("Sudah diterapkan paling sedikit %(minimum)s bulan pada %(last_day)s.") % facts
        )
    facts |= {"short": number(short), "started": day(proposal.started_on)}
    return CheckResult(
        False,
        _(
            "Umur penerapan kurang %(short)s hari: diterapkan mulai %(started)s, "
            "padahal harus genap %(minimum)s bulan pada penutupan pendaftaran, %(last_day)s."
        )
        % facts,
    )


def _siblings(proposal: Proposal) -> Siblings:
    """One query: the proposal itself and its rivals, each with its place in the line.

    Drafts of other agencies are never looked at: nobody may learn of them this way.
    """
    same_title = Q(title_key=proposal.title_key) & ~Q(title_key="")
    same_track = Q(agency=proposal.agency_id, track=proposal.track_id)
    competes = Q(status__in=COMPETING) | Q(agency=proposal.agency_id, status__in=UNDER_WAY)
    rows = (
        Proposal.objects.filter(competition=proposal.competition_id)
        .filter(Q(pk=proposal.pk) | (competes & (same_title | same_track)))
        .annotate(queued_at=_queued_at(), **_award_facts(proposal))
        .select_related("agency")
        .only("agency__name", "track_id", "title", "title_key", "status")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    me = found.pop(proposal.pk)
    own = [other for other in found.values() if other.agency_id == proposal.agency_id]
    twins = [other for other in found.values() if other.title_key == proposal.title_key != ""]
    return Siblings(
        own_twin=next((twin.title for twin in twins if twin in own), ""),
        foreign_twin=next((twin.agency.name for twin in twins if twin not in own), ""),
        earlier_in_track=sum(_went_before(other, me, proposal.track_id) for other in own),
        awards=me.award_count or 0,
        last_award=f"{me.award_name} ({me.award_year})" if me.award_count else "",
    )


def _queued_at() -> Coalesce:
    """When a proposal took its place: sending it again, mended as it was asked, does not lose it."""
    first = Correction.objects.filter(version__proposal=OuterRef("pk")).order_by("version__number")
    return Coalesce(Subquery(first.values("version__submitted_at")[:1]), F("submitted_at"))


def _award_facts(proposal: Proposal) -> dict[str, Subquery]:
    """Awards of earlier years, and of other editions up to this year; written off ones do not count."""
    edition = proposal.competition
    elsewhere = Q(proposal__isnull=False, year=edition.year) & ~Q(proposal__competition=edition)
    earlier = Recognition.objects.filter(
        Q(year__lt=edition.year) | elsewhere, innovation=proposal.innovation_id, revoked_at=None
    )
    counted = earlier.order_by().values("innovation").annotate(n=Count("pk"))
    last = earlier.order_by("-year", "-pk")
    return {
        "award_count": Subquery(counted.values("n")),
        "award_name": Subquery(last.values("name")[:1]),
        "award_year": Subquery(last.values("year")[:1]),
    }


def _went_before(other: Proposal, me: Proposal, track_id: int | None) -> bool:
    if other.track_id != track_id or other.status not in COMPETING:
        return False
    return me.queued_at is None or other.queued_at < me.queued_at


def _duplicate(siblings: Siblings, names_everybody: bool) -> CheckResult:
    if siblings.own_twin:
        sentence = _("Instansi ini sudah punya proposal berjudul “%(title)s” pada edisi ini.")
        return CheckResult(False, sentence % {"title": siblings.own_twin})
    if siblings.foreign_twin and names_everybody:
        sentence = _("Judul yang sama sudah terdaftar dari %(agency)s.")
        return CheckResult(False, sentence % {"agency": siblings.foreign_twin})
    if siblings.foreign_twin:
        return CheckResult(False, _("Judul yang sama sudah terdaftar pada edisi ini."))
    return CheckResult(True, _("Tidak ada judul yang sama pada edisi ini."))


def _quota(proposal: Proposal, siblings: Siblings) -> CheckResult:
    if proposal.track is None or proposal.track.quota is None:
        return CheckResult(True, _("Jalur ini tidak membatasi jumlah proposal per instansi."))
    facts = {
        "track": proposal.track.name,
        "quota": number(proposal.track.quota),
        "earlier": number(siblings.earlier_in_track),
    }
    if eligibility.is_within_quota(proposal.track.quota, siblings.earlier_in_track):
        return CheckResult(True, _("Kuota jalur %(track)s: %(quota)s proposal per instansi.") % facts)
    return CheckResult(
        False,
        _(
            "Kuota jalur %(track)s hanya %(quota)s proposal per instansi; "
            "%(earlier)s sudah terkirim lebih dahulu."
        )
        % facts,
    )


#: What keeps an innovation out of a track.
AWARD_FAULTS = {
    AwardFault.HAS_SOME: gettext_lazy(
        "Jalur %(track)s hanya untuk inovasi yang belum pernah menerima penghargaan. "
        "Inovasi ini sudah menerima %(last)s."
    ),
    AwardFault.HAS_NONE: gettext_lazy(
        "Jalur %(track)s hanya untuk inovasi yang sudah pernah menerima penghargaan. "
        "Untuk inovasi ini belum ada penghargaan yang tercatat."
    ),
    AwardFault.HAS_TOO_MANY: gettext_lazy(
        "Jalur %(track)s menerima inovasi dengan paling banyak %(limit)s penghargaan sebelumnya. "
        "Inovasi ini sudah menerima %(count)s, terakhir %(last)s."
    ),
}


def _awards(proposal: Proposal, siblings: Siblings) -> CheckResult:
    track = proposal.track
    if track is None:
        return CheckResult(True, _("Riwayat penghargaan belum dapat diperiksa."))
    facts = {
        "track": track.name,
        "limit": number(track.award_limit or 0),
        "count": number(siblings.awards),
        "last": siblings.last_award,
    }
    fault = eligibility.award_fault(track.award_rule, track.award_limit, siblings.awards)
    if fault is not None:
        return CheckResult(False, AWARD_FAULTS[fault] % facts)
    if siblings.awards:
        return CheckResult(True, _("Penghargaan yang tercatat tidak menghalangi: %(last)s.") % facts)
    return CheckResult(True, _("Inovasi ini belum pernah menerima penghargaan yang tercatat."))


def _group(proposal: Proposal) -> CheckResult:
    """The group was found when the proposal was started, and is found again when it is sent."""
    if proposal.group is not None:
        return CheckResult(True, _("Masuk kelompok %(group)s.") % {"group": proposal.group.name})
    if not proposal.competition.groups.exists():
        return CheckResult(True, _("Edisi ini tidak membagi peserta dalam kelompok."))
    kind = proposal.agency.get_kind_display()
    return CheckResult(
        False, _("Jenis instansi %(kind)s tidak termasuk kelompok peserta edisi ini.") % {"kind": kind}
    )
