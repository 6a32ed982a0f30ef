"""Announce the result of the administrative selection: a letter to each agency, and the counts to all."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import audit, notices
from competitions.models import Competition, Stage
from competitions.services import ledger
from competitions.services import letters as editions_letters
from competitions.services.ledger import Happening
from kipp.lib import canonical, rendering
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from proposals import documents, tasks
from proposals.lifecycle import SUBMITTED_ONCE
from proposals.models import Proposal, ScreeningLetter
from proposals.reads import screening_letters as reads
from proposals.reads.screening_letters import Told, Wording


def announce(*, edition: Competition, by: User, at: datetime, wording: Wording) -> list[ScreeningLetter]:
    """Close the screening stage, which shows its counts to everybody, and write to each agency.

    Once more after a decision was taken up again: only agencies whose letter no longer says what holds
    get a new one, which names the letter that it replaces. Pressed twice, done once: nothing is due.
    """
    with transaction.atomic():
        edition = Competition.objects.select_related("organiser").get(pk=edition.pk)
        _hold_decisions(edition)
        stage = _locked_stage(edition)
        if found := reads.blockers(edition, by, at):
            raise Refused(_("Hasil seleksi belum dapat diumumkan."), reasons=found)
        due = [told for told in reads.told(edition) if told.is_due]
        _require_free_numbers(edition, wording, len(due))
        letters = [_letter(edition, wording, told, place, by, at) for place, told in enumerate(due)]
        ScreeningLetter.objects.bulk_create(letters)
        _close(stage, letters, by, at)
        for letter, told in zip(letters, due, strict=True):
            _tell(edition, letter, told, at)
            ring(tasks.render_screening_letter, letter_id=letter.pk)
    return letters


def _hold_decisions(edition: Competition) -> None:
    """Nobody decides, reconsiders or returns while the letters are written."""
    held = Proposal.objects.filter(competition=edition, status__in=SUBMITTED_ONCE)
    list(held.select_for_update().order_by("pk").values_list("pk", flat=True))


def _locked_stage(edition: Competition) -> Stage:
    stage = reads.screening_stage(edition)
    if stage is None:
        raise Refused(_("Edisi ini tidak mempunyai tahap seleksi administrasi."))
    return Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)


def _require_free_numbers(edition: Competition, wording: Wording, count: int) -> None:
    wanted = {wording.number(place) for place in range(count)}
    taken = reads.letters(edition).filter(letter_number__in=wanted).order_by("pk").first()
    if taken is not None:
        raise Refused(
            _("Nomor surat %(number)s sudah dipakai untuk %(agency)s. Mulai dari nomor lain.")
            % {"number": taken.letter_number, "agency": taken.agency.name},
            status=422,
        )


def _letter(
    edition: Competition, wording: Wording, told: Told, place: int, by: User, at: datetime
) -> ScreeningLetter:
    number = wording.number(place)
    payload = canonical.dumps(reads.content(edition, wording, told, number))
    return ScreeningLetter(
        competition=edition,
        agency=told.agency,
        letter_number=number,
        dated_on=date.fromisoformat(wording.dated_on),
        payload=payload,
        payload_sha256=canonical.sha256(payload),
        written_at=at,
        written_by=by,
        queued_at=at,
    )


def _close(stage: Stage, letters: list[ScreeningLetter], by: User, at: datetime) -> None:
    """The chain holds the hash of every letter, so that none can be exchanged later."""
    subject = f"stage:{stage.code}"
    happenings = []
    if not stage.is_closed:
        stage.closed_at, stage.closed_by = at, by
        stage.save(update_fields=["closed_at", "closed_by"])
        happenings.append(Happening("stage.closed", subject, {"letters": len(letters)}))
    if letters:
        hashes = [letter.payload_sha256 for letter in letters]
        happenings.append(Happening("screening.announced", subject, {"letters": hashes}))
        ledger.append(competition=stage.competition, by=by, at=at, happenings=happenings)
        audit.record(by=by, at=at, verb="screening.announced", subject=subject, letters=len(letters))


def _tell(edition: Competition, letter: ScreeningLetter, told: Told, at: datetime) -> None:
    notices.tell(
        to=User.objects.writing_for(told.agency),
        kind=NoticeKind.SCREENING,
        template="screening_letter",
        subject=f"edition:{edition.slug}",
        url=reverse("proposals:detail", args=[told.proposals[0]["code"]]),
        context={"edition": edition, "letter": letter, "proposals": told.proposals},
        at=at,
        key=f"screening-letter:{letter.code}",
        batch=editions_letters.gather(edition, NoticeKind.SCREENING, at=at),
    )


def render(*, letter_id: int, at: datetime) -> bool:
    """Make a waiting letter; False when another worker holds it, it is done, or it failed."""
    return rendering.perform(ScreeningLetter, letter_id, at=at, make=documents.screening_letter_pdf)


def retry(*, letter: ScreeningLetter, by: User, at: datetime) -> None:
    """A person asks again for a letter that failed."""
    rendering.ask_again(
        ScreeningLetter, letter.pk, at=at, refusal=_("Surat ini tidak gagal, jadi tidak perlu dibuat ulang.")
    )
    audit.record(by=by, at=at, verb="screening.letter_retried", subject=f"letter:{letter.code}")
    ring(tasks.render_screening_letter, letter_id=letter.pk)
