"""The year before a demonstration: an edition that ended, whose first innovations came back.

Built after the edition itself, which stays the same with or without a past.
"""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from agencies.models import User
from competitions.models import Competition
from kipp.demo import build, editions, entries, people
from kipp.demo.editions import Phase
from proposals.enums import AwardLevel, ExportFormat, ExportLayout
from proposals.indicators import GUIDE
from proposals.models import Innovation, Proposal
from proposals.services import exports, profile, recognitions
from proposals.services.profile import Claim

SIZE, JURORS = 3, 2
YEAR = timedelta(days=365)
ELSEWHERE = (
    (2, AwardLevel.PROVINCE, "Top 30 Inovasi Pelayanan Publik Provinsi (contoh)"),
    (1, AwardLevel.NATION, "Finalis Kompetisi Nasional (contoh)"),
)


def add(*, edition: Competition, preset: str, seed: int, at: datetime) -> None:
    """Does nothing while nobody has written anything: there is no innovation that could have a past."""
    present = list(edition.proposals.select_related("agency", "innovation", "created_by").order_by("pk"))
    if not present:
        return
    with transaction.atomic():
        earlier = _earlier_edition(edition, present, preset, seed, at - YEAR)
        _join(earlier, present)
        first = present[0]
        _recognise(first.innovation, first.created_by, edition.year, at)
        _report(Innovation.objects.get(pk=first.innovation_id), first.created_by, at)


def _earlier_edition(
    edition: Competition, present: list[Proposal], preset: str, seed: int, at: datetime
) -> Competition:
    """The same offices in the same order write the same titles, so that the first of them meet again."""
    publisher = edition.announced_by
    agencies = list({proposal.agency_id: proposal.agency for proposal in present}.values())
    writers = {proposal.agency.code: proposal.created_by for proposal in present}
    made = editions.build(
        preset=preset, organiser=edition.organiser, by=publisher, phase=Phase.PUBLISHED, at=at
    )
    dates, rng = editions.calendar(Phase.PUBLISHED, at), Random(seed)  # noqa: S311 - not for secrets
    cast = entries.Cast(made, agencies, writers, dates, rng)
    entries.screen(cast, entries.build(cast, SIZE), publisher)
    panel = people.jurors(JURORS, insider=agencies[0])
    build.judge(made, panel, publisher, dates, rng, seed, Phase.PUBLISHED)
    return made


def _join(earlier: Competition, present: list[Proposal]) -> None:
    """One innovation of two years; the one that the earlier edition made for itself goes."""
    known = {(proposal.agency_id, proposal.title_key): proposal.innovation for proposal in present}
    for proposal in earlier.proposals.select_related("innovation"):
        innovation, former = known.get((proposal.agency_id, proposal.title_key)), proposal.innovation
        if innovation is None:
            continue
        innovation.registered_at = former.registered_at
        innovation.save(update_fields=["registered_at"])
        former.recognitions.update(innovation=innovation)
        Proposal.objects.filter(pk=proposal.pk).update(innovation=innovation)
        former.delete()


def _recognise(innovation: Innovation, by: User, year: int, at: datetime) -> None:
    for ago, level, name in ELSEWHERE:
        recognitions.enter(
            innovation=innovation, by=by, at=at, year=year - ago, level=level, name=name, title=""
        )


def _report(innovation: Innovation, by: User, at: datetime) -> None:
    """A profile that still lacks something, and the files that were asked for."""
    known = [indicator.code for indicator in GUIDE.indicators[:12]]
    profile.save(
        innovation=innovation,
        by=by,
        at=at,
        revision=0,
        values={
            "phase": "applied",
            "initiator": "agency",
            "form": "service",
            "is_digital": False,
            "affair": "Pendidikan (contoh)",
            "design": "Rancang bangun ini contoh dan masih terlalu pendek untuk dilaporkan.",
            "aims": "Layanan selesai dalam satu kunjungan (contoh).",
        },
        claims={code: Claim(1 + place % 3, "Dokumen contoh") for place, code in enumerate(known)},
    )
    sent = innovation.proposals.exclude(versions=None).order_by("competition__year").first()
    formats = list(ExportFormat)
    if sent is not None:
        exports.ask(
            innovation=innovation,
            by=by,
            at=at,
            layout=ExportLayout.NEXT_LEVEL,
            formats=formats,
            title=innovation.title,
            proposal=sent,
        )
    exports.ask(
        innovation=innovation,
        by=by,
        at=at,
        layout=ExportLayout.INDEX,
        formats=formats,
        title=innovation.title,
    )
