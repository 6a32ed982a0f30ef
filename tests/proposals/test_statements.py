"""Letters filled from the proposal: what they say, when they are out of date, and that workers print them."""

import json
import subprocess

import pytest

from kipp.lib.errors import Refused
from proposals.models import StatementSheet
from proposals.reads import statements as reads
from proposals.services import attachments, statements
from tests.proposals.paper import make_pdf
from tests.proposals.worlds import CLOSES, NOW, SECOND, add_slot, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(media):
    desk = make_desk(letterhead="Pemerintah Kota Tegal\nSekretariat Daerah")
    desk.proposal.team.all().delete()
    desk.proposal.team.create(
        name="dr. Siti Aminah, M.Kes.", nip="198001012005012001", duty="Ketua", position=1
    )
    desk.proposal.team.create(name="Budi Santoso", position=2)
    return desk


def slot_of(desk, kind="implementation"):
    slot = add_slot(desk.edition, code=kind)
    slot.statement = kind
    slot.save(update_fields=["statement"])
    return slot


def prepare(desk, slot, *, at=NOW):
    return statements.prepare(proposal=desk.fresh(), slot=slot, by=desk.writer, at=at)


def letter(desk, slot) -> reads.Letter:
    proposal = desk.fresh()
    return reads.letters(proposal, [slot], list(proposal.team.all()))[slot.pk]


def words_of(sheet, tmp_path) -> str:
    path = tmp_path / "surat.pdf"
    with sheet.file.open() as stored:
        path.write_bytes(stored.read())
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split())


def test_prepare_freezes_what_the_proposal_says(desk):
    sheet = prepare(desk, slot_of(desk))
    said = json.loads(sheet.payload)
    assert (said["title"], said["agency"], said["edition"], said["started_on"]) == (
        desk.proposal.title,
        desk.agency.name,
        desk.edition.name,
        desk.proposal.started_on.isoformat(),
    )
    assert said["team"] == [
        {"name": "dr. Siti Aminah, M.Kes.", "nip": "198001012005012001", "duty": "Ketua"},
        {"name": "Budi Santoso", "nip": "", "duty": ""},
    ]
    assert sheet.status == "queued"


def test_prepare_twice_is_once_and_a_failed_one_is_tried_again(desk):
    slot = slot_of(desk)
    first = prepare(desk, slot)
    StatementSheet.objects.update(status="failed", attempts=3, error="x")
    assert prepare(desk, slot, at=NOW + SECOND) == first
    first.refresh_from_db()
    assert (StatementSheet.objects.count(), first.status, first.attempts) == (1, "queued", 0)


def test_letter_is_out_of_date_once_the_facts_change_and_right_again_when_they_return(desk):
    slot = slot_of(desk)
    sheet = prepare(desk, slot)
    assert (letter(desk, slot).sheet, letter(desk, slot).is_outdated) == (sheet, False)
    title = desk.proposal.title
    for changed, is_outdated in (("Judul lain", True), (title, False)):
        desk.proposal.title = changed
        desk.proposal.save(update_fields=["title"])
        assert letter(desk, slot).is_outdated is is_outdated
    desk.proposal.team.filter(position=2).update(nip="199001012015011001")
    assert letter(desk, slot).is_outdated is True
    fresh = prepare(desk, slot, at=NOW + SECOND)
    assert (letter(desk, slot).sheet, letter(desk, slot).is_outdated) == (fresh, False)


def test_letter_of_replication_does_not_mind_the_date_that_it_does_not_print(desk):
    slot = slot_of(desk, "replication")
    prepare(desk, slot)
    desk.proposal.started_on = None
    desk.proposal.save(update_fields=["started_on"])
    assert (letter(desk, slot).is_outdated, letter(desk, slot).lacks) == (False, "")


def test_prepare_without_what_the_letter_needs_says_what_to_fill_in(desk):
    slot = slot_of(desk)
    desk.proposal.started_on = None
    desk.proposal.save(update_fields=["started_on"])
    with pytest.raises(Refused, match="tanggal mulai diterapkan"):
        prepare(desk, slot)
    desk.proposal.team.all().delete()
    with pytest.raises(Refused, match="nama inovator"):
        prepare(desk, slot)
    assert StatementSheet.objects.count() == 0


def test_prepare_after_closing_or_for_a_place_without_letter_is_refused(desk):
    with pytest.raises(Refused):
        prepare(desk, slot_of(desk), at=CLOSES)
    with pytest.raises(Refused, match="disiapkan sendiri"):
        prepare(desk, add_slot(desk.edition, code="lain"))


SAID = {
    "implementation": ("SURAT PERNYATAAN IMPLEMENTASI INOVASI", "telah diterapkan di"),
    "identity": ("SURAT PERNYATAAN IDENTITAS INOVATOR", "Tanda tangan"),
    "replication": ("SURAT PERNYATAAN KESEDIAAN DIREPLIKASI", "tidak memungut biaya"),
}


@pytest.mark.parametrize("kind", SAID)
def test_render_prints_one_page_that_names_everything(desk, kind, tmp_path):
    sheet = prepare(desk, slot_of(desk, kind))
    assert statements.render(sheet_id=sheet.pk, at=NOW + SECOND) is True
    assert statements.render(sheet_id=sheet.pk, at=NOW + SECOND) is False
    sheet.refresh_from_db()
    words = words_of(sheet, tmp_path)
    for told in (*SAID[kind], desk.proposal.title, desk.agency.name, desk.edition.name, sheet.code):
        assert told in words
    assert "SEKRETARIAT DAERAH" in words.upper()
    assert "dr. Siti Aminah, M.Kes." in words
    assert "NIP 198001012005012001" in words
    assert "Tegal, …" in words
    assert "Halaman 1 dari 1" in words


def test_render_prints_twenty_long_names_without_losing_one(desk, tmp_path):
    desk.proposal.team.all().delete()
    names = [
        f"Prof. Dr. Ir. Raden Mas Kusumadiningrat Wijayakusuma ke-{n}, S.Sos., M.Si." for n in range(1, 21)
    ]
    for position, name in enumerate(names, 1):
        desk.proposal.team.create(
            name=name, nip="198001012005012001", duty="Pengembang aplikasi", position=position
        )
    sheet = prepare(desk, slot_of(desk, "identity"))
    statements.render(sheet_id=sheet.pk, at=NOW + SECOND)
    sheet.refresh_from_db()
    words = words_of(sheet, tmp_path)
    assert [n for n in range(1, 21) if f"ke-{n}," not in words.replace("ke- ", "ke-")] == []
    assert "Demikian surat pernyataan" in words


def test_letter_as_the_portal_made_it_is_not_taken_for_a_signed_one(desk):
    """Whose signature is missing would fail at the selection: say it while there is time."""
    slot = slot_of(desk)
    sheet = prepare(desk, slot)
    statements.render(sheet_id=sheet.pk, at=NOW)
    sheet.refresh_from_db()
    blank = sheet.file.read()
    said = {"proposal": desk.proposal, "slot": slot, "by": desk.writer, "at": NOW, "name": "surat.pdf"}
    with pytest.raises(Refused, match="belum ditandatangani") as refused:
        attachments.attach(**said, content=blank)
    assert refused.value.status == 422
    assert attachments.attach(**said, content=make_pdf()).slot == slot
