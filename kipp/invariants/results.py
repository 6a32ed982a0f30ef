"""Releases, results and documents."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from competitions.enums import StageKind
from competitions.models import Stage
from judging.enums import DocumentKind
from judging.models import Document, ProposalResult, ResultRelease
from judging.reads.release_draft import next_scoring_stage
from kipp.invariants.registry import Register, gaps
from kipp.lib.jobs import JobStatus
from proposals.enums import ProposalStatus
from proposals.models import Entry, Receipt

invariant = Register()
CHECKS = invariant.checks


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
    rows = [model.objects.filter(wrong).values_list("code", flat=True) for model in (Document, Receipt)]
    return chain(*rows)


@invariant(_("Pekerjaan yang sedang berjalan mempunyai batas waktu."))
def running_jobs_have_a_lease():
    running = Q(status=JobStatus.RUNNING, leased_until=None)
    rows = [model.objects.filter(running).values_list("code", flat=True) for model in (Document, Receipt)]
    return chain(*rows)


def _last_stages() -> Iterator[Stage]:
    """Stages whose release says how proposals end."""
    for stage in Stage.objects.filter(kind=StageKind.SCORING, published_at__isnull=False):
        if next_scoring_stage(stage) is None:
            yield stage


@invariant(_("Yang memperoleh penghargaan menurut rilis yang berlaku berstatus demikian, dan hanya mereka."))
def awards_agree_with_status() -> Iterator[str]:
    for stage in _last_stages():
        results = ProposalResult.objects.filter(release__stage=stage, release__superseded_by=None)
        rows = results.exclude(proposal__status=ProposalStatus.DISQUALIFIED)
        for code, status, award in rows.values_list("proposal__code", "proposal__status", "award"):
            if status != (ProposalStatus.AWARDED if award else ProposalStatus.NOT_AWARDED):
                yield code


@invariant(_("Yang maju menurut rilis yang berlaku menjadi entri tahap berikutnya."))
def advanced_proposals_enter_the_next_stage() -> Iterator[str]:
    for stage in Stage.objects.filter(kind=StageKind.SCORING, published_at__isnull=False):
        following = next_scoring_stage(stage)
        if following is None:
            continue
        entered = Entry.objects.filter(stage=following, proposal=OuterRef("proposal"))
        advanced = ProposalResult.objects.filter(
            release__stage=stage, release__superseded_by=None, is_advanced=True
        )
        yield from advanced.exclude(Exists(entered)).values_list("proposal__code", flat=True)
