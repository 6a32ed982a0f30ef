from judging.conflicts import Entrant, Ground, Juror, Teammate, derived, name_key, namesakes

SITI = Juror(1, "Siti@Contoh.go.id", "Dr. Siti Aminah, M.Si.", frozenset({10}))
BUDI = Juror(2, "budi@kampus.ac.id", "Budi Santoso", frozenset())


def test_derived_same_root_is_an_agency_conflict():
    assert derived([SITI, BUDI], [Entrant(7, 10), Entrant(8, 11)], []) == {(7, 1): frozenset({Ground.AGENCY})}


def test_derived_team_address_in_other_case_is_a_team_conflict():
    mates = [Teammate(8, " SITI@contoh.go.id", "S. Aminah"), Teammate(8, "", "Budi Santoso")]
    assert derived([SITI, BUDI], [Entrant(8, 11)], mates) == {(8, 1): frozenset({Ground.TEAM})}


def test_derived_both_grounds_are_kept():
    mates = [Teammate(7, "siti@contoh.go.id", "Siti")]
    assert derived([SITI], [Entrant(7, 10)], mates) == {(7, 1): frozenset({Ground.AGENCY, Ground.TEAM})}


def test_derived_empty_addresses_never_meet():
    nobody = Juror(3, "", "", frozenset())
    assert derived([nobody], [Entrant(7, 10)], [Teammate(7, "", "")]) == {}


def test_namesakes_ignore_titles_and_case():
    mates = [Teammate(7, "", "SITI AMINAH, S.Kom."), Teammate(8, "", "Siti Aminah Putri")]
    assert namesakes([SITI, BUDI], mates) == {(7, 1): "SITI AMINAH, S.Kom."}


def test_name_key_drops_titles_accents_and_spaces():
    assert name_key("Prof. Dr.  José  Hadi, Ph.D.") == "jose hadi"
