"""Releases, results and documents."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from competitions.enums import StageKind
from competitions.models import Stage
from judging.enums import DocumentKind
from judging.models import (
    Document,
    Minutes,
    MinutesPaper,
    Plenary,
    PlenaryDecision,
    ProposalResult,
    ResultRelease,
)
from judging.reads import carried
from judging.reads.release_draft import ways_on
from kipp.invariants.registry import Register, gaps
from kipp.lib.jobs import JobStatus
from proposals.enums import Attendance, ProposalStatus
from proposals.models import Entry, Receipt, ScreeningLetter

invariant = Register()
CHECKS = invariant.checks
MADE = (Document, MinutesPaper, Receipt, ScreeningLetter)


@invariant(_("Tahap yang diterbitkan mempunyai rilis."))
def published_stages_have_a_release():
    return Stage.objects.filter(published_at__isnull=False, releases=None).values_list("code", flat=True)


@invariant(_("Rilis sebuah tahap bernomor urut mulai dari 1."))
def release_numbers_are_contiguous():
    return gaps(ResultRelease.objects.values_list("stage__code", "number"))


@invariant(_("Setiap rilis sesudah yang pertama menggantikan rilis sebelumnya dari tahap yang sama."))
def releases_supersede_the_one_before():
    right = Q(supersedes__stage=F("stage"), supersedes__number=F("number") - 1)
    return ResultRelease.objects.filter(number__gt=1).exclude(right).values_list("code", flat=True)


@invariant(_("Paling banyak satu rilis berlaku untuk setiap tahap."))
def stages_have_one_release_in_force():
    current = ResultRelease.objects.current().order_by().values("stage__code").annotate(n=Count("pk"))
    return current.filter(n__gt=1).values_list("stage__code", flat=True)


@invariant(_("Hasil hanya untuk entri dari tahap rilisnya."))
def results_are_of_entries():
    entered = Entry.objects.filter(stage=OuterRef("release__stage"), proposal=OuterRef("proposal"))
    return ProposalResult.objects.exclude(Exists(entered)).values_list("proposal__code", flat=True)


@invariant(_("Yang tidak hadir tidak mempunyai hasil dalam rilis yang berlaku."))
def absent_entries_have_no_result():
    """A stage that was opened again may differ from its release until a correction is published."""
    absent = Entry.objects.filter(
        stage=OuterRef("release__stage"), proposal=OuterRef("proposal"), attendance=Attendance.ABSENT
    )
    current = ProposalResult.objects.filter(
        release__superseded_by=None, release__stage__published_at__isnull=False
    )
    return current.filter(Exists(absent)).values_list("proposal__code", flat=True)


@invariant(_("Setiap rilis mempunyai berita acara dan satu laporan untuk setiap hasil."))
def documents_of_a_release_are_complete():
    reports = Document.objects.filter(
        release=OuterRef("release"), proposal=OuterRef("proposal"), kind=DocumentKind.REPORT
    )
    ranking = Document.objects.filter(release=OuterRef("pk"), kind=DocumentKind.RANKING)
    missing = ProposalResult.objects.exclude(Exists(reports)).values_list("proposal__code", flat=True)
    bare = ResultRelease.objects.exclude(Exists(ranking)).values_list("code", flat=True)
    return chain(missing, bare)


@invariant(_("Dokumen yang siap mempunyai berkas dan sidik; yang belum tidak."))
def ready_documents_have_a_file():
    ready = Q(status=JobStatus.READY)
    bare = Q(file="") | Q(sha256="") | Q(ready_at=None)
    wrong = (ready & bare) | (~ready & ~Q(file=""))
    rows = [model.objects.filter(wrong).values_list("code", flat=True) for model in MADE]
    return chain(*rows)


@invariant(_("Pekerjaan yang sedang berjalan mempunyai batas waktu."))
def running_jobs_have_a_lease():
    running = Q(status=JobStatus.RUNNING, leased_until=None)
    rows = [model.objects.filter(running).values_list("code", flat=True) for model in MADE]
    return chain(*rows)


def _published() -> Iterator[tuple[Stage, Mapping[int, Stage | None]]]:
    """Published stages, with the stage that each of its proposals would enter next."""
    for stage in Stage.objects.filter(kind=StageKind.SCORING, published_at__isnull=False):
        yield stage, ways_on(stage)


@invariant(_("Yang memperoleh penghargaan menurut rilis yang berlaku berstatus demikian, dan hanya mereka."))
def awards_agree_with_status() -> Iterator[str]:
    for stage, ways in _published():
        results = ProposalResult.objects.filter(release__stage=stage, release__superseded_by=None)
        rows = results.exclude(proposal__status=ProposalStatus.DISQUALIFIED)
        columns = ("proposal", "proposal__code", "proposal__status", "award")
        for proposal, code, status, award in rows.values_list(*columns):
            if ways.get(proposal) is None and status != (
                ProposalStatus.AWARDED if award else ProposalStatus.NOT_AWARDED
            ):
                yield code


@invariant(_("Yang maju menurut rilis yang berlaku menjadi entri tahap berikutnya."))
def advanced_proposals_enter_the_next_stage() -> Iterator[str]:
    for stage, ways in _published():
        entered = set(
            Entry.objects.filter(stage__in=set(ways.values()) - {None}).values_list("proposal", "stage")
        )
        advanced = ProposalResult.objects.filter(
            release__stage=stage, release__superseded_by=None, is_advanced=True
        )
        for proposal, code in advanced.values_list("proposal", "proposal__code"):
            following = ways.get(proposal)
            if following is not None and (proposal, following.pk) not in entered:
                yield code


@invariant(_("Nilai akhir dari beberapa tahap memakai rilis yang berlaku, atau tercatat menunggu koreksi."))
def sums_stand_on_releases_in_force() -> Iterator[str]:
    """What was corrected since is no fault: the bureau's duties say so until a new release is published."""
    for stage in Stage.objects.filter(published_at__isnull=False, **carried.IN_PART):
        earlier = carried.weighed_before(stage)
        releases = ResultRelease.objects.current().filter(stage__in=[*earlier, stage])
        speaking = {release.stage_id: release for release in releases}
        said = json.loads(speaking[stage.pk].payload).get("carried", {"stages": ()})
        named = {row["code"]: (row["weight"], row["sha256"]) for row in said["stages"]}
        awaited = carried.corrected_under(stage)
        for before in earlier:
            weight, sha256 = named.get(before.code, (None, ""))
            is_current = before.pk in speaking and sha256 == speaking[before.pk].sha256
            if weight != before.weight or not (is_current or before in awaited):
                yield stage.code


