"""Two levels of a rubric, aspect and criterion, and the scales that a criterion may have."""

from dataclasses import replace

import pytest

from competitions.reads import current_rubric
from tests.competitions.pages import sent_rows
from tests.competitions.test_rubrics import page, save, standing


@pytest.fixture
def stage(edition):
    return edition.stages.get(kind="scoring")


def outline(stage):
    """Aspect and code of every criterion, in order."""
    rows = current_rubric(stage).criteria.all()
    return [(row.aspect.name if row.aspect else "", row.code) for row in rows]


def under(rows, *aspects):
    return [replace(row, aspect=aspect) for row, aspect in zip(rows, aspects, strict=True)]


def test_save_aspects_brings_their_criteria_together(stage, bureau):
    save(stage, bureau, under(standing(stage), "Substansi", "Penyajian", "substansi", "", "Penyajian"))
    assert outline(stage) == [
        ("Substansi", "kebaruan"),
        ("Substansi", "transferabilitas"),
        ("Penyajian", "kemanfaatan"),
        ("Penyajian", "keberlanjutan"),
        ("", "efektivitas"),
    ]


def test_save_without_an_aspect_removes_its_heading(stage, bureau):
    save(stage, bureau, under(standing(stage), "Substansi", "Penyajian", "", "", ""))
    save(stage, bureau, under(standing(stage), "Penyajian", "Penyajian", "", "", ""), 1)
    assert [aspect.name for aspect in current_rubric(stage).aspects.all()] == ["Penyajian"]
    assert outline(stage)[:2] == [("Penyajian", "kebaruan"), ("Penyajian", "kemanfaatan")]


def test_page_saves_aspects_and_shows_the_sum_of_their_weights(stage, bureau, client):
    client.force_login(bureau)
    changes = {"0-aspect": "Substansi", "1-aspect": " Substansi  ", "2-aspect": "Penyajian"}
    assert client.post(page(stage), sent_rows(client.get(page(stage)), 0, **changes)).status_code == 302
    assert client.get(page(stage)).context["form"].aspects() == [("Substansi", 40), ("Penyajian", 20)]


@pytest.mark.parametrize(
    ("scale", "ends", "boxes"),
    [
        ("1-3", (1, 3), [1, 2, 3]),
        ("1-10", (1, 10), list(range(1, 11))),
        ("0-1", (0, 1), [0, 1]),
        ("0-100", (0, 100), [0, 1, 2, 3, 4, 5, 50, 100]),  # with those of the scale that it had
    ],
)
def test_page_with_a_scale_fills_its_ends_and_asks_for_anchors(stage, bureau, client, scale, ends, boxes):
    client.force_login(bureau)
    sent = sent_rows(client.get(page(stage)), 0, **{"0-scale": scale, "0-anchor_1": "Satu."})
    assert client.post(page(stage), sent).status_code == 302
    criterion = current_rubric(stage).criteria.all()[0]
    assert (criterion.points_min, criterion.points_max) == ends
    form = client.get(page(stage)).context["form"].forms[0]
    assert (form["scale"].value(), form.levels) == (scale, boxes)


def test_page_with_an_own_scale_keeps_the_figures_that_were_typed(stage, bureau, client):
    client.force_login(bureau)
    own = {"0-scale": "own", "0-points_min": 2, "0-points_max": 4}
    assert client.post(page(stage), sent_rows(client.get(page(stage)), 0, **own)).status_code == 302
    criterion = current_rubric(stage).criteria.all()[0]
    assert (criterion.points_min, criterion.points_max) == (2, 4)


def test_page_with_an_own_scale_without_ends_answers_422(stage, bureau, client):
    client.force_login(bureau)
    own = {"0-scale": "own", "0-points_min": "", "0-points_max": ""}
    response = client.post(page(stage), sent_rows(client.get(page(stage)), 0, **own))
    assert (response.status_code, "Isi ujung skala ini." in response.content.decode()) == (422, True)
