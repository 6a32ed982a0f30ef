"""The hash chain finds what a database administrator could do to it."""

import hashlib
from dataclasses import replace

import pytest

from competitions.ledger import GENESIS, Event, Problem, Reason, Report, link, walk


def build(size, *, start=GENESIS):
    rows, head = [], start
    for seq in range(1, size + 1):
        event = Event(
            seq,
            f"2024-05-01T00:00:{seq % 60:02}+00:00",
            "juri-1",
            "score.finalised",
            f"sheet-{seq}",
            {"total": str(seq)},
        )
        head = link(head, event)
        rows.append((event, head))
    return rows


def rehash(rows):
    """What a forger does who knows how the chain is made."""
    head, forged = GENESIS, []
    for seq, (event, _) in enumerate(rows, start=1):
        event = replace(event, seq=seq)
        head = link(head, event)
        forged.append((event, head))
    return forged


def test_link_is_the_hash_of_a_text_anyone_can_write_down():
    event = Event(1, "2024-05-01T00:00:00+00:00", "ani", "stage.opened", "stage-1", {"n": 2})
    text = (
        '{"actor":"ani","at":"2024-05-01T00:00:00+00:00","kind":"stage.opened","payload":{"n":2},'
        '"previous":"' + "0" * 64 + '","seq":1,"subject":"stage-1"}'
    )
    assert link(GENESIS, event) == hashlib.sha256(text.encode()).hexdigest()


def test_walk_whole_chain_reports_its_head():
    rows = build(5)
    assert walk(rows) == Report(5, (5, rows[4][1]))
    assert walk(iter(rows), anchor=(3, rows[2][1])) == Report(5, (5, rows[4][1]))
    assert walk(rows).is_intact is True


def test_walk_empty_chain_is_intact_unless_anchored():
    assert walk([]) == Report(0, (0, GENESIS))
    assert walk([], anchor=(0, GENESIS)) == Report(0, (0, GENESIS))
    assert walk([], anchor=(2, "ab")).problem == Problem(1, Reason.CUT, 2, 0)


@pytest.mark.parametrize("field", ["at", "actor", "kind", "subject"])
def test_walk_edited_field_names_the_row(field):
    rows = build(5)
    event, stored = rows[2]
    rows[2] = (replace(event, **{field: "x"}), stored)
    problem = walk(rows).problem
    assert (problem.seq, problem.reason, problem.expected) == (3, Reason.ALTERED, stored)


@pytest.mark.parametrize("payload", [{"total": "99"}, {}, {"total": 3.0}, {"total": "3", "more": None}])
def test_walk_edited_payload_names_the_row(payload):
    rows = build(5)
    event, stored = rows[2]
    rows[2] = (replace(event, payload=payload), stored)
    report = walk(rows)
    assert (report.checked, report.head) == (2, (2, rows[1][1]))
    assert (report.problem.seq, report.problem.reason) == (3, Reason.ALTERED)


def test_walk_edited_hash_names_the_row():
    rows = build(5)
    event, stored = rows[2]
    rows[2] = (event, "f" * 64)
    assert walk(rows).problem == Problem(3, Reason.ALTERED, "f" * 64, stored)


def test_walk_row_edited_and_rehashed_names_the_next_row():
    rows = build(5)
    event = replace(rows[2][0], payload={"total": "99"})
    rows[2] = (event, link(rows[1][1], event))
    assert (walk(rows).problem.seq, walk(rows).problem.reason) == (4, Reason.ALTERED)


def test_walk_removed_row_is_a_gap():
    rows = build(5)
    assert walk(rows[:2] + rows[3:]).problem == Problem(3, Reason.GAP, 3, 4)
    assert walk(rows[1:]).problem == Problem(1, Reason.GAP, 1, 2)


def test_walk_rows_out_of_order_says_reordered():
    rows = build(5)
    rows[1], rows[3] = rows[3], rows[1]
    assert walk(rows).problem == Problem(2, Reason.REORDERED, 2, 4)


def test_walk_repeated_row_says_reordered():
    rows = build(3)
    assert walk(rows[:2] + rows[1:]).problem == Problem(3, Reason.REORDERED, 3, 2)


def test_walk_rows_swapped_and_renumbered_says_where_the_row_went():
    rows = build(5)
    (second, hash_2), (fourth, hash_4) = rows[1], rows[3]
    rows[1], rows[3] = (replace(fourth, seq=2), hash_4), (replace(second, seq=4), hash_2)
    assert walk(rows).problem == Problem(2, Reason.REORDERED, 2, 4)


def test_walk_cut_tail_is_found_by_the_anchor():
    rows = build(5)
    assert walk(rows[:3]).is_intact is True
    assert walk(rows[:3], anchor=(5, rows[4][1])).problem == Problem(4, Reason.CUT, 5, 3)


def test_walk_cut_tail_and_replacements_is_found_by_the_anchor():
    rows = build(5)
    forged = rehash([*rows[:3], (replace(rows[3][0], subject="other"), ""), rows[4]])
    assert walk(forged).is_intact is True
    assert walk(forged, anchor=(5, rows[4][1])).problem == Problem(
        5, Reason.REWRITTEN, rows[4][1], forged[4][1]
    )


def test_walk_rewritten_chain_is_narrowed_down_by_further_anchors():
    rows = build(6)
    forged = rehash([*rows[:3], (replace(rows[3][0], actor="x"), ""), *rows[4:]])
    known = [(seq, rows[seq - 1][1]) for seq in (2, 4)]
    assert walk(forged, anchor=(6, rows[5][1]), further=known).problem == Problem(
        4, Reason.REWRITTEN, rows[3][1], forged[3][1]
    )


def test_walk_foreign_beginning_is_found_at_the_first_row():
    assert walk(build(2, start="1" * 64)).problem.seq == 1


def test_walk_reads_an_iterator_once():
    rows = iter(build(5))
    assert walk(rows).checked == 5
    assert list(rows) == []
