from datetime import date

from judging.conflicts import Juror, Left
from judging.potential_conflicts import (
    Entry,
    Finding,
    Hint,
    Mate,
    earlier_teams,
    former_posts,
    institutions,
    merged,
    namesakes,
    shared_domains,
)

OLD = Left(10, date(2015, 6, 30), "Puskesmas Tua")
SITI = Juror(1, "Siti@Dinkes.go.id", "Dr. Siti Aminah, M.Si.", frozenset(), (OLD,))
BUDI = Juror(2, "budi@gmail.com", "Budi Santoso", frozenset())
JURORS = [SITI, BUDI]
ENTRIES = [Entry(7, 10, "Dinas  Kesehatan", 70), Entry(8, 11, "Dinas Sosial", 80)]


def found(hint, *words):
    return [Finding(hint, words)]


def test_namesakes_name_the_team_member():
    assert namesakes(JURORS, [Mate(8, "", "", "BUDI SANTOSO, S.Kom.")]) == {
        (8, 2): found(Hint.NAMESAKE, "BUDI SANTOSO, S.Kom.")
    }


def test_shared_domains_ignore_case_and_public_providers():
    addresses = [(7, "kepala@DINKES.go.id"), (8, "ani@gmail.com"), (8, "tanpa-alamat"), (8, "")]
    assert shared_domains(JURORS, ENTRIES, addresses) == {(7, 1): found(Hint.DOMAIN, "dinkes.go.id")}


def test_shared_domains_of_a_whole_town_hall_say_nothing():
    entrants = [Entry(key, key, "", 0) for key in range(6)]
    juror = Juror(1, "a@kota.go.id", "", frozenset())
    addresses = [(entrant.key, "x@kota.go.id") for entrant in entrants]
    assert shared_domains([juror], entrants, addresses) == {}
    assert len(shared_domains([juror], entrants, addresses[:5])) == 5


def test_former_posts_name_the_agency_and_the_day():
    assert former_posts(JURORS, ENTRIES) == {
        (7, 1): found(Hint.FORMER_POST, "Puskesmas Tua", date(2015, 6, 30))
    }


def test_institutions_compare_names_without_case_and_spaces():
    guest = Juror(3, "", "", frozenset(), institution=" dinas kesehatan")
    assert institutions([*JURORS, guest], ENTRIES) == {(7, 3): found(Hint.INSTITUTION, "Dinas  Kesehatan")}


def test_earlier_teams_find_the_innovation_and_the_teammates_by_address_or_number():
    stood = [
        Mate(70, "siti@dinkes.go.id", "", "Siti"),
        Mate(70, "", "1980", "Joko"),
        Mate(90, "BUDI@gmail.com", "", "Budi"),
        Mate(90, "ani@kampus.id", "", "Ani"),
    ]
    team = [Mate(8, "", "1980", "Joko W."), Mate(7, "Ani@kampus.id", "", "Ani"), Mate(8, "", "", "Ani")]
    assert earlier_teams(JURORS, ENTRIES, team, stood, {70: "Antar Obat", 90: "Pasar Pagi"}) == {
        (7, 1): found(Hint.OWN_TEAM, "Antar Obat"),
        (8, 1): found(Hint.TEAMMATE, "Joko W.", "Antar Obat"),
        (7, 2): found(Hint.TEAMMATE, "Ani", "Pasar Pagi"),
    }


def test_merged_keeps_each_finding_once_in_the_order_of_hints():
    a, b = Finding(Hint.DOMAIN, ("x",)), Finding(Hint.NAMESAKE, ("y",))
    assert merged({(7, 1): [a, a]}, {(7, 1): [b]}, {}) == {(7, 1): (b, a)}
