"""A town for the contracts: organisers with editions in every phase, offices that write, jurors that read.

A `House` is one organiser with everything that hangs on it; its size is the number of offices, each with a
proposal in every state, and of jurors. Two houses and some passers-by make the town of the access matrix.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from agencies.enums import NoticeKind
from agencies.models import Agency, ImportDraft, Invitation, MailBatch, User
from agencies.services import former_posts, imports, invitations, mailing, notices
from competitions.models import AttachmentSlot, Competition, Stage
from judging.enums import MinutesKind
from judging.models import (
    Anchor,
    Apart,
    Assignment,
    AssignmentPlan,
    Conflict,
    Document,
    FieldVisit,
    MinutesPaper,
    PanelMember,
    Photo,
    Plenary,
    ResultRelease,
    Slot,
    Turn,
)
from judging.reads import plenaries
from judging.services import (
    apart,
    assigning_plan,
    calibration_round,
    closing,
    conflicts,
    field_visits,
    minutes,
    oddities,
    planning,
    publishing,
    scoring_sheets,
    timetables,
)
from kipp.lib import canonical, files
from kipp.lib.jobs import JobStatus
from proposals.models import Attachment, Entry, Proposal, Receipt, ScreeningLetter
from proposals.reads import review
from proposals.services import (
    attachments,
    attachments_upload,
    corrections,
    exports,
    history,
    profile,
    recognitions,
    screening,
    statements,
    submission,
)
from tests import worlds
from tests.judging import visiting_field
from tests.judging.calibrating import open_for, score_all
from tests.judging.golden_stage import fill_sheet
from tests.judging.photographing import keep_photo
from tests.proposals.paper import make_pdf

SLOT = "pernyataan"
LETTER = publishing.Letter("060/1/2026", date(2026, 11, 1), "Drs. Budi Santoso", "Sekretaris Daerah")
POINTS = dict.fromkeys(worlds.CRITERIA, 4)


@dataclass
class Office:
    """An agency that enters: one proposal in every state."""

    agency: Agency
    staff: User
    head: User
    draft: Proposal = None
    sent: Proposal = None
    waiting: Proposal = None
    returned: Proposal = None
    rejected: Proposal = None
    entry: Entry = None
    placed: Entry = None


@dataclass
class House:
    """An organiser. `preparing`, `calling`, `judged` and `published` are its editions."""

    organiser: Agency
    bureau: User
    publisher: User
    auditor: User
    offices: list[Office]
    preparing: Competition = None
    calling: Competition = None
    judged: Competition = None
    published: Competition = None
    stage: Stage = None
    members: list[PanelMember] = field(default_factory=list)
    readings: list[Assignment] = field(default_factory=list)
    unopened: Assignment = None
    handed_in: Assignment = None
    conflict: Conflict = None
    apart: Apart = None
    plan: AssignmentPlan = None
    paper: MinutesPaper = None
    slot: Slot = None
    plenary: Plenary = None
    visited: FieldVisit = None
    visit: FieldVisit = None
    photo: Photo = None
    calibrated: list[Anchor] = field(default_factory=list)
    calibrating: list[Anchor] = field(default_factory=list)
    final: Assignment = None
    release: ResultRelease = None
    letter: ScreeningLetter = None
    invitation: Invitation = None
    token: str = ""
    draft_import: ImportDraft = None
    batch: MailBatch = None

    def document(self, office: Office | None) -> Document:
        """The report of an office's placed proposal, or the ranking."""
        return self.release.documents.get(proposal=office.placed.proposal if office else None)

    def attachment(self, proposal: Proposal) -> Attachment:
        return proposal.attachments.get()


def make_house(code: str, *, size: int) -> House:
    organiser = worlds.make_agency(f"BAG-{code}", kind="bagian")
    people = {
        role: worlds.make_user(f"{role}@{code.lower()}.go.id", agency=organiser, role=role)
        for role in ("bureau", "publisher", "auditor")
    }
    house = House(organiser, **people, offices=[_office(f"{code}-{number}") for number in range(1, size + 1)])
    now = timezone.now()
    house.preparing = _edition(house, is_announced=False)
    _call(house, now)
    _judge(house, size, now)
    _publish(house, now)
    _remember(house, now)
    _register(house, now)
    _write_letters(house, now)
    return house


