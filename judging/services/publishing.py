"""Publish a stage's result: one act, one frozen release, everything that follows from it."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Competition, LedgerHead, Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging import releases
from judging.enums import DocumentKind, MinutesKind
from judging.models import Document, ProposalResult, ResultRelease
from judging.reads import carried, release_draft
from judging.reads import closing as closing_reads
from judging.reads import minutes as minutes_reads
from judging.services import minutes
from judging.services.closing import refuse
from judging.tasks import render_documents
from kipp.lib import canonical
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from proposals.lifecycle import Act
from proposals.models import Entry
from proposals.services import advancing, recognitions

BATCH = 1000
BELLS = 2  # as many worker processes start at once; each rings again while documents wait


@dataclass(frozen=True)
class Letter:
    """The official letter that announces a result; a shortlist may go ahead of its letter's number."""

    number: str
    on: date
    signer: str
    signer_post: str


@transaction.atomic
def publish(
    *, stage: Stage, by: User, at: datetime, letter: Letter, reason: str = "", expected_number: int = 1
) -> ResultRelease:
    """Freeze the result of a closed stage as a numbered release, and queue its documents.

    `expected_number` is the release number that the publisher saw on the checklist. A second click gets
    the release of the first; another tab or person finds the number taken and changes nothing. A
    correction (number 2 and on) needs a reason.
    Proposals move on: those inside the cut enter the next scoring stage of their track; where there is
    none, awards are given. Raises `Refused`.
    """
    stage = _locked(stage)
    former = release_draft.current_release(stage)
    if _is_said_again(former, by, letter, reason.strip(), expected_number):
        return former
    _guard(stage, former, reason, expected_number)
    draft = release_draft.draft(stage, salt=_salt(former))
    release = _write(stage, by, at, letter, draft, former, reason.strip())
    ProposalResult.objects.bulk_create(
        [ProposalResult(release=release, **vars(line)) for line in draft.lines], batch_size=BATCH
    )
    stage.published_at, stage.published_by = at, by
    stage.save(update_fields=["published_at", "published_by"])
    _move_proposals(stage, draft, at)
    _recognise(stage, draft, by, at, reason.strip())
    _record(stage.competition, release, by, at)
    _draft_minutes(release, draft, by, at)
    _queue_documents(release, draft, at)
    return release


def _locked(stage: Stage) -> Stage:
    """With the earlier stages that weigh in its result, in their order: none is corrected meanwhile."""
    together = [*(row.pk for row in carried.weighed_before(stage)), stage.pk]
    rows = Stage.objects.select_for_update(of=("self",)).select_related("competition__organiser")
    return list(rows.filter(pk__in=together).order_by("position", "pk"))[-1]


def _is_said_again(
    former: ResultRelease | None, by: User, letter: Letter, reason: str, expected_number: int
) -> bool:
    if former is None or (former.number, former.published_by_id) != (expected_number, by.pk):
        return False
    stands = Letter(former.letter_number, former.letter_on, former.signer, former.signer_post)
    return (stands, former.reason) == (letter, reason)


def _guard(stage: Stage, former: ResultRelease | None, reason: str, expected_number: int) -> None:
    refuse(closing_reads.publish_blockers(stage))
    number = former.number + 1 if former else 1
    if expected_number != number:
        raise Refused(_("Hasil tahap ini sudah diterbitkan. Muat ulang halaman untuk melihat rilisnya."))
    if former and stage.published_at is not None and not reason.strip():
        raise Refused(_("Koreksi atas hasil yang sudah terbit memerlukan alasan."), status=422)
    if former and not reason.strip():
        raise Refused(_("Tulis alasan koreksi: hasil tahap ini pernah diterbitkan."), status=422)


def _salt(former: ResultRelease | None) -> str:
    """A correction keeps the letters of the release that it replaces."""
    return json.loads(former.annex)["salt"] if former else secrets.token_hex(16)


