"""Three hundred proposals and twelve jurors, from the call to the shortlist, by the portal's own verbs.

Totals, places and who goes on are worked out beside the portal, with fractions only. The eleventh to the
sixtieth entry are as good as each other whoever reads them, so that thirty of fifty fit: a tie at the cut.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest

from competitions.models import Competition, Question, Stage
from competitions.services import calls, editions, rows, stages
from judging.enums import EndedAs
from judging.models import Assignment, ProposalResult
from judging.reads import closing as closing_reads
from judging.reads import shortlist as shortlist_reads
from judging.reads.sheet import stamp
from judging.services import (
    assigning_plan,
    closing,
    integrity,
    panel,
    planning,
    publishing,
    reading_marks,
    scoring_sheets,
    shortlist,
)
from judging.services.publishing import Letter
from judging.services.scoring_sheets import Mark
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.models import Proposal, ProposalVersion
from proposals.reads import drafts, payload
from proposals.services import screening, starting, submission, writing
from tests import worlds

pytestmark = pytest.mark.django_db

ENTRIES, JURORS, READERS, TOP = 300, 12, 2, 40
SURE, LEVEL = range(10), range(10, 60)
WEIGHTS = {"pengembangan": 40, "akses": 20, "manfaat": 20, "gagasan": 20}
OPENS = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
WRITTEN, SCREENED, SCORED, CLOSED = (OPENS + timedelta(days=days) for days in (5, 30, 40, 50))


def test_three_hundred_from_the_call_to_the_shortlist():
    bureau = worlds.make_user(agency=worlds.make_agency("BAG-ORG", kind="bagian"), role="publisher")
    stage, final = announce(bureau)
    enter(stage.competition)
    screen(stage.competition, bureau)
    assign(stage, bureau)
    abstained, late = score(stage)
    stage = close(stage, bureau, late)
    expected = totals_by_hand(stage, without={abstained.pk, late.pk})
    publish(stage, final, bureau, expected)


def announce(bureau) -> tuple[Stage, Stage]:
    """One stage of scores with a cut after forty and nothing to break ties; another follows."""
    organiser = bureau.memberships.get().agency
    edition = editions.create_from_preset(
        by=bureau,
        at=OPENS - timedelta(days=9),
        organiser=organiser,
        preset="korpri-pekalongan-2018",
        name="Tiga ratus",
        slug="tiga-ratus",
        year=2026,
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=20),
    )
    act = {"by": bureau, "at": OPENS - timedelta(days=8)}
    held = [rows.Row(row.pk, {"name": row.name, "kind": row.kind}) for row in edition.stages.all()]
    held.append(rows.Row(None, {"name": "Final", "kind": "scoring"}))
    edition = rows.save(competition=edition, revision=edition.revision, part="tahap", rows=held, **act)
    stage, final = edition.stages.filter(kind="scoring").order_by("position")
    cut = {"cut_kind": "top_n", "cut_count": TOP, "tie_ladder": [], "readers": READERS, "weight": 0}
    stages.save(stage=stage, revision=edition.revision, values=cut, **act)
    edition = Competition.objects.get()
    editions.confirm_assumptions(competition=edition, **act)
    finish_rubric(final, **act)
    calls.announce(competition=Competition.objects.get(), **act)
    return Stage.objects.get(pk=stage.pk), final


def finish_rubric(stage, *, by, at) -> None:
    from competitions.services import rubrics

    values = {"name": "Penyajian", "weight": 100, "points_min": 1, "points_max": 5, "is_required": True}
    row = rubrics.CriterionRow(None, values, {points: f"Jenjang {points}" for points in range(1, 6)})
    standing = stage.rubrics.get().criteria.all()
    gone = [rubrics.CriterionRow(row.pk, {}, {}, is_removed=True) for row in standing]
    revision = Competition.objects.get().revision
    rubrics.save(stage=stage, by=by, at=at, revision=revision, rows=[*gone, row])


def enter(edition) -> None:
    """Every agency writes one proposal and sends it."""
    questions = list(Question.objects.filter(section__competition=edition))
    header = {
        "category_id": edition.categories.get().pk,
        "track_id": edition.tracks.get().pk,
        "started_on": date(2024, 1, 1),
        "is_truthful": True,
    }
    for number in range(ENTRIES):
        agency = worlds.make_agency(f"DINAS-{number:03}", kind="dinas")
        act = {"by": worlds.make_user(agency=agency), "at": WRITTEN}
        proposal = starting.start(
            competition=edition, agency=agency, title=title(number), code=f"KODE{number:08}", **act
        )
        stored = {answer.question_id: answer.revision for answer in proposal.answers.all()}
        writing.save_form(
            proposal=proposal,
            revision=proposal.revision,
            changes={"title": title(number), **header},
            members=[writing.Member("Siti Aminah", "198001012005012001", "Ketua")],
            answers=[writing.Typed(q.pk, stored.get(q.pk, 0), f"Uraian {q.code}.") for q in questions],
            **act,
        )
        proposal.refresh_from_db()
        seen = canonical.sha256(canonical.dumps(payload.build(drafts.load(proposal), 1)))
        submission.submit(proposal=proposal, revision=seen, accepts_warnings=True, **act)


def title(number: int) -> str:
    return f"Inovasi nomor {number:03}"


def number_of(proposal: Proposal) -> int:
    return int(proposal.title[-3:])


def screen(edition, bureau) -> None:
    met = {item.code: screening.Found(True) for item in edition.checklist.all()}
    versions = ProposalVersion.objects.filter(proposal__competition=edition)
    for version in versions.select_related("proposal__agency", "proposal__competition__organiser"):
        screening.decide(version=version, by=bureau, at=SCREENED, outcome="passed", revision=0, findings=met)


def assign(stage, bureau) -> None:
    act = {"by": bureau, "at": SCREENED + timedelta(days=1)}
    for number in range(JURORS):
        user = worlds.make_user(name=f"Juri {number:02}")
        panel.seat(stage=stage, user=user, **act)
        words = canonical.sha256(stage.competition.integrity_text)
        integrity.sign(competition=stage.competition, by=user, at=act["at"], name=user.name, seen=words)
    plan = assigning_plan.request(stage=stage, seed=7, **act)
    planning.make(plan_id=plan.pk, at=act["at"])
    plan.refresh_from_db()
    assigning_plan.apply(plan=plan, **act)


def points_of(number: int, juror: str) -> dict[str, int]:
    """What this juror gives this entry: the best ten agree, the next fifty are level, the rest vary."""
    if number in SURE:
        return dict.fromkeys(WEIGHTS, 5)
    if number in LEVEL:
        return dict.fromkeys(WEIGHTS, 4)
    chance = Random(f"{number} {juror}")
    return {code: chance.randint(1, 3) for code in WEIGHTS}


def score(stage) -> tuple[Assignment, Assignment]:
    """Everybody scores everything, but for one who abstains once and one who never opens a sheet."""
    readings = Assignment.objects.filter(entry__stage=stage).order_by("pk")
    held = list(readings.select_related("entry__proposal", "member__user"))
    assert len(held) == ENTRIES * READERS
    abstained = next(each for each in held if number_of(each.entry.proposal) not in (*SURE, *LEVEL))
    late = next(each for each in reversed(held) if each.entry_id != abstained.entry_id)
    for reading in held:
        if reading not in (abstained, late):
            score_one(reading)
    reading_marks.abstain(
        assignment=abstained, by=abstained.member.user, at=SCORED, reason="Saya mendampingi inovasi ini."
    )
    return abstained, late


def score_one(reading: Assignment) -> None:
    act = {"by": reading.member.user, "at": SCORED}
    sheet = scoring_sheets.open_sheet(assignment=reading, no_conflict=True, **act)
    given = points_of(number_of(reading.entry.proposal), reading.member.user.name)
    scores = list(sheet.scores.select_related("criterion", "sheet"))
    marks = [Mark(row.criterion_id, given[row.criterion.code], "", row.revision) for row in scores]
    saved = scoring_sheets.save_form(sheet=sheet, marks=marks, note=None, **act)
    scoring_sheets.finalise(sheet=sheet, revision=stamp(saved), **act)


def close(stage, bureau, late) -> Stage:
    act = {"by": bureau, "at": CLOSED}
    with pytest.raises(Refused, match="1 lembar nilai belum final"):
        closing.close(stage=stage, **act)
    closing.waive_many(stage=stage, assignments=[late], reason="Juri sakit", **act)
    stage = closing.close(stage=stage, **act)
    done = closing_reads.coverage(stage)
    assert (done.standing, done.final, done.waived, done.recused) == (598, 598, 1, 1)
    return stage


def totals_by_hand(stage, *, without: set[int]) -> dict[str, Fraction]:
    """Title -> mean of the sheets that count, each Σ weight · points ÷ 5."""
    given: dict[str, list[Fraction]] = {}
    readings = Assignment.objects.filter(entry__stage=stage).exclude(pk__in=without)
    for name, juror in readings.values_list("entry__proposal__title", "member__user__name"):
        points = points_of(int(name[-3:]), juror)
        given.setdefault(name, []).append(Fraction(sum(WEIGHTS[c] * n for c, n in points.items()), 5))
    assert sorted(map(len, given.values())) == [1, 1, *[2] * (ENTRIES - 2)]
    return {name: sum(each) / len(each) for name, each in given.items()}


def publish(stage, final, bureau, expected: dict[str, Fraction]) -> None:
    """A draw gives thirty of the fifty level entries a place; the release says what was worked out."""
    found = shortlist_reads.shortlist(stage)
    (tie,) = found.ties
    assert (tie.place, tie.seats, len(tie.rows)) == (11, 30, 50)
    act = {"by": bureau, "at": CLOSED + timedelta(hours=1)}
    shortlist.decide_ties(stage=stage, snapshot=found.snapshot, reason="Pleno", seed="31415", **act)
    letter = Letter("", date(2026, 4, 20), "", "")
    release = publishing.publish(stage=stage, letter=letter, **act)
    lines = ProposalResult.objects.filter(release=release).select_related("proposal")
    assert {row.proposal.title: Fraction(row.total) for row in lines} == {
        name: Fraction(int(total * 20000 + 1) // 2, 10000) for name, total in expected.items()
    }
    drawn = sorted(
        (row.proposal for row in lines if number_of(row.proposal) in LEVEL),
        key=lambda proposal: canonical.sha256("31415" + proposal.code),
    )
    inside = {title(number) for number in SURE} | {proposal.title for proposal in drawn[:30]}
    assert {row.proposal.title for row in lines if row.is_advanced} == inside
    assert set(final.entries.values_list("proposal__title", flat=True)) == inside
    order = [expected[row.proposal.title] for row in lines.order_by("place")]
    assert order == sorted(order, reverse=True)
    assert stage.minutes.count() == 2
    assert Assignment.objects.get(ended_as=EndedAs.ABSTAINED).entry.stage_id == stage.pk
