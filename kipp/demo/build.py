"""Put a demonstration together, phase by phase. Deterministic: same arguments, same edition."""

from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Competition
from judging.models import Assignment, ScoreSheet
from kipp.demo import (
    calibrating,
    corrections,
    deliberating,
    editions,
    entries,
    judging,
    people,
    presenting,
    visiting,
)
from kipp.demo.editions import Phase
from kipp.lib.errors import Refused
from proposals.models import Proposal

#: Kinds of agency that enter by themselves; the organiser judges nobody and enters nothing.
ENTERING = ("dinas", "badan", "blud", "puskesmas", "kelurahan", "kecamatan", "smp", "bumd", "inspektorat")

FIRST_LETTER = 123


def build(*, preset: str, size: int, jurors: int, seed: int, phase: Phase, at: datetime) -> dict[str, object]:
    """An edition with `size` submitted proposals and `jurors` jurors, and how to sign in to it."""
    refuse_real_data()
    with transaction.atomic():
        return _build(preset, size, jurors, Random(seed), seed, phase, at)  # noqa: S311 - not for secrets


def refuse_real_data() -> None:
    """A demonstration never mixes with what real people entered."""
    strangers = User.objects.exclude(email__endswith=f"@{people.DOMAIN}").exists()
    if strangers or Competition.objects.filter(is_demo=False).exists():
        raise Refused(
            _("Basis data ini berisi data sungguhan. Buat edisi contoh di basis data lain (DATABASE_URL).")
        )


def _build(
    preset: str, size: int, jurors: int, rng: Random, seed: int, phase: Phase, at: datetime
) -> dict[str, object]:
    bodies = people.agencies()
    organiser = bodies[people.ORGANISER]
    publisher = people.bureau(organiser)
    entering = _entering(bodies, size)
    writers = people.staff(entering)
    edition = editions.build(preset=preset, organiser=organiser, by=publisher, phase=phase, at=at)
    dates = editions.calendar(phase, at)
    panel = people.jurors(jurors, insider=entering[0])
    if phase >= Phase.OPEN:
        cast = entries.Cast(edition, entering, writers, dates, rng)
        submitted = entries.build(cast, size)
        if phase >= Phase.SCREENING:
            entries.screen(cast, submitted, publisher, share=0.5 if phase == Phase.SCREENING else 1.0)
        if phase == Phase.SCREENING:
            corrections.build(cast, submitted[round(len(submitted) / 2) :], publisher)
        if phase >= Phase.SCORING:
            judge(edition, panel, publisher, dates, rng, seed, phase)
    return {
        "edition": edition.slug,
        "phase": phase.name.lower(),
        "counts": _counts(edition),
        "sign_ins": [asdict(line) for line in people.sign_ins(entering, jurors)],
    }


def _entering(bodies, size: int):
    """As many agencies as there are proposals, in the order of kinds, so that small editions are varied."""
    eligible = [agency for agency in bodies.values() if agency.kind in ENTERING]
    by_kind = {kind: [agency for agency in eligible if agency.kind == kind] for kind in ENTERING}
    mixed = []
    while len(mixed) < min(size, len(eligible)):
        for kind in ENTERING:
            if by_kind[kind]:
                mixed.append(by_kind[kind].pop(0))
    return mixed[: max(2, size)]


def judge(edition, panel, publisher, dates, rng: Random, seed: int, phase: Phase) -> None:
    """While scoring goes on, the first stage; afterwards every stage, each in its part of the calendar."""
    stages = editions.scoring_stages(edition)
    judging.welcome(edition, panel, dates.screened_at)
    for number, stage in enumerate(stages if phase >= Phase.SEALED else stages[:1]):
        _hold(stage, panel, publisher, editions.times(stage, dates), rng, seed, phase)
        is_last = number == len(stages) - 1
        if phase >= Phase.SEALED:
            stage = judging.seal(stage, publisher, stage.closes_at + timedelta(hours=10))
        if phase >= Phase.SEALED and is_last:
            held_at, is_over = stage.closes_at + timedelta(hours=11), phase >= Phase.PUBLISHED
            deliberating.deliberate(stage, publisher, held_at, is_confirmed=is_over)
        if phase >= Phase.PUBLISHED or (phase == Phase.SEALED and not is_last):
            judging.publish(stage, publisher, stage.closes_at + timedelta(hours=14), FIRST_LETTER + number)


def _hold(stage, panel, publisher, times, rng: Random, seed: int, phase: Phase) -> None:
    """A panel takes its seats, is given its readings and scores them."""
    outsiders = len(panel) - 1 if len(panel) > people.OUTSIDERS else len(panel)
    stage.readers = min(stage.readers, outsiders)
    stage.save(update_fields=["readers"])
    seats = judging.empanel(stage, panel, publisher, times.seated_at)
    if phase == Phase.SCORING:  # shown where jurors are at work
        calibrating.calibrate(stage, seats, publisher, times.seated_at + timedelta(hours=1), seed)
    readings = judging.assign(stage, publisher, times.assigned_at, seed)
    if phase == Phase.SCORING:
        presenting.present(stage, publisher, times.assigned_at + timedelta(hours=1), seed)
        visiting.visit(stage, publisher, times.assigned_at + timedelta(hours=2), times.scored_at)
    judging.score(stage, readings, times.scored_at, rng, is_over=phase >= Phase.SEALED)


def _counts(edition: Competition) -> dict[str, int]:
    proposals = Proposal.objects.filter(competition=edition)
    return {
        "proposals": proposals.count(),
        "submitted": proposals.exclude(submitted_at=None).count(),
        "readings": Assignment.objects.filter(entry__stage__competition=edition).count(),
        "sheets": ScoreSheet.objects.filter(assignment__entry__stage__competition=edition).count(),
    }
