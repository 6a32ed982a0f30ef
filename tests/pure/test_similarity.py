"""Which passages two texts share."""

from decimal import Decimal

import pytest

from proposals.similarity import Passage, passages, percentage, shingles

MINE = "Sejak 2022 warga mendaftar lewat telepon dan petugas datang ke rumah pada hari yang sama tanpa biaya."
THEIRS = "Kini: warga mendaftar lewat telepon, dan petugas datang ke rumah pada hari berikutnya tanpa biaya."


def test_shingles_are_every_five_words_in_a_row():
    assert len(shingles(["satu dua tiga empat lima enam"])) == 2
    assert shingles(["satu dua tiga empat"]) == set()


def test_shingles_never_reach_into_the_next_text():
    assert len(shingles(["satu dua tiga empat", "lima enam tujuh delapan"])) == 0


def test_shingles_look_past_case_accents_and_commas():
    assert shingles(["Café, warga; mendaftar lewat telepon!"]) == shingles(
        ["cafe warga MENDAFTAR lewat telepon"]
    )


@pytest.mark.parametrize(
    ("shared", "of", "expected"),
    [
        (0, 0, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 1, "100.00"),
        (1, 2000, "0.05"),
        (1, 200_000, "0.00"),
    ],
)
def test_percentage_rounds_half_up(shared, of, expected):
    assert percentage(shared, of) == Decimal(expected)


def test_passages_joins_runs_that_a_changed_word_parts():
    """12 equal words, then "yang sama" for "berikutnya", then two equal ones: those are too few to go on."""
    found = passages({"Latar": MINE}, {"Ringkasan": THEIRS})
    assert found == [
        Passage(
            section="Latar",
            text="warga mendaftar lewat telepon dan petugas datang ke rumah pada hari",
            other_section="Ringkasan",
            other_text="warga mendaftar lewat telepon, dan petugas datang ke rumah pada hari",
            words=11,
        )
    ]


def test_passages_goes_on_over_a_small_change():
    mine = {"A": "satu dua tiga empat lima ENAM tujuh delapan sembilan sepuluh sebelas"}
    theirs = {"B": "nol satu dua tiga empat lima 6 6 tujuh delapan sembilan sepuluh sebelas nol"}
    (found,) = passages(mine, theirs)
    assert found.text == mine["A"]
    assert found.other_text == "satu dua tiga empat lima 6 6 tujuh delapan sembilan sepuluh sebelas"
    assert found.words == 11


def test_passages_leaves_idioms_out():
    assert (
        passages(
            {"A": "dalam rangka meningkatkan kualitas pelayanan"},
            {"B": "x dalam rangka meningkatkan kualitas pelayanan"},
        )
        == []
    )


def test_passages_puts_the_longest_first_and_names_its_sections():
    long, short = " ".join(f"a{i}" for i in range(30)), " ".join(f"b{i}" for i in range(9))
    found = passages({"S": short, "L": long}, {"Lain": f"{long}. Lalu. {short}"})
    assert [(p.section, p.other_section, p.words) for p in found] == [("L", "Lain", 30), ("S", "Lain", 9)]


def test_passages_prefers_the_longest_place():
    mine = {"A": "a b c d e f g h i j"}
    theirs = {"B": "a b c d e x. a b c d e f g h i j"}
    (found,) = passages(mine, theirs)
    assert found.other_text == "a b c d e f g h i j"


def test_passages_are_not_made_of_formulas():
    """What everybody writes parts two passages, or is none."""
    own, more = "a b c d e f g h i", "j k l m n o p q r"
    formula = " ".join(f"v{n}" for n in range(12))
    text = f"{own} {formula} {more}"
    everybodys = shingles([f"h i {formula} j k"])
    found = passages({"A": text}, {"B": text}, everybodys)
    assert [(p.text, p.words) for p in found] == [(own + " v0 v1", 11), ("v10 v11 " + more, 11)]
    assert passages({"A": own}, {"B": own}, shingles([own])) == []
