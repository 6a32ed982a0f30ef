"""Proposals of a demonstration: drafts, submissions and what the secretariat found, in bulk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from agencies.models import Agency, User
from agencies.services import audit
from competitions.models import AttachmentSlot, Competition, Question
from competitions.services import ledger
from competitions.services.ledger import Happening
from kipp.demo import editions, people, replies, words
from kipp.demo.codes import ascending_codes
from kipp.lib import canonical, files, pdf
from proposals import answers
from proposals.lifecycle import Status
from proposals.models import (
    Answer,
    Attachment,
    Entry,
    Finding,
    Innovation,
    Proposal,
    ProposalVersion,
    Receipt,
    Screening,
    TeamMember,
)
from proposals.reads import drafts, payload
from proposals.reads.rulings import fitting_group
from proposals.titles import title_key
from proposals.words import count_words

BATCH = 500
DRAFTS = 0.41  # drafts beside each submission: 29 % of what is begun is never submitted
REJECTED = 0.22
SMALL = 40
PLANTED = {2: "age", 3: "duplicate"}  # what the secretariat has to find, by the number of the proposal
DEAD_LINK = "https://video.contoh.invalid/tidak-ada"
STATEMENT = """<!doctype html><html lang="id"><title>Surat pernyataan (contoh)</title>
<body class="a4"><h1 class="kind">SURAT PERNYATAAN</h1>
<p>Berkas contoh. Tidak ditandatangani siapa pun.</p>"""


@dataclass(frozen=True)
class Cast:
    """Who takes part: agencies in turn, and the writer of each."""

    edition: Competition
    agencies: Sequence[Agency]
    writers: dict[str, User]
    dates: editions.Calendar
    rng: Random

    def agency(self, number: int) -> Agency:
        return self.agencies[number % len(self.agencies)]

    def writer(self, agency: Agency) -> User:
        return self.writers[agency.code]


def build(cast: Cast, size: int) -> list[Proposal]:
    """`size` submitted proposals, and drafts beside them; returns the submitted ones."""
    total = size + round(size * DRAFTS)
    titles = words.titles(total, cast.rng)
    if size > 3:
        titles[3] = titles[1]  # the twin that the secretariat has to find
    proposals = _proposals(cast, titles)
    _answers(cast, proposals, size)
    _team(proposals, cast.rng)
    submitted = proposals[:size]
    _attachments(cast, submitted)
    _submit(cast, submitted)
    return submitted


def begin(cast: Cast, count: int) -> list[Proposal]:
    """Drafts, one an agency in turn, that nobody has sent."""
    proposals = _proposals(cast, words.titles(count, cast.rng))
    _answers(cast, proposals, 0)
    _team(proposals, cast.rng)
    return proposals


def _proposals(cast: Cast, titles: Sequence[str]) -> list[Proposal]:
    created_at = cast.dates.opens_at + timedelta(hours=9)
    innovations = Innovation.objects.bulk_create(
        [
            Innovation(agency=cast.agency(n), title=title, registered_at=created_at)
            for n, title in enumerate(titles)
        ],
        batch_size=BATCH,
    )
    categories, track = list(cast.edition.categories.all()), cast.edition.tracks.first()
    groups = {agency.pk: fitting_group(cast.edition, agency) for agency in cast.agencies}
    codes = ascending_codes(len(innovations))
    rows = []
    for number, innovation in enumerate(innovations):
        agency = cast.agency(number)
        rows.append(
            Proposal(
                code=codes[number],
                competition=cast.edition,
                innovation=innovation,
                agency=agency,
                title=innovation.title,
                title_key=title_key(innovation.title),
                track=track,
                category=categories[number % len(categories)],
                group=groups[agency.pk],
                started_on=_started_on(cast, number),
                video_url=DEAD_LINK if number == 5 else "",
                is_truthful=True,
                created_at=created_at,
                created_by=cast.writer(agency),
                saved_at=created_at,
            )
        )
    return Proposal.objects.bulk_create(rows, batch_size=BATCH)


def _started_on(cast: Cast, number: int) -> date:
    """The third is 364 days old on the last day; the others have run for up to five years."""
    last_day = cast.dates.closes_at.astimezone(cast.edition.tz).date()
    days = 364 if number == 2 else cast.rng.randint(420, 1800)
    return last_day - timedelta(days=days)


def _answers(cast: Cast, proposals: Sequence[Proposal], size: int) -> None:
    """Submitted ones are complete; drafts stop somewhere on the way."""
    questions = list(Question.objects.filter(section__competition=cast.edition).select_related("section"))

    def rows() -> Iterator[Answer]:
        for number, proposal in enumerate(proposals):
            reach = len(questions) if number < size else cast.rng.randint(1, len(questions) - 1)
            given: dict[int, Answer] = {}
            for question in questions[:reach]:
                if question.section.track_id not in (None, proposal.track_id):
                    continue
                text = _text(question, proposal, given, cast.rng)
                given[question.pk] = Answer(
                    proposal=proposal,
                    question=question,
                    text=text,
                    words=count_words(text),
                    saved_at=proposal.saved_at,
                    saved_by_id=proposal.created_by_id,
                )
            yield from given.values()

    _bulk(Answer, rows())


def _text(question: Question, proposal: Proposal, given: dict[int, Answer], rng: Random) -> str:
    """Nothing, when the answer that the question waits for was not given."""
    awaited = given.get(question.shown_when_id)
    if question.shown_when_id is not None and (
        awaited is None or not answers.meets(awaited.question.kind, awaited.text, question.shown_value)
    ):
        return ""
    return replies.reply(question, proposal, rng)


def _team(proposals: Sequence[Proposal], rng: Random) -> None:
    _bulk(
        TeamMember,
        (
            TeamMember(
                proposal=proposal,
                position=place,
                name=people.name(number * 3 + place),
                nip=_nip(rng),
                duty="Ketua" if place == 1 else "Anggota",
            )
            for number, proposal in enumerate(proposals, start=1)
            for place in (1, 2)
        ),
    )


def _nip(rng: Random) -> str:
    """Eighteen digits as civil servants have them: birthday, first month of service, sex, serial."""
    birthday = f"19{rng.randint(70, 98)}0{rng.randint(1, 9)}15"
    return f"{birthday}20{rng.randint(10, 20)}01{rng.randint(1000, 9999)}"


def _attachments(cast: Cast, proposals: Sequence[Proposal]) -> None:
    content = pdf.render(STATEMENT)
    stored, digest = files.store("attachments", content, ".pdf"), files.digest(content)
    always = AttachmentSlot.objects.filter(competition=cast.edition, is_required=True, shown_when=None)
    slots = list(always.select_related("section"))
    _bulk(
        Attachment,
        (
            Attachment(
                proposal=proposal,
                slot=slot,
                file=stored,
                name=f"{slot.code}.pdf",
                size=len(content),
                sha256=digest,
                content_type="application/pdf",
                pages=1,
                uploaded_at=proposal.saved_at,
                uploaded_by_id=proposal.created_by_id,
            )
            for proposal in proposals
            for slot in slots
            if slot.section is None or slot.section.track_id in (None, proposal.track_id)
        ),
    )


def _submit(cast: Cast, proposals: Sequence[Proposal]) -> None:
    """The frozen version is made by the same function that submitting uses."""
    sent_at = cast.dates.opens_at + timedelta(days=10)
    if sent_at >= cast.dates.closes_at:
        sent_at = cast.dates.closes_at - timedelta(hours=3)
    for proposal in proposals:
        proposal.status, proposal.submitted_at = Status.SUBMITTED, sent_at
        proposal.submitted_by_id = proposal.created_by_id
    Proposal.objects.bulk_update(proposals, ["status", "submitted_at", "submitted_by"], batch_size=BATCH)
    for start in range(0, len(proposals), BATCH):
        batch = proposals[start : start + BATCH]
        loaded = drafts.load_all(batch)
        versions = ProposalVersion.objects.bulk_create(
            [_version(loaded[proposal.pk], proposal, sent_at) for proposal in batch]
        )
        Receipt.objects.bulk_create([Receipt(version=version, queued_at=sent_at) for version in versions])


def _version(draft: drafts.Draft, proposal: Proposal, sent_at: datetime) -> ProposalVersion:
    content = canonical.dumps(payload.build(draft, 1))
    return ProposalVersion(
        proposal=proposal,
        number=1,
        payload=content,
        sha256=canonical.sha256(content),
        submitted_at=sent_at,
        submitted_by_id=proposal.created_by_id,
    )


def screen(cast: Cast, proposals: Sequence[Proposal], by: User, *, share: float = 1.0) -> list[Entry]:
    """Decide the first `share` of them, with findings and reasons; those who pass enter the scoring stage."""
    decided = list(proposals[: round(len(proposals) * share)])
    versions = {v.proposal_id: v for v in ProposalVersion.objects.filter(proposal__in=decided)}
    failing = _failing(cast, decided)
    at = cast.dates.screened_at
    screenings = Screening.objects.bulk_create(
        [
            Screening(
                version=versions[proposal.pk],
                outcome="rejected" if proposal.pk in failing else "passed",
                decided_at=at,
                decided_by=by,
                revision=1,
            )
            for proposal in decided
        ],
        batch_size=BATCH,
    )
    _findings(cast, decided, screenings, failing)
    for proposal in decided:
        proposal.status = Status.REJECTED if proposal.pk in failing else Status.PASSED
    Proposal.objects.bulk_update(decided, ["status"], batch_size=BATCH)
    told = [_decision(proposal, versions[proposal.pk], failing) for proposal in decided]
    ledger.append(competition=cast.edition, by=by, at=at, happenings=told)
    subjects = [(happening.subject, happening.payload) for happening in told]
    audit.record_many(by=by, at=at, verb="screening.decided", subjects=subjects)
    stage = editions.scoring_stage(cast.edition)
    return Entry.objects.bulk_create(
        [
            Entry(stage=stage, proposal=proposal, version=versions[proposal.pk], admitted_at=at)
            for proposal in decided
            if proposal.pk not in failing
        ],
        batch_size=BATCH,
    )


def _failing(cast: Cast, proposals: Sequence[Proposal]) -> dict[int, str]:
    """Proposal -> the code of the line that it fails: the too young, the twin, and chance for the rest."""
    by_check = {item.check_kind: item.code for item in cast.edition.checklist.all()}
    codes = list(by_check.values())
    failing = {}
    for number, proposal in enumerate(proposals):
        if PLANTED.get(number) in by_check:  # not every edition asks for it
            failing[proposal.pk] = by_check[PLANTED[number]]
        elif len(proposals) >= SMALL and cast.rng.random() < REJECTED:
            failing[proposal.pk] = cast.rng.choice(codes)
    return failing


def _findings(cast: Cast, proposals, screenings, failing: dict[int, str]) -> None:
    items = list(cast.edition.checklist.all())
    _bulk(
        Finding,
        (
            Finding(screening=screening, item=item, is_met=failing.get(proposal.pk) != item.code)
            for proposal, screening in zip(proposals, screenings, strict=True)
            for item in items
        ),
    )


def _decision(proposal: Proposal, version: ProposalVersion, failing: dict[int, str]) -> Happening:
    unmet = [failing[proposal.pk]] if proposal.pk in failing else []
    facts = {
        "number": version.number,
        "sha256": version.sha256,
        "outcome": "rejected" if unmet else "passed",
        "unmet": unmet,
    }
    return Happening("screening.decided", f"proposal:{proposal.code}", facts)


def _bulk(model, rows: Iterator) -> None:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == 2000:
            model.objects.bulk_create(batch)
            batch = []
    model.objects.bulk_create(batch)