def _office(code: str) -> Office:
    agency = worlds.make_agency(f"DINAS-{code}")
    return Office(
        agency,
        staff=worlds.make_user(agency=agency, name=f"Staf {code}"),
        head=worlds.make_user(agency=agency, role="head", name=f"Kepala {code}"),
    )


def _edition(house: House, **fields) -> Competition:
    edition = worlds.make_edition(organiser=house.organiser, publisher=house.publisher, **fields)
    AttachmentSlot.objects.create(
        competition=edition,
        position=1,
        code=SLOT,
        title="Surat pernyataan",
        is_required=False,
        statement="implementation",
    )
    edition.checklist.create(position=1, code="surat", question="Surat ada?", reason="Surat tidak ada.")
    edition.checklist.create(
        position=2, code="lengkap", question="Lengkap?", reason="Tidak lengkap.", check_kind="complete"
    )
    edition.reason_texts.create(position=1, text="Belum ditandatangani.")
    return edition


def _call(house: House, now: datetime) -> None:
    """An edition that is open: a draft and a sent proposal of each office, with a file each."""
    house.calling = _edition(house)
    for office in house.offices:
        office.draft = _written(house.calling, office, now)
        _begin_files(office.draft, office.staff, now)
        latar = office.draft.answers.get(question__code="latar")
        history.set_aside(proposal=office.draft, answer=latar, by=office.staff, at=now, text="Cara lain.")
        office.sent = _written(house.calling, office, now)
        seen = review.page(Proposal.objects.for_page().get(pk=office.sent.pk), now).revision
        submission.submit(proposal=office.sent, by=office.staff, at=now, revision=seen, accepts_warnings=True)
        _ready(Receipt.objects.filter(version__proposal=office.sent), now)


def _written(edition: Competition, office: Office, now: datetime) -> Proposal:
    """A complete draft with its file, which was put in while the call was open."""
    proposal = worlds.make_draft(edition, agency=office.agency, by=office.staff)
    attachments.attach(
        proposal=proposal,
        slot=edition.slots.get(),
        by=office.staff,
        at=min(now, edition.closes_at - timedelta(days=1)),
        name="pernyataan.pdf",
        content=make_pdf(),
    )
    return proposal


def _begin_files(draft: Proposal, by: User, now: datetime) -> None:
    """A letter that is ready to be signed, and an upload that was cut off."""
    slot = draft.competition.slots.get()
    statements.prepare(proposal=draft, slot=slot, by=by, at=now)
    _ready(draft.statement_sheets.all(), now)
    attachments_upload.begin(proposal=draft, slot=slot, by=by, at=now, name="pindaian.pdf", size=9000)


def _closed(house: House, now: datetime) -> Competition:
    return _edition(house, opens_at=now - timedelta(days=40), closes_at=now - timedelta(days=5))


