"""What was sent is compared with everything sent before; the secretariat reads the passages."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kipp.lib.jobs import MAX_ATTEMPTS, JobStatus
from proposals import tasks
from proposals.models import Fingerprint, Resemblance
from proposals.reads import resemblances as reads
from proposals.services import resembling, submission
from tests import worlds
from tests.proposals.worlds import NOW, make_desk

pytestmark = pytest.mark.django_db

#: 20 words, so 16 sequences of five; the last ten words (6 sequences) are found again in COPY.
OWN = "kami mulai dari keluhan ibu nelayan tentang antrean panjang lalu "
SHARED = "petugas datang ke rumah pada hari yang sama tanpa biaya"
COPY = f"Sebelumnya tidak ada cara lain. {SHARED}"


def send(edition, text, **fields):
    proposal = worlds.make_draft(edition, **fields)
    proposal.answers.update(text="")
    proposal.answers.filter(question__code="latar").update(text=text)
    return worlds.freeze(proposal)


def compare_all():
    """As the sweeper and its worker would, bell by bell."""
    resembling.sweep(at=NOW)
    for row in Fingerprint.objects.filter(status=JobStatus.QUEUED).order_by("pk"):
        tasks.compare_texts(fingerprint_id=row.pk)


@pytest.fixture
def edition(db):
    return worlds.make_edition()


@pytest.fixture
def bureau(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau")


def test_submit_has_the_version_compared(media):
    desk = make_desk()
    version = submission.submit(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=desk.revision())
    row = Fingerprint.objects.get()
    assert (row.version, row.status, row.queued_at) == (version, JobStatus.QUEUED, NOW)


def test_compare_counts_the_shared_part_of_each_text(edition):
    """COPY has 15 words, so 11 sequences: 6 of 11 are shared, and 6 of 16 of the other."""
    first, second = send(edition, OWN + SHARED), send(edition, COPY)
    compare_all()
    shares = {(row.version.proposal, row.other.proposal): row.share for row in Resemblance.objects.all()}
    assert shares == {(first, second): Decimal("37.50"), (second, first): Decimal("54.55")}
    passage = Resemblance.objects.get(version__proposal=second).passages
    assert passage == [
        {
            "section": "Latar",
            "text": SHARED,
            "other_section": "Latar",
            "other_text": SHARED,
            "words": 10,
        }
    ]


def test_compare_leaves_out_what_everybody_writes(edition):
    """A sentence of seven texts is a formula: six others have it, five may."""
    for number in range(7):
        send(edition, f"nomor {number} " + SHARED)
    compare_all()
    assert Resemblance.objects.count() == 0


def test_compare_finds_what_six_texts_share(edition):
    for number in range(6):
        send(edition, f"nomor {number} " + SHARED)
    compare_all()
    assert Resemblance.objects.count() == 6 * 5


def test_compare_looks_at_the_standing_version_of_other_editions(edition):
    earlier = worlds.make_edition(organiser=edition.organiser)
    old, new = send(earlier, COPY), send(edition, OWN + SHARED)
    mended = worlds.make_draft(edition)
    mended.answers.update(text=SHARED)
    worlds.freeze(mended)
    mended.answers.update(text="")
    version = mended.versions.get()
    mended.versions.create(
        number=2,
        payload=version.payload.replace(SHARED, ""),
        sha256="0" * 64,
        submitted_at=NOW,
        submitted_by=mended.created_by,
    )
    compare_all()
    found = {(row.version.proposal, row.other.proposal) for row in Resemblance.objects.all()}
    assert found == {(old, new), (new, old)}


def test_compare_twice_changes_nothing(edition):
    send(edition, OWN + SHARED), send(edition, COPY)
    compare_all()
    rows = list(Resemblance.objects.values_list("pk", "share"))
    assert resembling.compare(fingerprint_id=Fingerprint.objects.first().pk, at=NOW) is False
    assert list(Resemblance.objects.values_list("pk", "share")) == rows
    assert resembling.sweep(at=NOW) == 0


def test_compare_waits_until_the_others_are_read(edition, monkeypatch):
    monkeypatch.setattr(resembling, "AT_ONCE", 1)
    first, second = send(edition, OWN + SHARED), send(edition, COPY)
    row = resembling.request(version=first.versions.get(), at=NOW)
    assert resembling.compare(fingerprint_id=row.pk, at=NOW) is False
    row.refresh_from_db()
    assert (row.status, row.attempts) == (JobStatus.QUEUED, 0)
    assert resembling.compare(fingerprint_id=row.pk, at=NOW) is True
    assert Resemblance.objects.get(version__proposal=first).other.proposal == second


def test_sweep_gives_up_a_text_that_crashes_its_worker(edition):
    send(edition, COPY)
    resembling.sweep(at=NOW)
    Fingerprint.objects.update(attempts=MAX_ATTEMPTS)
    assert resembling.sweep(at=NOW) == 1
    assert Fingerprint.objects.get().status == JobStatus.FAILED


def test_likenesses_tells_nothing_of_editions_of_others(edition, bureau):
    """Its own words may be shown; the other's title, agency and words may not."""
    mine, theirs = send(edition, OWN + SHARED), send(worlds.make_edition(), COPY)
    compare_all()
    (likeness,) = reads.likenesses(mine, bureau)
    assert likeness.proposal is None
    assert (likeness.share, likeness.is_of_other) == (Decimal("37.50"), False)
    assert [span.text for pair in likeness.pairs for span in pair.spans] == [SHARED]
    assert theirs.title not in str(likeness)


def test_pages_show_both_passages_to_the_bureau(client, edition, bureau):
    mine, other = send(edition, OWN + SHARED), send(edition, COPY)
    compare_all()
    client.force_login(bureau)
    listing = client.get(reverse("proposals:resemblance_list", args=[edition.slug])).content.decode()
    assert (listing.count(mine.title), listing.count(other.title)) == (1, 1)
    assert listing.count("54,6 %") == 1
    page = client.get(reverse("proposals:resemblances", args=[edition.slug, mine.code])).content.decode()
    assert page.count(SHARED) == 2
    assert other.title in page


def test_pages_say_that_the_worker_is_not_done(client, edition, bureau):
    mine = send(edition, COPY)
    client.force_login(bureau)
    page = client.get(reverse("proposals:resemblances", args=[edition.slug, mine.code])).content.decode()
    assert "masih dibandingkan" in page


def test_likenesses_shows_what_was_sent_later(edition, bureau):
    """The earlier one was compared before the later one existed."""
    first = send(edition, OWN + SHARED)
    compare_all()
    later = send(edition, COPY)
    compare_all()
    (likeness,) = reads.likenesses(first, bureau)
    assert (likeness.proposal, likeness.share) == (later, Decimal("54.55"))
    assert (likeness.is_of_other, likeness.is_later) == (True, True)
