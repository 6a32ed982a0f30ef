"""Proposals, versions, files, the administrative selection, entries."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from competitions.enums import StageKind
from kipp.invariants.registry import Register, gaps
from proposals.enums import CorrectionEnd, Outcome, ProposalStatus
from proposals.lifecycle import IN_CORRECTION, SUBMITTED_ONCE
from proposals.models import (
    Answer,
    Attachment,
    Correction,
    Entry,
    Finding,
    Proposal,
    ProposalVersion,
    Screening,
)
from proposals.titles import title_key
from proposals.words import count_words

invariant = Register()
CHECKS = invariant.checks

JUDGED = (ProposalStatus.PASSED, ProposalStatus.AWARDED, ProposalStatus.NOT_AWARDED)
DECIDED = {
    Outcome.PASSED: (*JUDGED, ProposalStatus.DISQUALIFIED),
    Outcome.REJECTED: (ProposalStatus.REJECTED,),
}


def latest_version(**outer):
    return ProposalVersion.objects.filter(**outer).order_by("-number")


@invariant(_("Proposal yang terkirim mempunyai versi."))
def submitted_proposals_have_a_version():
    return Proposal.objects.filter(status__in=SUBMITTED_ONCE, versions=None).values_list("code", flat=True)


@invariant(_("Saat kirim proposal adalah saat kirim versi terakhirnya."))
def submission_instants_are_those_of_the_version():
    versions = latest_version(proposal=OuterRef("pk"))
    sent = Proposal.objects.filter(status__in=SUBMITTED_ONCE, versions__isnull=False).distinct()
    same = versions.filter(submitted_at=OuterRef("submitted_at"), submitted_by=OuterRef("submitted_by"))
    return sent.exclude(Exists(same)).values_list("code", flat=True)


@invariant(_("Perbaikan berjalan selama proposal dikembalikan, dan hanya selama itu."))
def corrections_run_while_a_proposal_is_returned():
    running = Correction.objects.filter(version__proposal=OuterRef("pk"), ended_at=None)
    last = latest_version(proposal=OuterRef("version__proposal")).values("pk")[:1]
    right = running.filter(version=Subquery(last), due_at=OuterRef("correction_due_at"))
    returned = Proposal.objects.filter(status__in=IN_CORRECTION).exclude(Exists(right))
    left_over = Proposal.objects.exclude(status__in=IN_CORRECTION).filter(
        Q(correction_due_at__isnull=False) | Exists(running)
    )
    return [code for rows in (returned, left_over) for code in rows.values_list("code", flat=True)]


@invariant(_("Perbaikan yang dikirim ulang mempunyai versi berikutnya."))
def corrections_answered_have_a_later_version():
    later = ProposalVersion.objects.filter(
        proposal=OuterRef("version__proposal"), number__gt=OuterRef("version__number")
    )
    answered = Correction.objects.filter(ended_as=CorrectionEnd.RESUBMITTED)
    return answered.exclude(Exists(later)).values_list("version__proposal__code", flat=True)


@invariant(_("Versi bernomor urut mulai dari 1."))
def version_numbers_are_contiguous():
    return gaps(ProposalVersion.objects.values_list("proposal__code", "number").iterator())


@invariant(_("Kunci judul sesuai dengan judulnya."))
def title_keys_are_right():
    rows = Proposal.objects.values_list("code", "title", "title_key").iterator()
    return (code for code, title, key in rows if title_key(title) != key)


@invariant(_("Kategori, kelompok, dan jalur proposal berasal dari edisinya."))
def choices_belong_to_the_edition():
    foreign = Q(pk__in=[])
    for field in ("category", "group", "track"):
        foreign |= Q(**{f"{field}__isnull": False}) & ~Q(**{f"{field}__competition": F("competition")})
    return Proposal.objects.filter(foreign).values_list("code", flat=True)


@invariant(_("Inovasi proposal adalah milik instansi pengusulnya."))
def innovations_belong_to_the_agency():
    return Proposal.objects.exclude(innovation__agency=F("agency")).values_list("code", flat=True)


@invariant(_("Jumlah kata setiap jawaban sesuai dengan teksnya."))
def answers_count_their_words():
    rows = Answer.objects.values_list("proposal__code", "question__code", "text", "words")
    for proposal, question, text, words in rows.iterator(chunk_size=2000):
        if count_words(text) != words:
            yield f"{proposal} {question}"


@invariant(_("Jawaban menjawab pertanyaan dari edisi proposalnya."))
def answers_belong_to_the_edition():
    foreign = Answer.objects.exclude(question__section__competition=F("proposal__competition"))
    return foreign.values_list("proposal__code", flat=True)


@invariant(_("Satu tempat berkas memuat paling banyak sejumlah berkas yang diminta."))
def slots_hold_no_more_than_asked():
    current = Attachment.objects.filter(removed_at=None).values("proposal__code", "slot", "slot__max_files")
    crowded = current.annotate(n=Count("pk")).filter(n__gt=F("slot__max_files"))
    return crowded.values_list("proposal__code", flat=True)


@invariant(_("Lampiran menempati berkas yang diminta edisinya."))
def attachments_belong_to_the_edition():
    foreign = Attachment.objects.exclude(slot__competition=F("proposal__competition"))
    return foreign.values_list("code", flat=True)


@invariant(_("Keputusan seleksi administrasi sesuai dengan status proposal."))
def screening_outcomes_agree_with_status():
    latest = latest_version(proposal=OuterRef("version__proposal")).values("pk")[:1]
    decided = Screening.objects.exclude(outcome="").filter(version=latest)
    rows = decided.values_list("version__proposal__code", "version__proposal__status", "outcome")
    undone = (ProposalStatus.DRAFT, ProposalStatus.AWAITING, ProposalStatus.WITHDRAWN)
    return [code for code, status, outcome in rows if status not in (*DECIDED[outcome], *undone)]


@invariant(_("Proposal yang lolos atau gugur mempunyai keputusan seleksi."))
def decided_proposals_were_screened():
    has_checklist = Q(competition__checklist__isnull=False)
    decided = Proposal.objects.filter(has_checklist, status__in=(*JUDGED, ProposalStatus.REJECTED)).distinct()
    kept = Screening.objects.filter(version__proposal=OuterRef("pk")).exclude(outcome="")
    return decided.exclude(Exists(kept)).values_list("code", flat=True)


@invariant(_("Yang lolos seleksi memenuhi semua butir; yang gugur punya butir yang tidak terpenuhi."))
def screening_outcomes_follow_the_findings():
    unmet = Finding.objects.filter(screening=OuterRef("pk"), is_met=False)
    unseen = Finding.objects.filter(screening=OuterRef("pk"), is_met=None)
    rows = Screening.objects.annotate(fails=Exists(unmet), waits=Exists(unseen))
    wrong = Q(outcome=Outcome.PASSED) & (Q(fails=True) | Q(waits=True))
    wrong |= Q(outcome=Outcome.REJECTED, fails=False)
    return rows.filter(wrong).values_list("version__proposal__code", flat=True)


@invariant(_("Proposal yang lolos menjadi entri sebuah tahap penilaian."))
def passed_proposals_have_an_entry():
    scoring = Q(competition__stages__kind=StageKind.SCORING)
    passed = Proposal.objects.filter(scoring, status__in=JUDGED, entries=None).distinct()
    return passed.values_list("code", flat=True)


@invariant(_("Entri hanya dari proposal yang lolos."))
def entries_are_of_passed_proposals():
    rightful = (*JUDGED, ProposalStatus.DISQUALIFIED)
    return Entry.objects.exclude(proposal__status__in=rightful).values_list("code", flat=True)


@invariant(_("Versi sebuah entri adalah versi proposalnya."))
def entries_read_a_version_of_their_proposal():
    return Entry.objects.exclude(version__proposal=F("proposal")).values_list("code", flat=True)


@invariant(_("Juri membaca versi terakhir yang dikirim."))
def entries_read_the_last_version():
    later = ProposalVersion.objects.filter(
        proposal=OuterRef("proposal"), number__gt=OuterRef("version__number")
    )
    return Entry.objects.filter(Exists(later)).values_list("code", flat=True)


@invariant(_("Entri berada di tahap penilaian dari edisi proposalnya."))
def entries_stand_in_scoring_stages_of_their_edition():
    right = Q(stage__kind=StageKind.SCORING, stage__competition=F("proposal__competition"))
    return Entry.objects.exclude(right).values_list("code", flat=True)