def _judge(house: House, size: int, now: datetime) -> None:
    """An edition whose jurors are at work. The first juror reads everything; each other only the first.

    More readers are wanted than there are, so that every plan leaves something uncovered.
    """
    house.judged = _closed(house, now)
    house.stage = worlds.scoring_stage(house.judged)
    house.stage.readers = 9
    house.stage.save(update_fields=["readers"])
    for office in house.offices:
        office.waiting = worlds.make_submitted(house.judged, agency=office.agency, by=office.staff)
        office.rejected = worlds.make_submitted(house.judged, agency=office.agency, by=office.staff)
        office.returned = worlds.make_submitted(house.judged, agency=office.agency, by=office.staff)
        _return(house, office.returned, now)
        _reject(house, office.rejected, now)
        written = _written(house.judged, office, now)
        office.entry = worlds.admit(worlds.freeze(written, status="passed"))
    house.members = [worlds.make_juror(house.stage, name=f"Juri {n}") for n in range(1, size + 1)]
    _calibrate(house, size, now)
    first = house.members[0]
    for office in house.offices:
        house.readings.append(_open(worlds.make_assignment(office.entry, first), now))
    for member in house.members[1:]:
        house.readings.append(_open(worlds.make_assignment(house.offices[0].entry, member), now))
    late = worlds.make_juror(house.stage, name="Juri Belum Mulai")
    house.unopened = worlds.make_assignment(house.offices[0].entry, late)
    done = worlds.make_juror(house.stage, name="Juri 99")
    house.handed_in = worlds.make_assignment(house.offices[0].entry, done)
    fill_sheet(house.handed_in, POINTS)
    _contest(house, done, now)
    outsider = worlds.make_juror(house.stage, name="Juri Tanpa Bacaan")
    because = {"reason": "Satu kantor.", "by": house.bureau, "at": now}
    house.apart = apart.keep(stage=house.stage, first=done, second=outsider, **because)
    house.conflict = conflicts.pin(
        proposal=house.offices[0].entry.proposal, user=outsider.user, by=house.bureau, at=now, reason="Ipar."
    )
    house.plan = assigning_plan.request(stage=house.stage, by=house.bureau, at=now, seed=7)
    planning.make(plan_id=house.plan.pk, at=now)
    said = {"jurors": [], "ties": None}
    made = minutes.record(stage=house.stage, kind=MinutesKind.SHORTLIST, by=house.bureau, at=now, said=said)
    _deliberate(house, now)
    house.paper = made.paper
    _invite_to_present(house, now)
    _visited(house, done, size, now)
    _visit(house, done, size, now)


def _deliberate(house: House, now: datetime) -> None:
    """A session whose confirmation is asked for; the jurors were there, one entry each was talked about."""
    told = {"held_at": now, "place": "Aula", "opened_at": now, "opened_by": house.bureau}
    asked = {"asked_at": now, "asked_by": house.bureau, "snapshot": plenaries.snapshot_of(house.stage)}
    house.plenary = Plenary.objects.create(stage=house.stage, number=1, **told, **asked)
    house.plenary.attendees.create(user=house.bureau, name="Sekretaris", part="secretary", is_present=True)
    for office in house.offices:
        house.plenary.decisions.create(entry=office.entry, ruling="kept", reason="Dibahas.")
    for member in house.members:
        house.plenary.attendees.create(user=member.user, name=member.user.name, is_present=True)


def _contest(house: House, done: PanelMember, now: datetime) -> None:
    """Every entry has two final sheets far apart; the one that was handed in is asked about."""
    severe = worlds.make_juror(house.stage, name="Juri 9")
    for office in house.offices:
        fill_sheet(worlds.make_assignment(office.entry, severe), dict.fromkeys(worlds.CRITERIA, 1))
        if office.entry != house.handed_in.entry:
            fill_sheet(worlds.make_assignment(office.entry, done), POINTS)
    oddities.ask(assignment=house.handed_in, by=house.bureau, at=now, question="Mengapa?")


def _invite_to_present(house: House, now: datetime) -> None:
    """A timetable that was announced, without the letters; the first office presents now."""
    room = {"name": "Aula", "link": ""}
    wanted = timetables.Settings(now, 10, 10, 5, [room])
    timetable = timetables.lay(stage=house.stage, by=house.bureau, at=now, settings=wanted)
    Slot.objects.filter(timetable=timetable).update(
        announced_room=0, announced_start=F("starts_at"), announced_end=F("ends_at")
    )
    timetable.announced_rooms, timetable.published_at, timetable.published_by = [room], now, house.bureau
    timetable.save(update_fields=["announced_rooms", "published_at", "published_by"])
    house.slot = house.offices[0].entry.slot
    Turn.objects.create(timetable=timetable, slot=house.slot, phase="presenting", since=now)


