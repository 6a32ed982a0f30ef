"""Files in pieces: cut off and gone on with, refused early, kept apart until they are clean, swept."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from kipp.lib.errors import Refused
from kipp.lib.files import digest
from proposals.models import Attachment, Proposal, Upload
from proposals.services import attachments, attachments_upload, sweeping
from tests.lib.test_scanning import EICAR, Clamd
from tests.proposals import paper
from tests.proposals.worlds import CLOSES, NOW, SECOND, add_slot, make_desk

pytestmark = pytest.mark.django_db
PDF = paper.make_pdf(2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(media):
    desk = make_desk()
    add_slot(desk.edition)
    return desk


def begin(desk, content=PDF, *, name="surat.pdf", at=NOW, **options):
    slot = options.pop("slot", None) or desk.edition.slots.first()
    return attachments_upload.begin(
        proposal=desk.fresh(), slot=slot, by=desk.writer, at=at, name=name, size=len(content), **options
    )


def receive(upload, piece, *, at=NOW):
    fresh = Upload.objects.select_related("slot", "proposal__competition", "proposal__agency").get(
        pk=upload.pk
    )
    return attachments_upload.receive(upload=fresh, at=at, offset=piece[0], piece=piece[1])


def pieces(content=PDF, size=300):
    return [(start, content[start : start + size]) for start in range(0, len(content), size)]


def send(upload, content=PDF, *, at=NOW):
    for piece in pieces(content):
        upload = receive(upload, piece, at=at)
    return attachments_upload.check(upload_id=upload.pk)


def left_behind(media) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in (media / "uploads").rglob("*"))


def test_send_in_pieces_makes_the_same_attachment_as_at_once(desk, media):
    done = send(begin(desk))
    assert (done.status, done.received, done.attachment.sha256) == ("done", len(PDF), digest(PDF))
    with done.attachment.file.open() as stored:
        assert stored.read() == PDF
    assert left_behind(media) == []


def test_begin_again_after_a_cut_goes_on_where_it_was(desk):
    upload = begin(desk)
    first, second, *_ = pieces()
    receive(upload, first)
    receive(upload, second)
    again = begin(desk, at=NOW + SECOND)
    assert (again.pk, again.received) == (upload.pk, 600)
    assert attachments_upload.received_bytes(again) == PDF[:600]
    for piece in pieces()[2:]:
        again = receive(again, piece)
    assert attachments_upload.check(upload_id=again.pk).attachment.sha256 == digest(PDF)


def test_begin_afresh_throws_away_what_had_arrived(desk, media):
    upload = begin(desk)
    receive(upload, pieces()[0])
    anew = begin(desk, is_fresh=True)
    assert (Upload.objects.get(), anew.received, left_behind(media)) == (anew, 0, [])


@pytest.mark.parametrize("offset", [0, 299, 301])
def test_receive_at_another_place_tells_the_right_one_and_keeps_nothing(desk, offset):
    upload = begin(desk)
    receive(upload, pieces()[0])
    with pytest.raises(attachments_upload.WrongOffset) as wrong:
        receive(upload, (offset, b"x"))
    assert (wrong.value.status, wrong.value.received) == (409, 300)
    assert attachments_upload.received_bytes(Upload.objects.get()) == PDF[:300]


def test_receive_after_a_server_died_between_storing_and_saying_so_stores_once(desk, media):
    upload = begin(desk)
    receive(upload, pieces()[0])
    Upload.objects.filter(pk=upload.pk).update(received=0)
    done = send(upload)
    assert done.attachment.sha256 == digest(PDF)


def test_receive_more_than_was_announced_is_413(desk):
    upload = begin(desk)
    with pytest.raises(Refused) as refused:
        receive(upload, (0, PDF + b"x"))
    assert refused.value.status == 413


def test_receive_the_last_piece_twice_is_harmless(desk):
    upload = begin(desk)
    done = send(upload)
    again = receive(upload, pieces()[-1])
    assert (again.status, again.attachment) == ("done", done.attachment)
    assert attachments_upload.check(upload_id=upload.pk).attachment == done.attachment


def test_receive_a_first_piece_of_another_kind_is_refused_at_once(desk, media):
    upload = begin(desk)
    with pytest.raises(Refused) as refused:
        receive(upload, (0, b"\x89PNG" + b"0" * 200))
    assert str(refused.value).startswith("Isi berkas ini bukan PDF")
    upload.refresh_from_db()
    assert (upload.status, upload.problem, left_behind(media)) == ("refused", str(refused.value), [])


def test_receive_a_first_piece_that_was_cut_after_two_bytes_goes_on(desk):
    upload = begin(desk)
    receive(upload, (0, PDF[:2]))
    receive(upload, (2, PDF[2:]))
    assert attachments_upload.check(upload_id=upload.pk).status == "done"


def test_check_of_an_unfit_file_refuses_with_a_sentence_and_keeps_nothing(desk, media):
    content = paper.locked_pdf()
    refused = send(begin(desk, content), content)
    assert (refused.status, refused.attachment) == ("refused", None)
    assert refused.problem.startswith("PDF ini dikunci dengan kata sandi.")
    assert (left_behind(media), Attachment.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("name", "size", "status", "sentence"),
    [
        ("surat.docx", 10, 422, "Hanya berkas PDF yang diterima."),
        ("surat.pdf", 0, 422, "Berkas ini kosong."),
        ("surat.pdf", 10 * 1024 * 1024 + 1, 413, "Berkas ini lebih besar dari"),
    ],
)
def test_begin_refuses_before_a_byte_is_sent(desk, name, size, status, sentence):
    with pytest.raises(Refused) as refused:
        attachments_upload.begin(
            proposal=desk.fresh(), slot=desk.edition.slots.get(), by=desk.writer, at=NOW, name=name, size=size
        )
    assert (refused.value.status, str(refused.value).startswith(sentence)) == (status, True)
    assert Upload.objects.count() == 0


def test_begin_an_eleventh_unfinished_upload_is_refused(desk):
    for number in range(10):
        begin(desk, name=f"surat{number}.pdf")
    with pytest.raises(Refused, match="belum selesai"):
        begin(desk, name="surat10.pdf")


def test_last_piece_counts_by_its_arrival_however_long_the_check_takes(desk):
    upload = begin(desk)
    for piece in pieces():
        receive(upload, piece, at=CLOSES - SECOND)
    done = attachments_upload.check(upload_id=upload.pk)  # whenever a worker finds the time
    assert (done.status, done.attachment.uploaded_at) == ("done", CLOSES - SECOND)


def test_receive_from_closing_on_is_refused(desk):
    upload = begin(desk)
    with pytest.raises(Refused) as refused:
        receive(upload, pieces()[0], at=CLOSES)
    assert refused.value.status == 409


def test_check_after_the_proposal_was_sent_refuses_with_the_reason(desk):
    upload = begin(desk)
    for piece in pieces():
        receive(upload, piece)
    Proposal.objects.filter(pk=desk.proposal.pk).update(
        status="submitted", submitted_at=NOW, submitted_by=desk.writer
    )
    refused = attachments_upload.check(upload_id=upload.pk)
    assert (refused.status, refused.problem) == (
        "refused",
        "Proposal sudah terkirim, jadi isinya tidak dapat diubah.",
    )


def test_cancel_throws_away_row_and_pieces(desk, media):
    upload = begin(desk)
    receive(upload, pieces()[0])
    attachments_upload.cancel(upload=upload)
    attachments_upload.cancel(upload=upload)
    assert (Upload.objects.count(), left_behind(media)) == (0, [])


def test_silent_scanner_keeps_the_file_apart_until_it_speaks(desk, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    waiting = send(begin(desk))
    assert (waiting.status, Attachment.objects.count()) == ("checking", 0)
    assert attachments_upload.received_bytes(waiting) == PDF
    settings.CLAMD_URL = Clamd().address
    assert attachments_upload.check(upload_id=waiting.pk).attachment.sha256 == digest(PDF)


def test_whole_file_while_the_scanner_is_silent_waits_in_quarantine(desk, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    with pytest.raises(Refused) as refused:
        attachments.attach(
            proposal=desk.fresh(),
            slot=desk.edition.slots.get(),
            by=desk.writer,
            at=NOW,
            name="a.pdf",
            content=PDF,
        )
    assert refused.value.status == 202
    assert (Upload.objects.get().status, Attachment.objects.count()) == ("checking", 0)


def test_infected_file_is_refused_with_the_name_of_the_virus(desk, settings):
    settings.CLAMD_URL = Clamd().address
    content = PDF + EICAR
    refused = send(begin(desk, content), content)
    assert (refused.status, "Eicar-Test-Signature" in refused.problem) == ("refused", True)


def test_sweep_finishes_what_a_dead_server_left_unchecked(desk, django_capture_on_commit_callbacks, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    upload = begin(desk)
    for piece in pieces():
        receive(upload, piece)
    assert attachments_upload.sweep(at=NOW + MINUTE) == 0  # the request itself may still be at it
    with django_capture_on_commit_callbacks() as bells:
        assert attachments_upload.sweep(at=NOW + MINUTE + SECOND) == 1
    assert [(bell.func.__self__.name, bell.keywords) for bell in bells] == [
        ("proposals.tasks.check_upload", {"upload_id": upload.pk})
    ]


def test_sweep_forgets_after_a_day_what_nobody_went_on_with(desk, media):
    upload = begin(desk)
    receive(upload, pieces()[0])
    done = send(begin(desk, name="lain.pdf"))
    day = timedelta(days=1)
    assert attachments_upload.sweep(at=NOW + day) == 0
    assert sweeping.sweep(at=NOW + day + SECOND) >= 2
    assert (Upload.objects.count(), left_behind(media)) == (0, [])
    assert Attachment.objects.get() == done.attachment


def test_sweep_never_forgets_what_arrived_whole(desk):
    upload = begin(desk)
    for piece in pieces():
        receive(upload, piece)
    attachments_upload.sweep(at=NOW + timedelta(days=30))
    assert Upload.objects.get() == upload
    assert default_storage.listdir(f"uploads/{upload.code}")[1] != []
