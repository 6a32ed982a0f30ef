"""Editions, their stages and rubrics."""

import json

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from competitions.enums import QuestionKind, StageKind
from competitions.models import (
    AttachmentSlot,
    Award,
    Competition,
    Criterion,
    FormAmendment,
    LedgerEvent,
    Level,
    Question,
    Rubric,
    Section,
    Stage,
    StageRules,
)
from competitions.reads import outline
from competitions.reads.editions import lined_stages
from competitions.reads.stage_rules import is_intact
from judging.scoring import DRAW, LOWEST_JUROR, PLENARY
from kipp.invariants.registry import Register, gaps

invariant = Register()
CHECKS = invariant.checks


@invariant(_("Bobot rubrik yang terkunci berjumlah 100."))
def locked_rubrics_weigh_a_hundred():
    locked = Rubric.objects.filter(locked_at__isnull=False).annotate(total=Sum("criteria__weight"))
    return locked.filter(Q(total=None) | ~Q(total=100)).values_list("stage__code", flat=True)


@invariant(_("Rubrik yang sudah dipakai menilai terkunci."))
def rubrics_in_use_are_locked():
    return (
        Rubric.objects.filter(sheets__isnull=False, locked_at=None)
        .distinct()
        .values_list("stage__code", flat=True)
    )


@invariant(_("Versi rubrik bernomor urut mulai dari 1."))
def rubric_versions_are_contiguous():
    return gaps(Rubric.objects.values_list("stage__code", "version"))


@invariant(_("Hanya tahap penilaian yang mempunyai rubrik."))
def only_scoring_stages_have_rubrics():
    return Rubric.objects.exclude(stage__kind=StageKind.SCORING).values_list("stage__code", flat=True)


@invariant(_("Setiap tahap penilaian paling banyak dinilai dengan satu versi rubrik."))
def sheets_of_a_stage_share_one_rubric():
    used = Rubric.objects.filter(sheets__isnull=False).values("stage__code")
    many = used.annotate(versions=Count("pk", distinct=True)).filter(versions__gt=1)
    return many.values_list("stage__code", flat=True)


@invariant(_("Pemecah nilai sama hanya menyebut kriteria dari rubrik tahapnya."))
def tie_ladders_name_criteria_of_the_rubric():
    known: dict[str, set[str]] = {}
    for stage, code in Criterion.objects.values_list("rubric__stage__code", "code"):
        known.setdefault(stage, {LOWEST_JUROR, PLENARY, DRAW}).add(code)
    stages = Stage.objects.filter(kind=StageKind.SCORING).values_list("code", "tie_ladder")
    return [code for code, ladder in stages if not set(ladder) <= known.get(code, set(ladder))]


@invariant(_("Aturan tahap yang dibekukan sama dengan isi tabelnya."))
def frozen_rules_match_the_rows():
    frozen = {rules.stage_id: rules for rules in StageRules.objects.all()}
    stages = lined_stages().filter(pk__in=frozen)
    return [stage.code for stage in stages if not is_intact(frozen[stage.pk], stage)]


@invariant(_("Arti jenjang nilai terletak di dalam skala kriterianya."))
def levels_stand_on_the_scale():
    outside = Q(points__lt=F("criterion__points_min")) | Q(points__gt=F("criterion__points_max"))
    return Level.objects.filter(outside).values_list("criterion__code", flat=True)


@invariant(_("Urutan tahap dalam satu edisi tidak kembar."))
def stage_positions_are_unique():
    same = Stage.objects.values("competition__slug", "position").annotate(n=Count("pk")).filter(n__gt=1)
    return same.values_list("competition__slug", flat=True)


@invariant(_("Tahap dimulai sebelum selesai."))
def stages_open_before_they_close():
    return Stage.objects.filter(opens_at__gte=F("closes_at")).values_list("code", flat=True)


@invariant(_("Tidak ada peringkat yang diberi dua penghargaan."))
def award_places_do_not_overlap():
    last: dict[str, int] = {}
    for edition, first, until in Award.objects.order_by("first_place").values_list(
        "competition__slug", "first_place", "last_place"
    ):
        if first <= last.get(edition, 0):
            yield edition
        last[edition] = max(until, last.get(edition, 0))


@invariant(_("Pertanyaan bersyarat bergantung pada pertanyaan pilihan dari edisi yang sama."))
def conditional_questions_hang_on_their_edition():
    conditional = Question.objects.filter(shown_when__isnull=False)
    right = Q(
        shown_when__kind__in=[QuestionKind.YESNO, QuestionKind.CHOICE, QuestionKind.CHOICES],
        shown_when__section__competition=F("section__competition"),
    )
    return conditional.exclude(right).values_list("code", flat=True)


@invariant(_("Bagian dan tempat berkas memakai jalur, bagian, dan syarat dari edisinya sendiri."))
def forms_stay_within_their_edition():
    sections = Section.objects.filter(track__isnull=False).exclude(track__competition=F("competition"))
    slots = AttachmentSlot.objects.filter(
        Q(section__isnull=False) & ~Q(section__competition=F("competition"))
        | Q(shown_when__isnull=False) & ~Q(shown_when__section__competition=F("competition"))
    )
    return [*sections.values_list("code", flat=True), *slots.values_list("code", flat=True)]


@invariant(_("Formulir edisi yang sudah diumumkan dapat diisi: pilihan, batas, dan syaratnya utuh."))
def announced_forms_hold_together():
    for edition in Competition.objects.filter(announced_at__isnull=False):
        for key, _fault in sorted(outline.load(edition).faults):
            yield f"{edition.slug}/{key}"


@invariant(_("Perubahan formulir bernomor urut mulai dari 1."))
def amendments_are_contiguous():
    return gaps(FormAmendment.objects.values_list("competition__slug", "number"))


@invariant(_("Setiap perubahan formulir tercatat sekali dalam rantai catatan edisinya."))
def amendments_stand_in_the_ledger():
    links = LedgerEvent.objects.filter(kind="form.amended").values_list("competition_id", "payload")
    told = [(edition, json.loads(payload).get("number")) for edition, payload in links]
    for act in FormAmendment.objects.select_related("competition"):
        if told.count((act.competition_id, act.number)) != 1:
            yield str(act)
