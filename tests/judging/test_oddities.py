"""Advice on sheets, and a juror's written explanation: no score ever changes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import Mail, Notice
from competitions.models import LedgerEvent
from judging.models import Assignment, Score, ScoreSheet
from judging.reads import oddities as reads
from judging.services import closing
from judging.services import oddities as verbs
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.golden_stage import fill_sheet, golden_stage
from tests.pure.golden import CODES

pytestmark = pytest.mark.django_db


def reading(stage, title, juror):
    found = Assignment.objects.select_related(
        "entry__proposal__agency", "entry__stage__competition", "member__user", "sheet"
    )
    return found.get(entry__stage=stage, entry__proposal__title=title, member__user__name=juror)


@pytest.fixture
def stage():
    """The golden stage, each sheet an hour's work."""
    stage = golden_stage()
    for sheet in ScoreSheet.objects.all():
        sheet.finalised_at = sheet.opened_at + timedelta(minutes=60)
        sheet.save()
    return stage


def took(stage, title, juror, **length):
    sheet = reading(stage, title, juror).sheet
    ScoreSheet.objects.filter(pk=sheet.pk).update(finalised_at=sheet.opened_at + timedelta(**length))


def wide_stage():
    """Twenty entries that four jurors score alike, but for Keras, who gives a point less everywhere, and one
    sheet of Luput, who gave 1 where the others gave 4."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    jurors = [worlds.make_juror(stage, name=name) for name in ("Ani", "Budi", "Keras", "Luput")]
    for number in range(20):
        entry = worlds.make_entry(edition, title=f"P{number:02}")
        for at, juror in enumerate(jurors):
            points = dict.fromkeys(CODES, 4)
            points[CODES[(number + at) % 5]] = 5 if (number * 7 + at * 3) % 4 else 4
            if juror.user.name == "Keras":
                points = {code: value - 1 for code, value in points.items()}
            if juror.user.name == "Luput" and number == 3:
                points = dict.fromkeys(CODES, 1)
            fill_sheet(worlds.make_assignment(entry, juror), points)
    return stage


def test_oddities_find_the_severe_juror_with_an_interval_and_the_outlying_sheet():
    found = reads.oddities(wide_stage())
    assert [name for name, _one in found.harsh] == ["Keras"]
    one = found.harsh[0][1]
    assert one.low < one.points < one.high < -5
    assert [(sheet.juror, sheet.title, sheet.figure) for sheet in found.outlying] == [("Luput", "P03", 20.0)]
    assert found.outlying[0].beside > 70


def test_oddities_find_the_quick_sheet_and_say_what_is_usual(stage):
    took(stage, "B", "Juri 4", minutes=2, seconds=30)
    took(stage, "D", "Juri 2", minutes=14)
    found = reads.oddities(stage)
    assert [(one.juror, one.title, one.figure, one.beside) for one in found.quick] == [
        ("Juri 4", "B", 2.5, 60.0),
        ("Juri 2", "D", 14.0, 60.0),
    ]


def test_oddities_leave_out_a_sheet_that_was_given_back(stage):
    took(stage, "B", "Juri 4", minutes=1)
    sheet = reading(stage, "B", "Juri 4").sheet
    ScoreSheet.objects.filter(pk=sheet.pk).update(reopened_at=timezone.now(), reopened_reason="Salah.")
    assert reads.oddities(stage).quick == []


def test_oddities_of_a_stage_without_final_sheets_say_that_nothing_can_be_measured():
    found = reads.oddities(golden_stage(is_final=False))
    assert (found.is_measured, found.is_empty) == (False, True)


def test_evidence_lays_the_sheet_beside_the_mean_of_the_others(stage):
    found = reads.evidence(stage, reading(stage, "B", "Juri 4"))
    assert (found.total, found.others_total) == ("36.00", "68.50")
    assert [(points, others) for _name, _top, points, others, _comment in found.rows] == [
        (1, "4.00"),
        (1, "3.50"),
        (2, "3.00"),
        (3, "3.00"),
        (2, "3.50"),
    ]


def ask(stage, question="Mengapa jauh di bawah yang lain?"):
    return verbs.ask(
        assignment=reading(stage, "B", "Juri 4"),
        by=bureau_of(stage),
        at=timezone.now(),
        question=question,
    )


def bureau_of(stage):
    return stage.competition.announced_by


def explain(stage, text="Bukti dampaknya tidak ada."):
    mine = reading(stage, "B", "Juri 4")
    return verbs.explain(assignment=mine, by=mine.member.user, at=timezone.now(), text=text)


def test_ask_writes_one_letter_with_the_way_to_the_sheet(stage):
    assert [ask(stage), ask(stage, "Sekali lagi?")] == [1, 0]
    code = reading(stage, "B", "Juri 4").code
    letter = Mail.objects.get()
    assert letter.subject == "Mohon penjelasan nilai: B"
    assert "Mengapa jauh di bawah yang lain?" in letter.body
    assert f"/juri/{code}/penjelasan/" in letter.body
    assert LedgerEvent.objects.filter(kind="explanation.asked").count() == 1


def test_explain_adds_to_the_comment_and_changes_no_score(stage):
    ScoreSheet.objects.filter(assignment=reading(stage, "B", "Juri 4")).update(comment="Kurang bukti.")
    before = list(Score.objects.order_by("pk").values_list("points", "comment", "revision"))
    ask(stage)
    explain(stage)
    explain(stage)
    sheet = reading(stage, "B", "Juri 4").sheet
    assert (sheet.comment, sheet.status) == ("Kurang bukti.\n\nBukti dampaknya tidak ada.", "final")
    assert list(Score.objects.order_by("pk").values_list("points", "comment", "revision")) == before
    kinds = LedgerEvent.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["explanation.asked", "sheet.commented", "explanation.given"]


def test_explain_settles_the_request_and_tells_whoever_asked(stage):
    ask(stage)
    explain(stage)
    mine = reading(stage, "B", "Juri 4")
    told = Notice.objects.filter(subject=f"assignment:{mine.code}").order_by("pk")
    assert [(one.user, one.read_at is None) for one in told] == [
        (mine.member.user, False),
        (bureau_of(stage), True),
    ]
    asked = reads.readings(stage).get(pk=mine.pk)
    assert asked.asked_at is not None
    assert asked.answered_at is not None


def test_explain_what_nobody_asked_is_refused(stage):
    with pytest.raises(Refused, match="Tidak ada penjelasan yang diminta"):
        explain(stage)


def test_explain_by_another_or_after_closing_is_refused(stage):
    ask(stage)
    with pytest.raises(Refused, match="Hanya juri yang ditugaskan"):
        verbs.explain(
            assignment=reading(stage, "B", "Juri 4"),
            by=reading(stage, "B", "Juri 1").member.user,
            at=timezone.now(),
            text="Saya.",
        )
    closing.close(stage=stage, by=bureau_of(stage), at=timezone.now())
    with pytest.raises(Refused, match="sudah ditutup"):
        explain(stage)


def test_ask_about_a_draft_is_refused():
    stage = golden_stage(is_final=False)
    with pytest.raises(Refused, match="belum final"):
        ask(stage)


def test_pages_lead_from_the_advice_to_the_answer(stage):
    took(stage, "B", "Juri 4", minutes=1)
    mine = reading(stage, "B", "Juri 4")
    bureau, juror = Client(), Client()
    bureau.force_login(bureau_of(stage))
    juror.force_login(mine.member.user)
    advice = bureau.get(reverse("judging:oddities", args=[stage.code]))
    page = reverse("judging:oddity", args=[stage.code, mine.code])
    assert page in advice.content.decode()
    own = reverse("judging:explain", args=[mine.code])
    assert juror.get(own).status_code == 404  # nothing is asked yet
    assert bureau.post(page, {"question": " "}).status_code == 422
    assert bureau.post(page, {"question": "Mengapa secepat itu?"}).status_code == 302
    assert "Mengapa secepat itu?" in juror.get(own).content.decode()
    assert juror.post(own, {"text": ""}).status_code == 422
    assert juror.post(own, {"text": "Sudah saya baca sebelumnya."}).status_code == 302
    assert "Sudah saya baca sebelumnya." in bureau.get(page).content.decode()
    assert "sudah dijawab" in bureau.get(reverse("judging:oddities", args=[stage.code])).content.decode()
