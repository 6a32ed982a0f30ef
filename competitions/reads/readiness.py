"""What still keeps an edition from opening its call: sentences, each with the page that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.enums import StageKind
from competitions.models import Competition, Rubric, Stage

from . import final_score, outline


@dataclass(frozen=True, slots=True)
class Blocker:
    text: str
    url: str
    done: bool = False


def announce_blockers(competition: Competition, at: datetime) -> list[Blocker]:
    """Everything that is missing, in the order of the settings pages; empty when the call may open."""
    return _missing(competition, at, list(competition.stages.prefetch_related(_rubrics())))


def announce_check(competition: Competition, at: datetime) -> tuple[list[Blocker], list[Blocker]]:
    """The blockers, and what may be meant so but is worth a look."""
    stages = list(competition.stages.prefetch_related(_rubrics()))
    return _missing(competition, at, stages), list(_remarks(competition, stages))


def _missing(competition: Competition, at: datetime, stages: list[Stage]) -> list[Blocker]:
    return [
        *_dates(competition, at),
        *_entrants(competition),
        *_form(competition, outline.load(competition)),
        *_stages(competition, stages),
        *_assumptions(competition),
    ]


def _rubrics() -> Prefetch:
    return Prefetch("rubrics", Rubric.objects.order_by("-version").prefetch_related("criteria"))


def _blocker(competition: Competition, part: str, text: str) -> Blocker:
    return Blocker(text, reverse("competitions:settings_part", args=[competition.slug, part]))


def _dates(competition: Competition, at: datetime) -> Iterator[Blocker]:
    if competition.opens_at is None or competition.closes_at is None:
        text = _("Tanggal pembukaan dan penutupan pendaftaran belum diisi.")
        yield _blocker(competition, "jadwal", text)
    elif competition.closes_at <= at:
        yield _blocker(competition, "jadwal", _("Tanggal penutupan pendaftaran sudah lewat."))


def _entrants(competition: Competition) -> Iterator[Blocker]:
    if not competition.categories.exists():
        yield _blocker(competition, "kategori", _("Belum ada kategori."))
    kinds = list(competition.groups.values_list("name", "kinds"))
    if not kinds:
        yield _blocker(competition, "kelompok", _("Belum ada kelompok peserta."))
    for name, chosen in kinds:
        if not chosen:
            text = _("Kelompok %(name)s belum punya jenis instansi.") % {"name": name}
            yield _blocker(competition, "kelompok", text)
    if not competition.tracks.exists():
        yield _blocker(competition, "jalur", _("Belum ada jalur."))


def _form(competition: Competition, form: outline.Outline) -> Iterator[Blocker]:
    if not form.chapters:
        yield _blocker(competition, "formulir", _("Formulir proposal belum punya bagian."))
    for chapter in form.chapters:
        if not chapter.questions:
            text = _("Bagian %(title)s belum punya pertanyaan.") % {"title": chapter.section.title}
            url = reverse("competitions:settings_question_add", args=[competition.slug, chapter.section.code])
            yield Blocker(text, url)
    for line in form.lines:
        name = "competitions:settings_question" if line.is_question else "competitions:settings_slot"
        for problem in line.problems:
            text = _("“%(title)s”: %(problem)s") % {"title": line.title, "problem": problem}
            yield Blocker(text, reverse(name, args=[competition.slug, line.row.pk]))
    if form.weight not in (0, 100):
        text = _("Bobot bagian formulir berjumlah %(total)s; seharusnya 100, atau semuanya 0.")
        yield _blocker(competition, "formulir", text % {"total": form.weight})


def _stages(competition: Competition, stages: list[Stage]) -> Iterator[Blocker]:
    scoring = [stage for stage in stages if stage.kind == StageKind.SCORING]
    if not scoring:
        yield _blocker(competition, "tahap", _("Belum ada tahap penilaian."))
    else:
        for text in final_score.faults(scoring, competition.tracks.all()):
            yield _blocker(competition, "tahap", text)
    for stage in scoring:
        yield from _rubric(competition, stage)
    if any(stage.kind == StageKind.SCREENING for stage in stages) and not competition.checklist.exists():
        yield _blocker(competition, "seleksi", _("Daftar periksa seleksi administrasi masih kosong."))


def _rubric(competition: Competition, stage: Stage) -> Iterator[Blocker]:
    url = reverse("competitions:settings_rubric", args=[competition.slug, stage.code])
    rubrics = list(stage.rubrics.all())
    criteria = list(rubrics[0].criteria.all()) if rubrics else []
    if not criteria:
        yield Blocker(_("Tahap %(stage)s belum punya rubrik.") % {"stage": stage.name}, url)
        return
    total = sum(criterion.weight for criterion in criteria)
    if total != 100:
        text = _("Bobot rubrik tahap %(stage)s berjumlah %(total)s; seharusnya 100.")
        yield Blocker(text % {"stage": stage.name, "total": total}, url)


def _assumptions(competition: Competition) -> Iterator[Blocker]:
    if competition.assumptions and competition.confirmed_at is None:
        text = _("Ketentuan yang masih berupa usulan belum dikonfirmasi.")
        yield Blocker(text, reverse("competitions:settings_assumptions", args=[competition.slug]))


def _remarks(competition: Competition, stages: list[Stage]) -> Iterator[Blocker]:
    """Criteria that lead the juror to no part of the proposal.

    A stage none of whose criteria is tied to a part, such as a presentation, is left in peace.
    """
    for stage in stages:
        rubrics = list(stage.rubrics.all())
        criteria = list(rubrics[0].criteria.all()) if rubrics else []
        loose = [criterion for criterion in criteria if criterion.section_id is None]
        for criterion in loose if len(loose) < len(criteria) else ():
            text = _("Kriteria %(name)s pada tahap %(stage)s belum dihubungkan dengan bagian formulir.")
            url = reverse("competitions:settings_rubric", args=[competition.slug, stage.code])
            yield Blocker(text % {"name": criterion.name, "stage": stage.name}, url)
