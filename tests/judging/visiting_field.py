"""A visit in the field: an entry, two jurors and an official, claims, and what they find."""

from datetime import UTC, datetime, timedelta

from agencies.models import User
from competitions.models import Stage
from judging.models import Claim, FieldVisit, Observation, Visitor
from judging.services import field_claims, field_visits
from judging.services.field_claims import Wanted
from judging.services.field_visits import Plan
from proposals.models import Entry
from tests import worlds

AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 09.00 WIB
PLACE = "Puskesmas Contoh, Jalan Melati 1"


def make_stage(**fields) -> Stage:
    stage = worlds.scoring_stage(worlds.make_edition())
    for name, value in fields.items():
        setattr(stage, name, value)
    stage.save()
    return stage


def by(stage: Stage) -> User:
    return stage.competition.announced_by


def make_entry(stage: Stage) -> Entry:
    agency = worlds.make_agency(name="Puskesmas Contoh")
    return worlds.make_entry(stage.competition, title="Antre Cepat", agency=agency)


def jurors(stage: Stage, *names: str) -> list[User]:
    return [worlds.make_juror(stage, name=name).user for name in names]


def plan(entry: Entry, users: list[User], *, at: datetime = AT, when: datetime = NINE) -> FieldVisit:
    return field_visits.plan(entry=entry, by=by(entry.stage), at=at, wanted=Plan(when, PLACE, users))


def claim(visit: FieldVisit, *texts: str) -> list[Claim]:
    wanted = [Wanted("Latar: Uraikan latar", text) for text in texts]
    field_claims.add(visit=visit, by=by(visit.entry.stage), at=AT, wanted=wanted)
    return list(visit.claims.all())


def observe(claim: Claim, user: User, verdict: str = "confirmed", note: str = "") -> Observation:
    """As the visitor's phone has sent it."""
    visitor = Visitor.objects.get(visit=claim.visit, user=user)
    return Observation.objects.create(
        claim=claim, visitor=visitor, verdict=verdict, note=note, noted_at=NINE, saved_at=NINE
    )


def finish(visit: FieldVisit, *users: User) -> None:
    visit.visitors.filter(user__in=users).update(finished_at=NINE + timedelta(hours=2))


def seen_visit(entry: Entry, users: list[User], *texts: str) -> FieldVisit:
    """Every claim is seen by everybody: of the last they disagree."""
    visit = plan(entry, users)
    claims = claim(visit, *(texts or ("Waktu tunggu 15 menit.", "Melayani 40 pasien sehari.")))
    for each in claims:
        for user in users:
            differs = each == claims[-1] and user == users[1]
            note = "Register menunjukkan 25 pasien."
            observe(each, user, *(("partly", note) if differs else ()))
    finish(visit, *users)
    return FieldVisit.objects.get(pk=visit.pk)
