"""Files: which are taken, which are refused with which sentence, and what stays on record."""

import pytest

from kipp.lib.errors import Refused
from kipp.lib.files import digest
from proposals.models import Attachment, Proposal
from proposals.services import attachments
from tests.proposals import paper, papers
from tests.proposals.worlds import CLOSES, NOW, SECOND, add_slot, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(media):
    return make_desk()


def attach(desk, content, *, name="surat.pdf", slot=None, at=NOW, replaces=None):
    slot = slot or desk.edition.slots.first() or add_slot(desk.edition)
    return attachments.attach(
        proposal=desk.fresh(), slot=slot, by=desk.writer, at=at, name=name, content=content, replaces=replaces
    )


def test_attach_stores_under_the_hash_and_counts_pages(desk):
    content = paper.make_pdf(3)
    attachment = attach(desk, content)
    assert attachment.file.name == f"attachments/{digest(content)}.pdf"
    assert (attachment.name, attachment.pages, attachment.size, attachment.sha256) == (
        "surat.pdf",
        3,
        len(content),
        digest(content),
    )
    with attachment.file.open() as stored:
        assert stored.read() == content


def test_attach_again_keeps_the_old_row(desk):
    first = attach(desk, paper.make_pdf(1))
    second = attach(desk, paper.make_pdf(2), at=NOW + SECOND)
    first.refresh_from_db()
    assert (first.removed_at, first.removed_by) == (NOW + SECOND, desk.writer)
    assert list(desk.proposal.attachments.current()) == [second]


def test_attach_the_same_file_twice_is_one_row(desk):
    content = paper.make_pdf()
    assert attach(desk, content) == attach(desk, content, at=NOW + SECOND)
    assert Attachment.objects.count() == 1


