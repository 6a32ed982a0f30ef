"""Who owed an entry and what became of it: the ledger over years and editions, its pages and its files."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from competitions.models import Competition
from proposals.participation import State
from proposals.reads import participation as reads
from proposals.reads import participation_scope as scopes
from proposals.reads.participation_own import years_of
from tests import worlds

pytestmark = pytest.mark.django_db

LEDGER = reverse("proposals:participation")


@pytest.fixture
def organiser():
    return worlds.make_agency("BAG-ORG", kind="bagian")


@pytest.fixture
def bureau(organiser):
    return worlds.make_user(agency=organiser, role="bureau")


def edition_of(organiser, year: int, *kinds: str, **fields) -> Competition:
    edition = worlds.make_edition(organiser=organiser, **fields)
    edition.year, edition.name = year, f"KIPP {year} {edition.slug}"
    edition.save(update_fields=["year", "name"])
    edition.groups.update(kinds=list(kinds or ("dinas", "puskesmas")))
    return edition


def give(edition, agency, *statuses: str) -> None:
    for status in statuses:
        worlds.make_draft(edition, agency=agency) if status == "draft" else worlds.make_submitted(
            edition, agency=agency, status=status
        )


@pytest.fixture
def city(organiser):
    """Two years. Four dinas, one puskesmas, a BUMD that owes nothing, a dinas that is closed by now."""
    names = {
        code: worlds.make_agency(code, kind=kind)
        for code, kind in {
            "A": "dinas",
            "B": "dinas",
            "C": "dinas",
            "D": "dinas",
            "P": "puskesmas",
            "U": "bumd",
            "Z": "dinas",
        }.items()
    }
    Agency.objects.filter(code="Z").update(is_active=False)
    then, now = edition_of(organiser, 2025), edition_of(organiser, 2026)
    give(then, names["A"], "awarded")
    give(then, names["Z"], "rejected")
    give(now, names["A"], "rejected", "draft")
    give(now, names["B"], "draft")
    give(now, names["P"], "passed")
    give(now, names["U"], "submitted")
    return {"then": then, "now": now, **names}


def states(ledger) -> dict[str, tuple]:
    return {row.code: row.states for row in ledger.rows}


def test_ledger_by_year_has_the_furthest_state_of_every_agency_that_owed_one(city, bureau):
    scope = scopes.scope(bureau)
    assert (scope.year, scope.edition, scope.years) == (2026, None, [2026, 2025])
    found = states(scope.ledger())
    assert found == {
        "A": (State.SUBMITTED, State.AWARDED),
        "B": (State.DRAFT, State.NOTHING),
        "C": (State.NOTHING, State.NOTHING),
        "D": (State.NOTHING, State.NOTHING),
        "P": (State.PASSED, State.NOTHING),
        "Z": (None, State.SUBMITTED),  # closed by now: it owes nothing any more, and is still counted then
    }


def test_ledger_counts_shares_by_kind_the_lowest_first(city, bureau):
    ledger = scopes.scope(bureau).ledger()
    assert (ledger.share.owed, ledger.share.entered, ledger.share.percent) == (5, 2, 40)
    assert [(line.kind, line.share.entered, line.share.owed) for line in ledger.kinds] == [
        ("dinas", 1, 4),
        ("puskesmas", 1, 1),
    ]
    assert ledger.finding == "2 dari 5 instansi ikut serta (40 %); yang terendah Dinas, 1 dari 4"


def test_scope_of_an_earlier_year_counts_what_owed_then(city, bureau):
    scope = scopes.scope(bureau, year=2025)
    assert [span.name for span in scope.ledger().spans] == ["2025"]
    assert (scope.ledger().share.owed, scope.ledger().share.entered) == (6, 2)


def test_year_counts_an_entry_in_any_of_its_editions(city, bureau, organiser):
    second = edition_of(organiser, 2026, "smp")
    school = worlds.make_agency("S", kind="smp")
    give(second, city["C"], "submitted")
    ledger = scopes.scope(bureau).ledger()
    assert states(ledger)["C"][0] == State.SUBMITTED
    assert states(ledger)[school.code] == (State.NOTHING, None)
    alone = scopes.scope(bureau, slug=city["now"].slug).ledger()
    assert (states(alone)["C"], "S" in states(alone)) == ((State.NOTHING,), False)


def test_editions_in_preparation_and_of_others_do_not_count(city, bureau, organiser):
    edition_of(organiser, 2027, is_announced=False)
    edition_of(worlds.make_agency(kind="bagian"), 2028)
    assert scopes.scope(bureau).years == [2026, 2025]
    assert scopes.scope(worlds.make_user(agency=city["A"])) is None


def test_scope_that_does_not_exist_is_the_latest_year(city, bureau):
    asked = scopes.scope(bureau, organiser="tidak-ada", year=1999, slug="tidak-ada")
    assert (asked.organiser.code, asked.year, asked.edition) == ("BAG-ORG", 2026, None)


def test_ledger_costs_two_queries_for_a_thousand_agencies_and_five_years(bureau, organiser):
    for year in range(2022, 2027):
        edition_of(organiser, year)
    Agency.objects.bulk_create(
        Agency(code=f"X{number}", name=f"Dinas {number}", kind="dinas") for number in range(1000)
    )
    scope = scopes.scope(bureau)
    with CaptureQueriesContext(connection) as queries:
        ledger = scope.ledger()
    assert (len(queries), len(ledger.rows), len(ledger.spans)) == (2, 1000, 5)


def test_published_says_nothing_about_drafts(city):
    assert reads.published(city["now"]) == [
        ("dinas", 4, ["Instansi A"]),
        ("puskesmas", 1, ["Instansi P"]),
    ]


# --- Pages ------------------------------------------------------------------------------------------------


def test_page_says_who_has_nothing_first_and_links_no_draft(client, city, bureau):
    client.force_login(bureau)
    page = client.get(LEDGER)
    text = page.content.decode()
    rows = [row.code for row in page.context["page_obj"]]
    assert rows == ["C", "D", "B", "A", "P", "Z"]
    assert "2 dari 5 instansi ikut serta (40 %)" in text
    draft = city["B"].proposals.get()
    assert draft.title not in text
    assert draft.code not in text
    assert draft.created_by.name not in text


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("status=belum", ["C", "D"]),
        ("status=draf", ["B"]),
        ("jenis=puskesmas", ["P"]),
        ("cari=instansi+b", ["B"]),
        ("status=belum&cari=D", ["D"]),
        ("status=bohong&jenis=bohong&tahun=x&page=99", ["C", "D", "B", "A", "P", "Z"]),
        ("tahun=2025&status=penghargaan", ["A"]),
    ],
)
def test_page_is_narrowed_by_its_address(client, city, bureau, query, rows):
    client.force_login(bureau)
    page = client.get(f"{LEDGER}?{query}")
    assert [row.code for row in page.context["page_obj"]] == rows


def test_page_without_an_announced_edition_says_what_will_appear(client, bureau):
    client.force_login(bureau)
    assert "Belum ada edisi yang diumumkan" in client.get(LEDGER).content.decode()


def test_page_is_closed_to_agencies(client, city):
    client.force_login(worlds.make_user(agency=city["A"]))
    assert client.get(LEDGER).status_code == 403
    assert client.get(reverse("proposals:participation_csv")).status_code == 403


def test_csv_holds_the_narrowed_rows_and_disarms_formulas(client, city, bureau):
    Agency.objects.filter(code="C").update(name="=HYPERLINK(1)")
    client.force_login(bureau)
    answer = client.get(reverse("proposals:participation_csv") + "?status=belum")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Kode", "Instansi", "Jenis", "Aktif", "2026", "2025"],
        ["C", "'=HYPERLINK(1)", "Dinas", "Ya", "Belum ada", "Belum ada"],
        ["D", "Instansi D", "Dinas", "Ya", "Belum ada", "Belum ada"],
    ]


def test_xlsx_has_the_matrix_and_the_shares(client, city, bureau):
    client.force_login(bureau)
    answer = client.get(reverse("proposals:participation_xlsx") + f"?edisi={city['now'].slug}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Instansi", "Menurut jenis"]
    kinds = [[cell.value for cell in row] for row in book["Menurut jenis"].iter_rows()]
    assert kinds[0][:3] == ["Jenis instansi", "Wajib ikut", "Belum ada"]
    assert kinds[1] == ["Dinas", 4, 2, 1, 1, 0, 0, 1, 25]
    assert kinds[-1] == ["Semua", 5, 2, 1, 1, 1, 0, 2, 40]


def test_own_years_are_those_of_the_own_agency(client, city):
    writer = worlds.make_user(agency=city["A"])
    (own,) = years_of(writer)
    assert [(year.year, year.state, year.is_met) for year in own.years] == [
        (2026, State.SUBMITTED, True),
        (2025, State.AWARDED, True),
    ]
    client.force_login(writer)
    text = client.get(reverse("proposals:own_participation")).content.decode()
    assert "panitia hanya tahu bahwa instansi Anda mempunyai draf" in text
    assert "Instansi B" not in text


def test_own_page_of_an_agency_that_owes_nothing_is_empty(city):
    (own,) = years_of(worlds.make_user(agency=worlds.make_agency(kind="sd")))
    assert own.years == []
