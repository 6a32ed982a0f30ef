"""Small complete worlds for tests: real rows, no mocks. Each builder takes what matters, fills the rest."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agencies.models import Agency, Membership, User
from competitions.models import Competition, Criterion, Level, Question, Rubric, Section, Stage, Track
from judging.models import Assignment, PanelMember
from kipp.lib import canonical
from proposals.models import Answer, Entry, Innovation, Proposal, ProposalVersion
from proposals.reads import drafts, payload

PASSWORD = "kata-sandi-untuk-uji-7"
_numbers = count(1)


def make_agency(
    code: str = "", *, kind: str = "dinas", parent: Agency | None = None, name: str = ""
) -> Agency:
    code = code or f"OPD-{next(_numbers)}"
    agency = Agency.objects.create(code=code, name=name or f"Instansi {code}", kind=kind, parent=parent)
    agency.root = parent.root if parent else agency
    agency.save(update_fields=["root"])
    return agency


@cache
def hashed_password() -> str:
    """One argon2 hash for everybody: it is slow on purpose."""
    return make_password(PASSWORD)


def make_user(email: str = "", *, agency: Agency | None = None, role: str = "staff", **fields) -> User:
    """A person with a role in an agency, or with none (a juror)."""
    number = next(_numbers)
    fields.setdefault("name", f"Orang {number}")
    user = User.objects.create(
        email=email or f"orang{number}@contoh.go.id", password=hashed_password(), **fields
    )
    if agency is not None:
        Membership.objects.create(user=user, agency=agency, role=role)
    return user


def make_edition(
    *,
    organiser: Agency | None = None,
    publisher: User | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    is_announced: bool = True,
    weights: tuple[int, ...] = (20, 20, 20, 20, 20),
    **fields,
) -> Competition:
    """An announced edition, open now: two sections, a screening stage, a scoring stage with a rubric."""
    now = timezone.now()
    number = next(_numbers)
    organiser = organiser or make_agency(f"BAG-ORG-{number}", kind="bagian")
    publisher = publisher or make_user(agency=organiser, role="publisher")
    edition = Competition.objects.create(
        slug=f"edisi-{number}",
        name=f"KIPP Uji {number}",
        year=2026,
        region="Kota Tegal",
        organiser=organiser,
        opens_at=opens_at or now - timedelta(days=10),
        closes_at=closes_at or now + timedelta(days=10),
        announced_at=now - timedelta(days=10) if is_announced else None,
        announced_by=publisher if is_announced else None,
        **fields,
    )
    Track.objects.create(competition=edition, position=1, name="Umum", minimum_months=12)
    edition.categories.create(position=1, name="Kesehatan")
    edition.categories.create(position=2, name="Pendidikan")
    edition.groups.create(position=1, name="Perangkat Daerah", kinds=["dinas", "badan", "puskesmas"])
    for position, code in enumerate(("latar", "kebaruan"), 1):
        section = Section.objects.create(
            competition=edition, position=position, code=code, title=code.title()
        )
        Question.objects.create(
            section=section, position=1, code=code, label=f"Uraikan {code}", kind="text", max_words=50
        )
    Stage.objects.create(competition=edition, position=1, name="Seleksi Administrasi", kind="screening")
    stage = Stage.objects.create(
        competition=edition, position=2, name="Penilaian Proposal", kind="scoring", readers=3
    )
    make_rubric(stage, weights=weights)
    return edition


CRITERIA = ("kebaruan", "signifikansi", "transferabilitas", "efektivitas", "keberlanjutan")


def make_rubric(stage: Stage, *, weights: tuple[int, ...]) -> Rubric:
    rubric = Rubric.objects.create(stage=stage)
    for position, (code, weight) in enumerate(zip(CRITERIA, weights, strict=False), 1):
        criterion = Criterion.objects.create(
            rubric=rubric, position=position, code=code, name=code.title(), weight=weight
        )
        Level.objects.bulk_create(
            Level(criterion=criterion, points=points, anchor=f"{code} jenjang {points}")
            for points in range(1, 6)
        )
    return rubric


def scoring_stage(edition: Competition) -> Stage:
    return edition.stages.get(kind="scoring")


def make_draft(
    edition: Competition, *, agency: Agency | None = None, by: User | None = None, **fields
) -> Proposal:
    """A complete draft: every question answered, header filled, old enough."""
    now = timezone.now()
    agency = agency or make_agency()
    by = by or make_user(agency=agency)
    title = fields.pop("title", f"Inovasi {next(_numbers)}")
    innovation = Innovation.objects.create(agency=agency, title=title, registered_at=now)
    proposal = Proposal.objects.create(
        competition=edition,
        innovation=innovation,
        agency=agency,
        title=title,
        track=edition.tracks.first(),
        category=fields.pop("category", edition.categories.first()),
        group=edition.groups.first(),
        started_on=fields.pop("started_on", date(2020, 1, 2)),
        is_truthful=True,
        created_at=now,
        created_by=by,
        saved_at=now,
        **fields,
    )
    proposal.team.create(position=1, name="Siti Aminah", nip="198001012005012001")
    for question in Question.objects.filter(section__competition=edition):
        Answer.objects.create(
            proposal=proposal,
            question=question,
            text=f"Jawaban untuk {question.code}.",
            words=3,
            saved_at=now,
            saved_by=by,
        )
    return proposal


def make_submitted(edition: Competition, *, status: str = "submitted", **fields) -> Proposal:
    """A proposal with one frozen version, such as submitting writes."""
    return freeze(make_draft(edition, **fields), status=status)


def freeze(proposal: Proposal, *, status: str = "submitted") -> Proposal:
    now = timezone.now()
    content = canonical.dumps(payload.build(drafts.load(proposal), 1))
    ProposalVersion.objects.create(
        proposal=proposal,
        number=1,
        payload=content,
        sha256=canonical.sha256(content),
        submitted_at=now,
        submitted_by=proposal.created_by,
    )
    Proposal.objects.filter(pk=proposal.pk).update(
        status=status, submitted_at=now, submitted_by=proposal.created_by
    )
    proposal.refresh_from_db()
    return proposal


def make_entry(edition: Competition, **fields) -> Entry:
    """A proposal that passed screening and waits for jurors in the scoring stage."""
    return admit(make_submitted(edition, status="passed", **fields))


def admit(proposal: Proposal) -> Entry:
    return Entry.objects.create(
        stage=scoring_stage(proposal.competition),
        proposal=proposal,
        version=proposal.versions.get(),
        admitted_at=timezone.now(),
    )


def make_juror(stage: Stage, **fields) -> PanelMember:
    user = make_user(**fields)
    by = stage.competition.announced_by
    return PanelMember.objects.create(stage=stage, user=user, added_at=timezone.now(), added_by=by)


def make_assignment(entry: Entry, member: PanelMember, *, position: int = 0) -> Assignment:
    return Assignment.objects.create(
        entry=entry,
        member=member,
        position=position,
        assigned_at=timezone.now(),
        assigned_by=entry.stage.competition.announced_by,
    )
