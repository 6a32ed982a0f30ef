"""The first screen and the board say how many jurors a stage waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import Competition, Stage
from judging.reads import board, duties
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.judging.sitting import ask, closed_stage, secretary, sit
from tests.pure.golden import CODES

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def stage():
    """Ani has two of two to do, Budi one of two, Citra none."""
    now = timezone.now()
    edition = worlds.make_edition(opens_at=now - 40 * DAY, closes_at=now - 5 * DAY)
    stage = worlds.scoring_stage(edition)
    Stage.objects.filter(pk=stage.pk).update(closes_at=now + 5 * DAY)
    jurors = [worlds.make_juror(stage, name=name) for name in ("Ani", "Budi", "Citra")]
    for number in range(2):
        entry = worlds.make_entry(edition)
        for at, juror in enumerate(jurors):
            reading = worlds.make_assignment(entry, juror)
            if number < at:
                fill_sheet(reading, dict.fromkeys(CODES, 3))
    return Stage.objects.get(pk=stage.pk)


def duties_of(user, at=None):
    return [(duty.title, duty.url) for duty in duties.duties(user, at or timezone.now())]


def test_duties_of_the_bureau_count_jurors_and_sheets_until_the_date_and_call_them_late_after_it(stage):
    bureau = worlds.make_user(agency=stage.competition.organiser, role="bureau")
    page = reverse("judging:progress", args=[stage.code])
    assert duties_of(bureau) == [("2 juri belum selesai pada Penilaian Proposal: 3 lembar belum final", page)]
    assert duties_of(bureau, timezone.now() + 6 * DAY) == [
        ("2 juri terlambat pada Penilaian Proposal: 3 lembar belum final", page)
    ]


def test_duty_of_a_juror_leads_to_the_next_entry(stage):
    ani = stage.panel.get(user__name="Ani").user
    resume = reverse("judging:resume", args=[stage.code])
    assert duties_of(ani) == [("Nilai 2 proposal pada Penilaian Proposal", resume)]
    assert duties_of(stage.panel.get(user__name="Citra").user) == []


def test_board_says_how_many_sheets_are_final_and_how_many_jurors_are_not(stage):
    edition = Competition.objects.prefetch_related("stages", "extensions").get(pk=stage.competition_id)
    notes = [step.note for step in board.steps(edition, timezone.now())]
    assert "3 dari 6 lembar final · 2 juri belum selesai" in notes


def test_duties_of_a_closed_stage_are_whose_they_are_and_a_session_comes_first():
    stage, _final = closed_stage(top=4)
    by, publisher = secretary(stage), stage.competition.announced_by
    publish = ("Terbitkan hasil Penilaian Proposal", reverse("judging:publish", args=[stage.code]))
    assert (duties_of(by), duties_of(publisher)) == ([], [publish])
    plenary = sit(stage, by)
    finish = ("Selesaikan sidang pleno Penilaian Proposal", reverse("judging:plenary", args=[stage.code]))
    assert (duties_of(by), duties_of(publisher)) == ([finish], [finish])
    ask(plenary, by)
    confirm_it = reverse("judging:session", args=[plenary.code])
    assert (duties_of(by), [url for _title, url in duties_of(publisher)]) == ([], [confirm_it])


def test_board_leads_to_publishing_only_who_may_and_only_after_the_session(client):
    stage, _final = closed_stage(top=4)
    by, publisher = secretary(stage), stage.competition.announced_by
    edition = Competition.objects.prefetch_related("stages", "extensions").get(pk=stage.competition_id)

    def result(**known):
        steps = board.steps(edition, timezone.now(), **known)
        return next((step.note, step.url) for step in steps if step.label == "Hasil Penilaian Proposal")

    publish, ranking = (reverse(f"judging:{page}", args=[stage.code]) for page in ("publish", "ranking"))
    assert result() == ("Tetapkan yang maju", publish)
    assert result(may_publish=False) == ("Tetapkan yang maju", ranking)
    sit(stage, by)
    assert result() == ("Setelah sidang pleno disahkan", ranking)
    client.force_login(by)
    page = client.get(reverse("judging:edition", args=[edition.slug])).content.decode()
    assert f'href="{publish}"' not in page
    client.force_login(publisher)
    assert client.get(publish).status_code == 200
