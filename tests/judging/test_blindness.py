"""The scan of a stage's texts: what jurors of a blind stage would read, and what the portal hides."""

import pytest
from django.urls import reverse

from judging.reads import blindness
from judging.reads import sheet as sheet_reads
from proposals.models import Answer
from tests import worlds

pytestmark = pytest.mark.django_db

TOLD = "Dinas Kesehatan menugasi Dinkes; Siti Aminah dari Kota Tegal memimpin."


@pytest.fixture
def edition():
    return worlds.make_edition()


def entry_with(edition, text, *, title="Inovasi"):
    """An entry of an agency under another, whose first answer is this text."""
    above = worlds.make_agency("SETDA", kind="bagian", name="Sekretariat Daerah")
    agency = worlds.make_agency("DINKES", name="Dinas Kesehatan", parent=above)
    proposal = worlds.make_draft(edition, agency=agency, title=title)
    Answer.objects.filter(proposal=proposal, question__code="latar").update(text=text)
    return worlds.admit(worlds.freeze(proposal, status="passed"))


def scanned(edition):
    stage = worlds.scoring_stage(edition)
    return blindness.scan(stage, blindness.entries(stage))


def test_scan_tells_what_stays_readable_the_most_telling_first(edition):
    entry_with(edition, TOLD)
    [found] = scanned(edition)
    assert [(row.place, row.kind, row.words) for row in found.passages] == [
        ("Latar", "singkatan", "Dinkes"),
        ("Latar", "nama inovator", "Siti Aminah"),
        ("Latar", "nama daerah", "Kota Tegal"),
    ]
    assert (found.masked, found.readable) == (1, 3)


def test_scan_agrees_with_what_a_juror_reads(edition):
    """Every passage stands in the blind copy, and the masked name does not."""
    entry = entry_with(edition, TOLD)
    entry.stage.is_blind = True
    entry.stage.save(update_fields=["is_blind"])
    reading = worlds.make_assignment(entry, worlds.make_juror(entry.stage))
    copy = sheet_reads.reading_copy(reading)
    text = " ".join(answer["text"] for passage in copy.passages for answer in passage.answers)
    assert [row.words in text for row in scanned(edition)[0].passages] == [True, True, True]
    assert "Dinas Kesehatan" not in text


def test_scan_of_a_parent_in_the_title(edition):
    entry_with(edition, "Tidak ada nama.", title="Antrean Sekretariat Daerah")
    assert [(row.place, row.kind) for row in scanned(edition)[0].passages] == [("Judul", "instansi induk")]


def test_scan_shows_six_passages_and_counts_the_others(edition):
    entry_with(edition, "Dinkes hebat. " * 9)
    [found] = scanned(edition)
    assert (len(found.passages), found.more, found.readable) == (6, 3, 9)


def test_page_marks_the_words_for_the_bureau(edition, client):
    entry_with(edition, "<b>Kami</b> Dinkes")
    client.force_login(edition.announced_by)
    stage = worlds.scoring_stage(edition)
    content = client.get(reverse("judging:blindness", args=[stage.code])).content.decode()
    assert "&lt;b&gt;Kami&lt;/b&gt; <mark>Dinkes</mark>" in content
    assert "Tahap ini menampilkan nama instansi kepada juri." in content


def test_page_costs_the_same_for_one_entry_and_three(edition, client, django_assert_num_queries):
    client.force_login(edition.announced_by)
    address = reverse("judging:blindness", args=[worlds.scoring_stage(edition).code])
    worlds.make_entry(edition)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    worlds.make_entry(edition)
    worlds.make_entry(edition)
    with django_assert_num_queries(8):
        client.get(address)