def _write(stage, by, at, letter, draft, former, reason) -> ResultRelease:
    head = LedgerHead.objects.select_for_update().get(competition=stage.competition_id)
    annex = canonical.dumps(draft.annex)
    payload = canonical.dumps(
        {
            "schema": releases.SCHEMA,
            "edition": release_draft.edition_block(stage.competition),
            "stage": {"code": stage.code, "name": stage.name},
            "number": former.number + 1 if former else 1,
            "published_at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "letter": {
                "number": letter.number,
                "on": letter.on.isoformat(),
                "signer": letter.signer,
                "signer_post": letter.signer_post,
            },
            "supersedes": {"number": former.number, "sha256": former.sha256, "reason": reason}
            if former
            else None,
            "ledger": {"seq": head.seq, "hash": head.hash},
            "annex_sha256": canonical.sha256(annex),
            **draft.body,
        }
    )
    return ResultRelease.objects.create(
        stage=stage,
        number=former.number + 1 if former else 1,
        payload=payload,
        sha256=canonical.sha256(payload),
        annex=annex,
        ledger_seq=head.seq,
        ledger_hash=head.hash,
        letter_number=letter.number,
        letter_on=letter.on,
        signer=letter.signer,
        signer_post=letter.signer_post,
        published_at=at,
        published_by=by,
        supersedes=former,
        reason=reason,
    )


def _move_proposals(stage: Stage, draft: release_draft.ReleaseDraft, at: datetime) -> None:
    """A correction moves proposals as a first publication does, from wherever they stand."""
    inside: dict[Stage, list[int]] = {}
    ended = list(draft.unplaced)
    for line in draft.lines:
        following = draft.ways[line.proposal_id]
        if following is not None and line.is_advanced:
            inside.setdefault(following, []).append(line.proposal_id)
        elif not line.award:
            ended.append(line.proposal_id)
    for following, proposals in inside.items():
        advancing.admit(stage=following, proposal_ids=proposals, act=Act.ADVANCE, at=at)
    advancing.move(proposal_ids=[line.proposal_id for line in draft.lines if line.award], act=Act.AWARD)
    _withdraw(stage, ended)
    advancing.move(proposal_ids=ended, act=Act.END)


def _withdraw(stage: Stage, proposal_ids: list[int]) -> None:
    """A correction takes back who went on by mistake, as long as nobody there has been given them."""
    later = {"stage__competition": stage.competition_id, "stage__position__gt": stage.position}
    entries = Entry.objects.filter(**later, proposal__in=proposal_ids)
    taken = entries.filter(Q(assignments__isnull=False) | Q(slot__isnull=False))
    if entry := taken.select_related("proposal", "stage").first():
        sentence = _(
            "“%(title)s” tidak maju lagi, tetapi sudah dibagikan atau dijadwalkan di %(stage)s. "
            "Lepas lebih dahulu di sana."
        )
        raise Refused(sentence % {"title": entry.proposal.title, "stage": entry.stage.name})
    entries.delete()


def _recognise(stage: Stage, draft: release_draft.ReleaseDraft, by: User, at: datetime, reason: str) -> None:
    awards = {line.proposal_id: line.award for line in draft.lines if line.award}
    recognitions.record(competition=stage.competition, awards=awards, by=by, at=at, reason=reason)


def _record(competition: Competition, release: ResultRelease, by: User, at: datetime) -> None:
    subject = f"release:{release.code}"
    payload = {"number": release.number, "sha256": release.sha256, "stage": release.stage.code}
    ledger.append(
        competition=competition, by=by, at=at, happenings=[Happening("release.published", subject, payload)]
    )
    audit.record(by=by, at=at, verb="judging.publish_stage", subject=subject, number=release.number)


def _draft_minutes(release: ResultRelease, draft: release_draft.ReleaseDraft, by: User, at: datetime) -> None:
    """Of a stage that others follow: the record that its jurors sign."""
    following = sorted({way for way in draft.ways.values() if way}, key=lambda way: way.position)
    if not following:
        return
    said = minutes_reads.of_a_shortlist(release.stage, following, draft.body)
    told = {"code": release.code, "number": release.number, "sha256": release.sha256}
    minutes.record(
        stage=release.stage, kind=MinutesKind.SHORTLIST, by=by, at=at, said={**said, "release": told}
    )


def _queue_documents(release: ResultRelease, draft: release_draft.ReleaseDraft, at: datetime) -> None:
    ranking = Document(release=release, kind=DocumentKind.RANKING, queued_at=at)
    reports = [
        Document(release=release, kind=DocumentKind.REPORT, proposal_id=line.proposal_id, queued_at=at)
        for line in draft.lines
    ]
    Document.objects.bulk_create([ranking, *reports], batch_size=BATCH)
    for _bell in range(BELLS):
        ring(render_documents, release_id=release.pk)