REFUSED = [
    ("surat.docx", paper.make_pdf(), "Hanya berkas PDF yang diterima."),
    ("surat.pdf", b"", "Berkas ini kosong."),
    ("surat.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "Isi berkas ini bukan PDF"),
    ("surat.pdf", paper.cut_pdf(), "Berkas PDF ini rusak."),
    ("surat.pdf", b"%PDF-1.7\n" + b"x" * 2000, "Berkas PDF ini rusak."),
    ("surat.pdf", paper.locked_pdf(), "PDF ini dikunci dengan kata sandi."),
    ("surat.pdf", paper.locked_pdf(owner_only=True), "PDF ini dikunci dengan kata sandi."),
    ("surat.pdf", paper.make_pdf(0), "PDF ini tidak berisi halaman."),
    ("surat.pdf", paper.make_pdf(501), "PDF ini lebih dari 500 halaman."),
    ("surat.pdf", paper.pdf_with_script(), "PDF ini berisi program"),
    ("surat.pdf", paper.pdf_with_named_script(), "PDF ini berisi program"),
    ("surat.pdf", paper.pdf_that_launches(), "PDF ini berisi program"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED)
def test_attach_unfit_file_is_refused_with_what_to_do(desk, name, content, sentence):
    with pytest.raises(Refused) as refused:
        attach(desk, content, name=name)
    assert refused.value.status == 422
    assert str(refused.value).startswith(sentence)
    assert Attachment.objects.count() == 0


def test_attach_unfit_file_leaves_the_one_that_was_there(desk):
    good = attach(desk, paper.make_pdf())
    with pytest.raises(Refused):
        attach(desk, paper.cut_pdf())
    assert list(desk.proposal.attachments.current()) == [good]


@pytest.mark.parametrize(
    ("name", "content"),
    [("SURAT.PDF", paper.make_pdf(500)), ("tautan.pdf", paper.pdf_with_web_link())],
)
def test_attach_fit_file_at_the_edge_is_taken(desk, name, content):
    assert attach(desk, content, name=name).name == name


def test_attach_one_byte_over_the_limit_is_413(desk, settings):
    content = paper.make_pdf()
    settings.MAX_UPLOAD_BYTES = len(content)
    attach(desk, content)
    settings.MAX_UPLOAD_BYTES = len(content) - 1
    with pytest.raises(Refused) as refused:
        attach(desk, content)
    assert refused.value.status == 413


def test_attach_from_closing_on_is_refused(desk):
    with pytest.raises(Refused):
        attach(desk, paper.make_pdf(), at=CLOSES)
    assert attach(desk, paper.make_pdf(), at=CLOSES - SECOND).pages == 1


def test_remove_empties_the_slot_and_keeps_the_row(desk):
    attachment = attach(desk, paper.make_pdf())
    attachments.remove(attachment=attachment, by=desk.head, at=NOW + SECOND)
    attachments.remove(attachment=attachment, by=desk.writer, at=NOW + 2 * SECOND)
    attachment.refresh_from_db()
    assert (attachment.removed_at, attachment.removed_by) == (NOW + SECOND, desk.head)
    assert list(desk.proposal.attachments.current()) == []


def test_remove_from_a_sent_proposal_is_refused(desk):
    attachment = attach(desk, paper.make_pdf())
    Proposal.objects.filter(pk=desk.proposal.pk).update(
        status="submitted", submitted_at=NOW, submitted_by=desk.writer
    )
    with pytest.raises(Refused):
        attachments.remove(attachment=Attachment.objects.get(pk=attachment.pk), by=desk.writer, at=NOW)
    attachment.refresh_from_db()
    assert attachment.removed_at is None


def several(desk, most=3, accepts="any"):
    slot = add_slot(desk.edition, code="bukti")
    slot.max_files, slot.accepts = most, accepts
    slot.save(update_fields=["max_files", "accepts"])
    return slot


def test_attach_every_kind_to_a_place_for_several_keeps_them_all(desk):
    slot = several(desk, most=4)
    given = [
        ("a.pdf", paper.make_pdf(2)),
        ("b.docx", papers.make_docx()),
        ("c.xlsx", papers.make_xlsx(3)),
        ("d.jpg", papers.make_photo()),
    ]
    for number, (name, content) in enumerate(given):
        attach(desk, content, name=name, slot=slot, at=NOW + number * SECOND)
    rows = desk.proposal.attachments.current().order_by("uploaded_at")
    assert [(row.name, row.pages, row.sha256) for row in rows] == [
        (name, pages, digest(content)) for (name, content), pages in zip(given, (2, 7, 3, 1), strict=True)
    ]


def test_attach_to_a_full_place_is_refused(desk):
    slot = several(desk, most=2)
    attach(desk, paper.make_pdf(1), slot=slot)
    attach(desk, paper.make_pdf(2), slot=slot)
    with pytest.raises(Refused, match="sudah berisi 2 berkas"):
        attach(desk, paper.make_pdf(3), slot=slot)
    assert desk.proposal.attachments.current().count() == 2


def test_attach_in_place_of_another_keeps_the_old_file_and_its_row(desk):
    slot, content = several(desk, most=2), paper.make_pdf(1)
    first = attach(desk, content, slot=slot)
    second = attach(desk, paper.make_pdf(2), slot=slot)
    third = attach(desk, paper.make_pdf(3), slot=slot, at=NOW + SECOND, replaces=first)
    first.refresh_from_db()
    assert (third.replaces, first.removed_at, first.removed_by) == (first, NOW + SECOND, desk.writer)
    assert list(desk.proposal.attachments.current().order_by("uploaded_at")) == [second, third]
    with first.file.open() as stored:
        assert stored.read() == content


def test_attach_in_place_of_what_is_gone_or_here_already_is_refused(desk):
    slot, content = several(desk, most=2), paper.make_pdf(2)
    first = attach(desk, paper.make_pdf(1), slot=slot)
    second = attach(desk, content, slot=slot)
    with pytest.raises(Refused, match="sama sudah ada"):
        attach(desk, content, slot=slot, replaces=first)
    attachments.remove(attachment=first, by=desk.writer, at=NOW)
    with pytest.raises(Refused, match="sudah tidak ada"):
        attach(desk, paper.make_pdf(3), slot=slot, replaces=first)
    assert list(desk.proposal.attachments.current()) == [second]


def test_attach_keeps_the_agency_s_bytes_and_shows_others_a_copy_without_names(desk):
    content = papers.make_photo()
    attachment = attach(desk, content, name="foto.jpg", slot=several(desk))
    with attachment.file.open() as stored:
        assert stored.read() == content
    with attachment.shown.open() as shown:
        assert b"Budi" in content
        assert b"Budi" not in shown.read()
    plain = attach(desk, paper.make_pdf(), slot=add_slot(desk.edition, code="surat"))
    assert (plain.shown_file.name, plain.shown) == ("", plain.file)
