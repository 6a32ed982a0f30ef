"""Compare what was sent with everything sent before. Only a worker does that: it takes seconds."""

from array import array
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from kipp.lib.doorbell import ring
from kipp.lib.jobs import JobStatus
from proposals import tasks
from proposals.lifecycle import SUBMITTED_ONCE, Status
from proposals.models import Fingerprint, ProposalVersion, Resemblance
from proposals.reads.resemblances import texts_of
from proposals.similarity import passages, percentage, shingles

AT_ONCE = 500  # versions read in one go: about 3 s
LEAST_SHARE = 3  # percent; what is shared below it is chance
MOST_FOUND = 10
#: A sequence that stands in more than this part of all other texts is a formula that everybody uses.
FORMULA_PART, FORMULA_LEAST = 0.02, 5
UNSIGNED_64_BIT = "Q"


def request(*, version: ProposalVersion, at: datetime) -> Fingerprint:
    """Have a version compared, inside the transaction of the verb that sends it."""
    row = Fingerprint.objects.create(version=version, queued_at=at)
    ring(tasks.compare_texts, fingerprint_id=row.pk)
    return row


def compare(*, fingerprint_id: int, at: datetime) -> bool:
    """Write down which other versions a version shares passages with.

    False when another worker has it, or when too many others are still to be read: the next bell goes on.
    """
    if not Fingerprint.objects.claim(fingerprint_id, at):
        return False
    job = Fingerprint.objects.select_related("version__proposal").get(pk=fingerprint_id)
    if read_missing(at=at) == AT_ONCE:
        Fingerprint.objects.filter(pk=job.pk).update(status=JobStatus.QUEUED, attempts=F("attempts") - 1)
        return False
    mine = shingles(list(texts_of(job.version).values()))
    found = _resembling(job.version, mine, at)
    with transaction.atomic():
        job.version.resemblances.all().delete()
        Resemblance.objects.bulk_create(found)
        job.status, job.ready_at, job.leased_until = JobStatus.READY, at, None
        job.shingles, job.shingle_count = _packed(mine), len(mine)
        job.save(update_fields=["status", "ready_at", "leased_until", "shingles", "shingle_count"])
    return True


def read_missing(*, at: datetime) -> int:
    """Read versions that nobody asked about, so that others can be compared with them; how many.

    Those that wait for the secretariat are put in line to be compared as well.
    """
    missing = list(_latest().filter(fingerprint=None).select_related("proposal")[:AT_ONCE])
    Fingerprint.objects.bulk_create((_read(version, at) for version in missing), ignore_conflicts=True)
    return len(missing)


def sweep(*, at: datetime) -> int:
    """Read what nobody read, give up what crashes its worker, ring for what waits."""
    touched = read_missing(at=at) + Fingerprint.objects.bury(at)
    waiting = list(Fingerprint.objects.to_do(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in waiting:
        ring(tasks.compare_texts, fingerprint_id=pk)
    return touched + len(waiting)


def _latest() -> QuerySet[ProposalVersion]:
    """What stands, for each proposal that was sent."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("proposal")).order_by("-number").values("pk")
    sent = ProposalVersion.objects.filter(proposal__status__in=SUBMITTED_ONCE)
    return sent.filter(pk=Subquery(newest[:1])).order_by("pk")


def _read(version: ProposalVersion, at: datetime) -> Fingerprint:
    found = shingles(list(texts_of(version).values()))
    waits = version.proposal.status == Status.SUBMITTED
    return Fingerprint(
        version=version,
        status=JobStatus.QUEUED if waits else JobStatus.READY,
        queued_at=at,
        ready_at=None if waits else at,
        shingles=_packed(found),
        shingle_count=len(found),
    )


def _packed(numbers: set[int]) -> bytes:
    return array(UNSIGNED_64_BIT, sorted(numbers)).tobytes()


def _unpacked(held: bytes) -> set[int]:
    numbers = array(UNSIGNED_64_BIT)
    numbers.frombytes(bytes(held))
    return set(numbers)


def _resembling(version: ProposalVersion, mine: set[int], at: datetime) -> list[Resemblance]:
    """The versions that share most with this one, formulas left out."""
    others = Fingerprint.objects.filter(version__in=_latest()).exclude(version__proposal=version.proposal_id)
    shared: dict[int, set[int]] = {}
    spread: Counter[int] = Counter()
    read = 0
    for pk, held in others.values_list("version_id", "shingles").iterator(chunk_size=200):
        shared[pk] = mine & _unpacked(held)
        spread.update(shared[pk])
        read += 1
    most = max(FORMULA_LEAST, FORMULA_PART * read)
    formulas = {number for number, texts in spread.items() if texts > most}
    shares = {pk: percentage(len(numbers - formulas), len(mine)) for pk, numbers in shared.items()}
    ranked = sorted((pk for pk in shares if shares[pk] >= LEAST_SHARE), key=lambda pk: (-shares[pk], pk))
    texts = texts_of(version)
    return [
        Resemblance(
            version=version,
            other=other,
            share=shares[other.pk],
            passages=[_plain(passage) for passage in passages(texts, texts_of(other), formulas)],
            found_at=at,
        )
        for other in ProposalVersion.objects.filter(pk__in=ranked[:MOST_FOUND])
    ]


def _plain(passage) -> dict[str, object]:
    return {
        "section": passage.section,
        "text": passage.text,
        "other_section": passage.other_section,
        "other_text": passage.other_text,
        "words": passage.words,
    }
