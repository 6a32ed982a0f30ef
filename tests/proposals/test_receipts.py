"""The receipt: rendered once, the same bytes every time, healed by the sweeper."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import SuspiciousFileOperation

from kipp.lib import pdf
from kipp.lib.errors import Refused
from kipp.lib.files import digest
from kipp.lib.jobs import MAX_ATTEMPTS, JobStatus
from kipp.lib.pdf_engine import ClosedFetcher, RefusedAddress
from proposals import documents
from proposals.models import Fingerprint, Receipt
from proposals.services import receipts, submission, sweeping
from tests.proposals.worlds import NOW, SECOND, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(media):
    desk = make_desk()
    submission.submit(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=desk.revision())
    return Receipt.objects.get()


def test_render_stores_the_file_and_its_hash(receipt):
    assert receipts.render(receipt_id=receipt.pk, at=NOW + SECOND) is True
    receipt.refresh_from_db()
    content = receipt.file.read()
    assert (receipt.status, receipt.attempts, receipt.ready_at) == (JobStatus.READY, 1, NOW + SECOND)
    assert receipt.sha256 == digest(content)
    with pikepdf.open(BytesIO(content)) as book:
        assert len(book.pages) == 1


def test_render_twice_does_it_once(receipt):
    receipts.render(receipt_id=receipt.pk, at=NOW)
    assert receipts.render(receipt_id=receipt.pk, at=NOW + SECOND) is False
    receipt.refresh_from_db()
    assert (receipt.ready_at, receipt.attempts) == (NOW, 1)


def test_receipt_pdf_of_one_version_is_always_the_same_bytes(receipt):
    assert documents.receipt_pdf(receipt.version) == documents.receipt_pdf(receipt.version)


def test_render_that_fails_says_so_and_may_be_asked_again(receipt, settings):
    writer = receipt.version.submitted_by
    with pytest.raises(Refused):
        receipts.retry(receipt=receipt, by=writer, at=NOW)
    good = settings.STORAGES
    settings.STORAGES = {**good, "default": {**good["default"], "OPTIONS": {"location": "/proc/nowhere"}}}
    assert receipts.render(receipt_id=receipt.pk, at=NOW) is False
    receipt.refresh_from_db()
    assert (receipt.status, receipt.file.name, receipt.leased_until) == (JobStatus.FAILED, "", None)
    assert receipt.error != ""
    settings.STORAGES = good
    receipts.retry(receipt=receipt, by=writer, at=NOW)
    assert receipts.render(receipt_id=receipt.pk, at=NOW) is True


def test_sweep_finds_what_no_bell_woke_and_buries_what_crashes(receipt):
    Fingerprint.objects.update(status=JobStatus.READY)  # the comparison of texts is no matter here
    assert sweeping.sweep(at=NOW) == 1
    assert Receipt.objects.claim(receipt.pk, NOW) is True
    assert sweeping.sweep(at=NOW + SECOND) == 0
    late = NOW + timedelta(seconds=91)
    Receipt.objects.filter(pk=receipt.pk).update(attempts=MAX_ATTEMPTS)
    assert sweeping.sweep(at=late) == 1
    receipt.refresh_from_db()
    assert receipt.status == JobStatus.FAILED
    assert sweeping.sweep(at=late) == 0


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/x.png", "file:///etc/hostname", "ftp://x/y", "asset:unknown.svg", "../../manage.py"],
)
def test_pdf_fetches_nothing_from_outside(address):
    closed = ClosedFetcher({"known.svg": b"<svg/>"})
    absolute = address if ":" in address else f"https://static.invalid/{address}"
    with pytest.raises((RefusedAddress, SuspiciousFileOperation)):
        closed.fetch(absolute)
    assert closed.fetch("asset:known.svg").read() == b"<svg/>"


def test_pdf_leaves_out_what_it_may_not_fetch():
    page = "<!doctype html><title>x</title><p>isi</p>"
    assert pdf.render(page) == pdf.render(page)
    assert pdf.render(page + '<img src="file:///etc/hostname" alt="">').startswith(b"%PDF-")
