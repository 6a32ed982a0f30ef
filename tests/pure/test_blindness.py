"""Words that give an entrant away: whole words, abbreviations, parents, people, and what the portal hides."""

import pytest

from judging.blindness import Clue, ClueKind, clues, find, mask, passage

HEALTH = {
    "names": ["Dinas Kesehatan Kota Tegal"],
    "code": "DINKES",
    "parents": ["Sekretariat Daerah Kota Tegal"],
    "people": ["dr. Siti Aminah, M.Kes."],
    "region": "Kota Tegal",
}


def words(text, **changes):
    """What is found, with its kind, from left to right."""
    wanted = clues(**(HEALTH | changes))
    return [(hit.clue.kind.value, text[hit.start : hit.end]) for hit in find(text, wanted)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Layanan DINAS kesehatan  kota\nTegal.", [("name", "DINAS kesehatan  kota\nTegal")]),
        ("Oleh Dinas Kesehatan setempat", [("name", "Dinas Kesehatan")]),
        ("Aplikasi Dinkes dan dinkes-mobile", [("short", "Dinkes"), ("short", "dinkes")]),
        ("Tim DKKT bekerja", [("short", "DKKT")]),
        ("tim dkkt bekerja", []),
        ("Di bawah Sekretariat Daerah Kota Tegal", [("parent", "Sekretariat Daerah Kota Tegal")]),
        ("Digagas Siti Aminah pada 2023", [("person", "Siti Aminah")]),
        ("Warga kota tegal puas", [("region", "kota tegal")]),
        ("Warga Kota Tegalrejo, dinkesda, dan Pekesehatan", []),
        ("", []),
    ],
)
def test_find_whole_words_of_the_entrant(text, found):
    assert words(text) == found


def test_find_takes_the_more_telling_of_two_that_overlap():
    assert words("Dinas Kesehatan Kota Tegal") == [("name", "Dinas Kesehatan Kota Tegal")]


@pytest.mark.parametrize(("code", "found"), [("PKM-TEGAL", ["PKM-TEGAL", "pkm tegal"]), ("12", []), ("", [])])
def test_find_a_code_with_or_without_its_strokes(code, found):
    assert [text for _kind, text in words("Kode PKM-TEGAL atau pkm tegal, 12 kali", code=code)] == found


@pytest.mark.parametrize(
    ("person", "plain"),
    [
        ("Drs. H. Budi Santoso, M.Si.", "Budi Santoso"),
        ("Budi Santoso", "Budi Santoso"),
        ("Ani", ""),
        ("Dr.", ""),
        ("", ""),
    ],
)
def test_clues_name_people_without_their_degrees(person, plain):
    found = [clue.words for clue in clues(**(HEALTH | {"people": [person]})) if clue.kind == ClueKind.PERSON]
    assert found == ([plain] if plain else [])


def test_find_says_what_the_portal_hides_anyway():
    text = "Dinas Kesehatan Kota Tegal, disingkat Dinkes"
    hits = find(text, clues(**HEALTH), masked=["Dinas Kesehatan Kota Tegal"])
    assert [(text[hit.start : hit.end], hit.is_masked) for hit in hits] == [
        ("Dinas Kesehatan Kota Tegal", True),
        ("Dinkes", False),
    ]


def test_find_a_name_that_a_line_breaks_stays_readable():
    """The portal hides the name as it is written; across a line it is another text."""
    name = "Dinas Kesehatan Kota Tegal"
    [hit] = find("Dinas Kesehatan\nKota Tegal", clues(**HEALTH), masked=[name])
    assert not hit.is_masked


def test_find_names_with_signs_of_patterns():
    [hit] = find("Lihat RSUD (Kardinah)+ kini", [Clue(ClueKind.NAME, "RSUD (Kardinah)+")])
    assert (hit.start, hit.end) == (6, 22)


def test_mask_of_no_name_hides_nothing():
    assert mask([]).sub("X", "apa pun") == "apa pun"


def test_passage_is_cut_between_words():
    text = "satu dua tiga Dinkes empat lima enam"
    [hit] = find(text, clues(**HEALTH))
    assert passage(text, hit, around=9) == ("…tiga ", "Dinkes", " empat…")
    assert passage(text, hit) == ("satu dua tiga ", "Dinkes", " empat lima enam")
