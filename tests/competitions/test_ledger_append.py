"""The chain in the database: it grows by verbs only, and shows where somebody went around them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from competitions import ledger as chain
from competitions.models import LedgerEvent, LedgerHead
from competitions.services import calls, ledger
from competitions.services.ledger import Happening
from kipp.lib.frozen import FrozenError
from tests import worlds
from tests.competitions.conftest import MADE_AT

TABLE = LedgerEvent._meta.db_table


def append(edition, by, *kinds, at=MADE_AT):
    happenings = [Happening(kind, "sheet:ABC", {"points": 4}) for kind in kinds]
    return ledger.append(competition=edition, by=by, at=at, happenings=happenings)


@pytest.fixture
def grown(edition, bureau):
    append(edition, bureau, "sheet.opened", "sheet.saved")
    append(edition, bureau, "sheet.finalised", at=MADE_AT + timedelta(hours=1))
    return edition


def walk(edition, anchor=None):
    return chain.walk(ledger.stored_rows(edition), anchor)


def tamper(sql, *values):
    """What somebody with the database's password would do: drop the triggers, then write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
            cursor.execute(f"DROP TRIGGER {TABLE}_no_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks in waiting hold the table
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_frozen")
        cursor.execute(sql, values)


def test_append_links_events_in_order(grown, bureau):
    events = list(LedgerEvent.objects.order_by("seq"))
    assert [(event.seq, event.kind) for event in events] == [
        (1, "sheet.opened"),
        (2, "sheet.saved"),
        (3, "sheet.finalised"),
    ]
    assert [event.previous_hash for event in events] == ["0" * 64, events[0].hash, events[1].hash]
    assert (events[0].at, events[0].actor) == ("2024-08-01T02:00:00.000000+00:00", bureau.code)
    head = LedgerHead.objects.get()
    assert (head.seq, head.hash) == (3, events[2].hash)


def test_append_leaves_an_intact_chain(grown):
    head = LedgerHead.objects.get()
    report = walk(grown, (head.seq, head.hash))
    assert (report.is_intact, report.checked, report.head) == (True, 3, (3, head.hash))


def test_append_keeps_one_chain_an_edition(grown, bureau):
    other = worlds.make_edition()
    append(other, bureau, "sheet.opened")
    assert LedgerEvent.objects.get(competition=other).previous_hash == "0" * 64
    assert (walk(other).checked, walk(grown).checked) == (1, 3)


def test_append_nothing_makes_an_empty_chain(edition, bureau):
    head = ledger.append(competition=edition, by=bureau, at=MADE_AT, happenings=[])
    assert (head.seq, head.hash, walk(edition).checked) == (0, "0" * 64, 0)


def test_append_of_a_float_is_refused_and_leaves_no_link(grown, bureau):
    with pytest.raises(TypeError, match="float"), transaction.atomic():
        ledger.append(
            competition=grown,
            by=bureau,
            at=MADE_AT,
            happenings=[Happening("sheet.saved", "sheet:ABC", {"points": 4.5})],
        )
    assert (walk(grown).checked, LedgerHead.objects.get().seq) == (3, 3)


def test_append_takes_the_same_queries_for_one_and_three_events(grown, bureau, django_assert_num_queries):
    with django_assert_num_queries(3):
        append(grown, bureau, "sheet.saved")
    with django_assert_num_queries(3):
        append(grown, bureau, "sheet.saved", "sheet.saved", "sheet.saved")


@pytest.mark.parametrize(
    ("sql", "values", "seq", "reason"),
    [
        (f"UPDATE {TABLE} SET payload = %s WHERE seq = 2", ['{"points":5}'], 2, "altered"),
        (f"UPDATE {TABLE} SET payload = %s WHERE seq = 2", ["not json"], 2, "altered"),
        (f"UPDATE {TABLE} SET actor = %s WHERE seq = 1", ["SOMEBODY"], 1, "altered"),
        (f"UPDATE {TABLE} SET at = %s WHERE seq = 3", ["2024-08-01T00:00:00"], 3, "altered"),
        (f"DELETE FROM {TABLE} WHERE seq = 2", [], 2, "gap"),
        (f"DELETE FROM {TABLE} WHERE seq = 3", [], 3, "cut"),
    ],
)
def test_tampering_past_the_triggers_is_found_at_its_row(grown, sql, values, seq, reason):
    head = LedgerHead.objects.get()
    tamper(sql, *values)
    problem = walk(grown, (head.seq, head.hash)).problem
    assert (problem.seq, str(problem.reason)) == (seq, reason)


@pytest.mark.parametrize("sql", [f"UPDATE {TABLE} SET kind = 'x'", f"DELETE FROM {TABLE}"])
def test_triggers_refuse_raw_sql(grown, sql):
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert walk(grown).checked == 3


@pytest.mark.parametrize("table", ["competitions_extension", "agencies_auditevent"])
def test_triggers_refuse_raw_sql_on_other_frozen_tables(announced_with_extension, table):
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="is frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.fixture
def announced_with_extension(bureau):
    edition = worlds.make_edition()
    until = edition.closes_at + timedelta(days=1)
    calls.extend(
        competition=edition, by=bureau, at=edition.opens_at, until=until, letter_number="1", reason="x"
    )


def test_models_refuse_to_change_history(grown):
    event = LedgerEvent.objects.first()
    event.kind = "x"
    for act in (event.save, event.delete, LedgerEvent.objects.all().delete):
        with pytest.raises(FrozenError):
            act()
    with pytest.raises(FrozenError):
        LedgerEvent.objects.update(kind="x")