def _visited(house: House, other: PanelMember, size: int, now: datetime) -> None:
    """Every office was visited before, and both sides have signed."""
    users = [house.members[0].user, other.user]
    for office in house.offices:
        visit = visiting_field.seen_visit(office.entry, users, *(f"Ada {n} loket." for n in range(size)))
        for claim in visit.claims.all():
            keep_photo(claim, users[0])
        act = {"by": house.bureau, "at": now, "revision": visit.revision}
        closed = field_visits.close(visit=visit, unsigned_reason="Tidak menjawab.", **act)
        _ready(MinutesPaper.objects.filter(minutes=closed.minutes), now)
        house.visited = house.visited or closed


def _visit(house: House, other: PanelMember, size: int, now: datetime) -> None:
    """The first juror goes along: every claim has their finding and a picture, and they have not finished."""
    juror = house.members[0].user
    when = now + timedelta(days=1)
    house.visit = visiting_field.plan(house.offices[0].entry, [juror, other.user], at=now, when=when)
    for claim in visiting_field.claim(house.visit, *(f"Klaim {number}" for number in range(size))):
        visiting_field.observe(claim, juror)
        house.photo = keep_photo(claim, juror)


def _calibrate(house: House, size: int, now: datetime) -> None:
    """The jurors have calibrated; the first of them has begun to in the edition that is calling."""
    house.calibrated = open_for(house.stage, house.bureau, count=size)
    for member in house.members:
        score_all(member, house.calibrated)
    calibration_round.reveal(stage=house.stage, by=house.bureau, at=now)
    calling = worlds.scoring_stage(house.calling)
    PanelMember.objects.create(
        stage=calling, user=house.members[0].user, added_at=now, added_by=house.publisher
    )
    house.calibrating = open_for(calling, house.bureau, count=size)


def _reject(house: House, proposal: Proposal, now: datetime) -> None:
    screening.decide(
        version=proposal.versions.get(),
        by=house.bureau,
        at=now,
        revision=0,
        findings={"surat": screening.Found(is_met=False)},
        outcome="rejected",
    )


def _return(house: House, proposal: Proposal, now: datetime) -> None:
    corrections.ask(
        version=proposal.versions.get(),
        by=house.bureau,
        at=now,
        note="Tanda tangani surat pernyataan.",
        due_at=now + timedelta(days=10),
    )


def _open(reading: Assignment, now: datetime) -> Assignment:
    scoring_sheets.open_sheet(assignment=reading, by=reading.member.user, at=now, no_conflict=True)
    return reading


def _publish(house: House, now: datetime) -> None:
    """An edition with a result in force; every document is ready."""
    house.published = _closed(house, now)
    stage = worlds.scoring_stage(house.published)
    Stage.objects.filter(pk=stage.pk).update(readers=1)
    juror = PanelMember.objects.create(
        stage=stage, user=house.members[0].user, added_at=now, added_by=house.publisher
    )
    for office in house.offices:
        office.placed = worlds.make_entry(house.published, agency=office.agency, by=office.staff)
        house.final = worlds.make_assignment(office.placed, juror)
        fill_sheet(house.final, POINTS)
    closing.close(stage=stage, by=house.bureau, at=now)
    house.release = publishing.publish(stage=stage, by=house.publisher, at=now, letter=LETTER)
    _ready(house.release.documents, now)
    _tell_of_screening(house, now)


def _tell_of_screening(house: House, now: datetime) -> None:
    """The counts are public, and each office has its letter."""
    house.published.stages.filter(kind="screening").update(closed_at=now, closed_by=house.publisher)
    for number, office in enumerate(house.offices, 1):
        letter = ScreeningLetter.objects.create(
            competition=house.published,
            agency=office.agency,
            letter_number=f"000/{number}/2026",
            dated_on=now.date(),
            payload='{"proposals":[]}',
            payload_sha256=canonical.sha256(f"{house.organiser.code} {number}"),
            written_at=now,
            written_by=house.publisher,
            queued_at=now,
        )
        house.letter = house.letter or letter
    _ready(ScreeningLetter.objects.filter(competition=house.published), now)


