from hypothesis import given
from hypothesis import strategies as st

from proposals.differences import Change, Span, compare, lines, merge, sentences

WORDS = st.text(alphabet="ab \n", max_size=40)


def test_compare_shows_old_words_before_new_ones():
    assert compare("Waktu tunggu 60 menit.", "Waktu tunggu 12 menit saja.") == [
        Span(Change.SAME, "Waktu tunggu "),
        Span(Change.REMOVED, "60 menit."),
        Span(Change.ADDED, "12 menit saja."),
    ]


def test_compare_of_equal_texts_is_one_span():
    assert compare("a b", "a b") == [Span(Change.SAME, "a b")]
    assert compare("", "") == []


def test_compare_gives_up_on_very_long_texts_but_loses_nothing():
    before, after = "a " * 20_000, "b " * 20_000
    assert compare(before, after) == [Span(Change.REMOVED, before), Span(Change.ADDED, after)]


@given(WORDS, WORDS)
def test_compare_can_be_read_back_both_ways(before, after):
    spans = compare(before, after)
    assert "".join(s.text for s in spans if s.change != Change.ADDED) == before
    assert "".join(s.text for s in spans if s.change != Change.REMOVED) == after


# --- Two writers --------------------------------------------------------------------------------------

BASE = "Antrean panjang. Warga mengeluh.\n\nKami membuat loket."


def test_merge_of_changes_in_different_sentences_holds_each_once():
    mine = "Antrean sangat panjang. Warga mengeluh.\n\nKami membuat loket."
    theirs = "Antrean panjang. Warga mengeluh.\n\nKami membuat dua loket. Gratis."
    merged = "Antrean sangat panjang. Warga mengeluh.\n\nKami membuat dua loket. Gratis."
    assert merge(BASE, mine, theirs, sentences) == merged


def test_merge_of_one_sentence_changed_by_both_holds_theirs_and_then_mine():
    mine = BASE.replace("Warga mengeluh.", "Warga marah.")
    theirs = BASE.replace("Warga mengeluh.", "Warga menunggu.")
    merged = "Antrean panjang. Warga menunggu. Warga marah.\n\nKami membuat loket."
    assert merge(BASE, mine, theirs, sentences) == merged


def test_merge_of_what_one_writer_deleted_and_the_other_left_deletes_it():
    assert merge(BASE, BASE, "Antrean panjang.", sentences) == "Antrean panjang."
    assert merge(BASE, "", BASE, sentences) == ""


def test_merge_of_rows_keeps_the_rows_of_both():
    base, mine, theirs = "antre\t60\t10", "antre\t60\t10\nkeluhan\t9\t1", "antre\t60\t12"
    assert merge(base, mine, theirs, lines) == "antre\t60\t12\nantre\t60\t10\nkeluhan\t9\t1"
    assert merge("SDG 1", "SDG 1\nSDG 3", "SDG 1", lines) == "SDG 1\nSDG 3"


PROSE = st.lists(st.sampled_from(["A b.", "C d!", "E", "\n", " ", "F g? "]), max_size=8).map("".join)


@given(PROSE)
def test_sentences_read_back_as_the_text(text):
    assert "".join(sentences(text)) == text


@given(PROSE, PROSE, PROSE)
def test_merge_holds_every_sentence_that_either_writer_added(base, mine, theirs):
    merged = merge(base, mine, theirs, sentences)
    added = {piece for text in (mine, theirs) for piece in sentences(text)} - set(sentences(base))
    assert [piece for piece in added if not piece.isspace() and piece not in merged] == []


@given(PROSE, PROSE)
def test_merge_with_an_unchanged_text_is_the_other(base, other):
    assert merge(base, other, base, sentences) == other
    assert merge(base, base, other, sentences) == other