@invariant(_("Berita acara bernomor urut mulai dari 1, masing-masing dengan dokumennya."))
def minutes_are_numbered_and_have_a_paper() -> Iterator[str]:
    rows = Minutes.objects.values_list("stage__code", "kind", "number")
    yield from gaps((f"{code} {kind}", number) for code, kind, number in rows)
    yield from Minutes.objects.filter(paper=None).values_list("stage__code", flat=True)


@invariant(_("Berita acara pleno yang disahkan menyebut sidangnya, dengan keputusan yang sama."))
def confirmed_plenaries_are_their_minutes() -> Iterator[str]:
    rows = Plenary.objects.filter(confirmed_at__isnull=False).select_related("minutes")
    for plenary in rows.prefetch_related("decisions__entry__proposal"):
        said = json.loads(plenary.minutes.payload).get("plenary") or {"code": "", "rulings": []}
        told = {row["code"]: (row["ruling"], row["place"], row["reason"]) for row in said["rulings"]}
        decided = {
            row.entry.proposal.code: (row.ruling, row.place, row.reason) for row in plenary.decisions.all()
        }
        if (said["code"], told) != (plenary.code, decided):
            yield plenary.code


@invariant(_("Keputusan pleno hanya atas proposal dari tahapnya."))
def plenary_decisions_stay_inside_their_stage():
    foreign = PlenaryDecision.objects.exclude(entry__stage=F("plenary__stage"))
    return foreign.values_list("plenary__code", flat=True)


@invariant(_("Sidang pleno sebuah tahap bernomor urut mulai dari 1."))
def plenary_numbers_are_contiguous():
    return gaps(Plenary.objects.values_list("stage__code", "number"))