def _remember(house: House, now: datetime) -> None:
    """What each office reports of its placed innovation: an award from elsewhere, a profile, a file."""
    for office in house.offices:
        innovation, by = office.placed.proposal.innovation, office.staff
        recognitions.enter(
            innovation=innovation, by=by, at=now, year=2020, level="nation", name="Top 99", title=""
        )
        claims = {"sdm": profile.Claim(2, "SK tim")}
        values = {"phase": "applied", "design": "Rancang bangun."}
        profile.save(innovation=innovation, by=by, at=now, revision=0, values=values, claims=claims)
        asked = {"layout": "index", "formats": ["pdf"], "title": innovation.title}
        for person in (by, house.bureau):
            exports.ask(innovation=innovation, by=person, at=now, **asked)
        _ready(innovation.exports, now)


def _ready(jobs, now: datetime) -> None:
    made = make_pdf(text="Dibuat portal")  # none of the files that an agency uploads
    stored = files.store("documents", made, ".pdf")
    jobs.update(status=JobStatus.READY, file=stored, sha256=files.digest(made), ready_at=now)


def _register(house: House, now: datetime) -> None:
    agency = house.offices[0].agency
    for number in range(len(house.offices)):
        house.invitation, link = invitations.invite(
            by=house.bureau,
            at=now,
            email=f"tamu{number}@{agency.code.lower()}.go.id",
            name="Tamu",
            agency=agency,
            role="staff",
        )
    for member in house.members:
        posts = {"agency": house.organiser, "until": date(2020, 12, 31)}
        former_posts.state(user=member.user, by=member.user, at=now, **posts)
    house.token = link.rstrip("/").rsplit("/", 1)[1]
    rows = [f"Orang Baru,baru{n}@{agency.code.lower()}.go.id,{agency.code},staff" for n in range(3)]
    text = "\n".join(["nama,email,instansi,peran", *rows[: len(house.offices)]])
    house.draft_import = imports.upload(
        by=house.bureau, at=now, kind="people", file_name="orang.csv", data=text.encode()
    )


def _write_letters(house: House, now: datetime) -> None:
    """Letters that wait to be read, one for each office."""
    house.batch = notices.open_batch(
        organiser=house.organiser,
        title="Pengingat tenggat",
        subject=f"edition:{house.calling.slug}",
        purpose=NoticeKind.REMINDER,
        holds=True,
        by=house.bureau,
        at=now,
    )
    letters = [mailing.Letter(office.staff.email, "Pengingat", "Isi.\n") for office in house.offices]
    mailing.queue_letters(letters=letters, at=now, batch=house.batch)


@dataclass
class Town:
    ours: House
    theirs: House
    recused: Assignment
    personas: dict[str, User | None]


def make_town() -> Town:
    """Two offices in our house, one in theirs; a juror who stepped back, a juror who reads nothing."""
    now = timezone.now()
    ours, theirs = make_house("KITA", size=2), make_house("MEREKA", size=1)
    office = ours.offices[0]
    conflicted = worlds.make_juror(ours.stage, name="Juri Berbenturan")
    recused = worlds.make_assignment(office.entry, conflicted)
    conflicts.declare(assignment=recused, by=conflicted.user, at=now, reason="Saudara kandung.")
    gone = worlds.make_user(agency=office.agency, name="Mantan Staf", is_active=False)
    personas = {
        "anonymous": None,
        "disabled": gone,
        "staff-a": office.staff,
        "head-a": office.head,
        "staff-b": ours.offices[1].staff,
        "juror": ours.members[0].user,
        "juror-other": ours.members[1].user,
        "juror-idle": ours.conflict.user,
        "juror-recused": conflicted.user,
        "bureau": ours.bureau,
        "publisher": ours.publisher,
        "auditor": ours.auditor,
        "bureau-elsewhere": theirs.bureau,
        "superuser": worlds.make_user(name="Admin Sistem", is_staff=True, is_superuser=True),
    }
    return Town(ours, theirs, recused, personas)
