"""A town for the contracts: organisers with editions in every phase, offices that write, jurors that read.

A `House` is one organiser with everything that hangs on it; its size is the number of offices, each with a
proposal in every state, and of jurors. Two houses and some passers-by make the town of the access matrix.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from agencies.models import Agency, ImportDraft, Invitation, User
from agencies.services import imports, invitations
from competitions.models import AttachmentSlot, Competition, Stage
from judging.models import Assignment, AssignmentPlan, Conflict, Document, PanelMember, ResultRelease
from judging.services import assigning_plan, closing, conflicts, planning, publishing, scoring_sheets
from kipp.lib import files
from kipp.lib.jobs import JobStatus
from proposals.models import Attachment, Entry, Proposal, Receipt
from proposals.reads import review
from proposals.services import attachments, screening, submission
from tests import worlds
from tests.judging.golden_stage import fill_sheet
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
    plan: AssignmentPlan = None
    final: Assignment = None
    release: ResultRelease = None
    invitation: Invitation = None
    token: str = ""
    draft_import: ImportDraft = None

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
    _register(house, now)
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
        competition=edition, position=1, code=SLOT, title="Surat pernyataan", is_required=False
    )
    edition.checklist.create(position=1, code="surat", question="Surat ada?", reason="Surat tidak ada.")
    return edition


def _call(house: House, now: datetime) -> None:
    """An edition that is open: a draft and a sent proposal of each office, with a file each."""
    house.calling = _edition(house)
    for office in house.offices:
        office.draft = _written(house.calling, office, now)
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
        _reject(house, office.rejected, now)
        written = _written(house.judged, office, now)
        office.entry = worlds.admit(worlds.freeze(written, status="passed"))
    house.members = [worlds.make_juror(house.stage, name=f"Juri {n}") for n in range(1, size + 1)]
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
    outsider = worlds.make_juror(house.stage, name="Juri Tanpa Bacaan")
    house.conflict = conflicts.pin(
        proposal=house.offices[0].entry.proposal, user=outsider.user, by=house.bureau, at=now, reason="Ipar."
    )
    house.plan = assigning_plan.request(stage=house.stage, by=house.bureau, at=now, seed=7)
    planning.make(plan_id=house.plan.pk, at=now)


def _reject(house: House, proposal: Proposal, now: datetime) -> None:
    screening.decide(
        version=proposal.versions.get(),
        by=house.bureau,
        at=now,
        revision=0,
        findings={"surat": screening.Found(is_met=False)},
        outcome="rejected",
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


def _ready(jobs, now: datetime) -> None:
    stored = files.store("documents", make_pdf(), ".pdf")
    jobs.update(status=JobStatus.READY, file=stored, sha256=files.digest(make_pdf()), ready_at=now)


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
    house.token = link.rstrip("/").rsplit("/", 1)[1]
    rows = [f"Orang Baru,baru{n}@{agency.code.lower()}.go.id,{agency.code},staff" for n in range(3)]
    text = "\n".join(["nama,email,instansi,peran", *rows[: len(house.offices)]])
    house.draft_import = imports.upload(
        by=house.bureau, at=now, kind="people", file_name="orang.csv", data=text.encode()
    )


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
