"""Two visits in the field: one that both sides have finished, with photos, and one that is planned."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from agencies.models import User
from competitions.models import Stage
from judging.enums import Verdict
from judging.models import Claim, FieldVisit
from judging.reads import field, field_claims
from judging.services import field_claims as claims
from judging.services import field_visits, observations, photos
from judging.services.field_claims import Wanted
from judging.services.field_visits import Plan
from proposals.models import Entry

MOST_CLAIMS = 4
NOTE = "Register menunjukkan angka yang lebih rendah (contoh)."
#: Where the demonstration's photos were taken; made up, near the town square.
TEGAL = (Decimal("-6.867500"), Decimal("109.137800"))
GPS, EXIF = 0x8825, 0x8769


def visit(stage: Stage, by: User, planned_at: datetime, seen_at: datetime) -> None:
    """`seen_at` lies in the past of whoever looks, the other visit before them."""
    pairs = [(entry, free) for entry in _some(stage) if len(free := _free(entry)) >= field.LEAST]
    if len(pairs) < 2:
        return
    seen_at = _morning(stage, seen_at)
    (first, seeing), (second, going) = pairs[:2]
    _seen(_plan(first, seeing, by, planned_at, seen_at), seeing, by, planned_at, seen_at)
    waiting = _plan(second, going, by, planned_at, seen_at + timedelta(days=12))
    _take_claims(waiting, by, planned_at)


def _morning(stage: Stage, at: datetime) -> datetime:
    """Nine o'clock of that day, where the edition is."""
    return at.astimezone(stage.competition.tz).replace(hour=9, minute=0, second=0, microsecond=0)


def _some(stage: Stage) -> list[Entry]:
    rows = stage.entries.select_related("proposal__agency", "stage__competition", "version")
    return list(rows.order_by("pk")[:6])


def _free(entry: Entry) -> list[User]:
    found = [one.user for one in field.candidates(entry) if one.is_juror and not one.refusals]
    return found[: field.LEAST]


def _plan(entry: Entry, users: list[User], by: User, at: datetime, when: datetime) -> FieldVisit:
    place = f"{entry.proposal.agency.name} (contoh alamat)"
    return field_visits.plan(entry=entry, by=by, at=at, wanted=Plan(when, place, users))


def _take_claims(found: FieldVisit, by: User, at: datetime) -> list[Claim]:
    sources = field_claims.sources(found)
    wanted = [Wanted(one.name, each.text) for one in sources for each in one.suggestions]
    wanted = wanted or [Wanted(one.name, one.plain[:300]) for one in sources]
    return claims.add(visit=found, by=by, at=at, wanted=wanted[:MOST_CLAIMS])


def _seen(found: FieldVisit, users: list[User], by: User, at: datetime, seen_at: datetime) -> None:
    """Both saw everything; of the second claim they disagree, and the head agrees with what they found."""
    rows = _take_claims(found, by, at)
    field_visits.name_host(visit=found, by=by, at=at, name="Kepala Layanan (contoh)", post="Kepala Seksi")
    for user in users:
        for number, claim in enumerate(rows, start=1):
            claim.visit = found
            differs = number == 2 and user == users[0]
            observations.record(
                claim=claim,
                by=user,
                at=seen_at + timedelta(hours=2),
                verdict=Verdict.PARTLY if differs else Verdict.CONFIRMED,
                note=NOTE if differs else "",
                noted_at=seen_at + timedelta(minutes=10 * number),
                revision=0,
            )
        photos.take(
            claim=rows[0],
            by=user,
            at=seen_at + timedelta(hours=2),
            key=f"contoh-{user.pk}",
            content=_picture(users.index(user), seen_at),
            caption="Loket layanan (contoh)",
        )
        observations.finish(visit=found, by=user, at=seen_at + timedelta(hours=2))
    staff, now = found.entry.proposal.created_by, seen_at + timedelta(hours=20)
    found.refresh_from_db()
    answered = field_visits.answer(
        visit=found, by=staff, at=now, revision=found.revision, has_objection=False, remark=""
    )
    field_visits.close(visit=found, by=by, at=now + timedelta(hours=4), revision=answered.revision)


def _picture(number: int, at: datetime) -> bytes:
    """A drawn counter, with the facts that a phone writes into a photo."""
    image = Image.new("RGB", (1200, 900), ("#dfe8ec", "#ece6df")[number % 2])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 620, 1200, 900), fill="#7d8a90")
    draw.rectangle((180, 380, 1020, 640), fill="#3a5a66")
    for window in range(3):
        draw.rectangle((240 + 270 * window, 200, 450 + 270 * window, 370), fill="#f7fafb")
    draw.text((200, 400), "FOTO CONTOH", fill="#ffffff", font_size=64)
    facts = Image.Exif()
    facts.get_ifd(EXIF)[0x9003] = f"{at:%Y:%m:%d %H:%M:%S}"
    gps = facts.get_ifd(GPS)
    gps.update({1: "S", 2: _degrees(TEGAL[0]), 3: "E", 4: _degrees(TEGAL[1])})
    held = BytesIO()
    image.save(held, "JPEG", quality=80, exif=facts)
    return held.getvalue()


def _degrees(value: Decimal) -> tuple[float, float, float]:
    minutes, degrees = abs(value) % 1 * 60, int(abs(value))
    return float(degrees), float(int(minutes)), float(minutes % 1 * 60)
