"""Ways to break panels, sheets, releases and the chain; each joins the cases of `breaking`."""

from competitions.models import Criterion, LedgerEvent, LedgerHead, Rubric, Stage
from judging.models import (
    Assignment,
    AssignmentPlan,
    Conflict,
    Document,
    PanelMember,
    ProposalResult,
    ResultRelease,
    Score,
    ScoreSheet,
    Waiver,
)
from proposals.models import Entry, Proposal
from tests.kipp.breaking import (
    AT,
    LATER,
    breaks,
    earlier_stage,
    edition,
    one,
    person,
    raw,
    rejected,
    scoring,
    screening,
)

EVENTS, RELEASES = "competitions_ledgerevent", "judging_resultrelease"


def final_sheets():
    return ScoreSheet.objects.filter(status="final")


def middle_event():
    return LedgerEvent.objects.filter(kind="sheet.saved").order_by("seq")[3]


@breaks("absent_entries_have_no_final_sheet", "absent_entries_have_no_result")
def say_that_a_scored_entry_was_absent():
    entry = Entry.objects.filter(assignments__sheet__status="final").first()
    said = {"attendance": "absent", "attendance_note": "x", "attendance_at": AT, "attendance_by": person()}
    Entry.objects.filter(pk=entry.pk).update(**said)


@breaks("attendance_is_recorded_by_somebody")
def say_that_somebody_came_and_nobody_saw_it():
    one(Entry.objects.all()).update(attendance="present")


@breaks("attendance_is_recorded_by_somebody")
def leave_a_note_where_nobody_was_absent():
    one(Entry.objects.all()).update(attendance_note="Terlambat.")


@breaks("nobody_waits_for_a_juror_who_left", "closed_stages_await_no_sheet")
def let_a_juror_leave_with_work_undone():
    one(final_sheets()).update(status="draft", finalised_at=None)
    unfinished = PanelMember.objects.filter(assignments__sheet__status="draft")
    PanelMember.objects.filter(pk__in=unfinished).update(left_at=AT, left_by=person(), left_reason="Sakit")


@breaks("panels_judge_scoring_stages")
def seat_a_juror_in_the_screening():
    PanelMember.objects.create(stage=screening(), user=person(), added_at=AT, added_by=person())


@breaks("assignments_stay_inside_their_stage")
def assign_across_stages():
    member = PanelMember.objects.create(stage=earlier_stage(), user=person(), added_at=AT, added_by=person())
    one(Assignment.objects.all()).update(member=member)


@breaks("no_assignment_stands_in_conflict")
def state_a_conflict_beside_the_verb():
    Stage.objects.filter(kind="scoring").update(published_at=None, published_by=None)
    reading = Assignment.objects.standing().first()
    Conflict.objects.create(
        user=reading.member.user,
        proposal=reading.entry.proposal,
        source="organiser",
        reason="-",
        stated_at=AT,
        stated_by=person(),
    )


@breaks("scores_belong_to_the_rubric_of_their_sheet")
def score_a_foreign_criterion():
    rubric = Rubric.objects.create(stage=earlier_stage())
    one(Score.objects.all()).update(
        criterion=Criterion.objects.create(rubric=rubric, position=1, code="x", weight=1)
    )


@breaks("sheets_have_a_row_for_every_criterion")
def delete_a_score():
    one(Score.objects.all()).delete()


@breaks("final_sheets_are_complete")
def empty_a_score():
    one(Score.objects.filter(sheet__status="final")).update(points=None)


@breaks("final_sheets_are_complete", "final_sheets_weigh_something")
def empty_a_sheet():
    Score.objects.filter(sheet=final_sheets().first()).update(points=None)


@breaks("points_stand_on_the_scale")
def score_off_the_scale():
    one(Score.objects.all()).update(points=99)


@breaks("sheet_instants_ascend")
def open_after_saving():
    one(ScoreSheet.objects.all()).update(opened_at=LATER)


@breaks("waived_assignments_have_no_final_sheet")
def waive_a_final_sheet():
    Waiver.objects.create(
        assignment=final_sheets().first().assignment, reason="-", waived_at=AT, waived_by=person()
    )


@breaks("closed_stages_await_no_sheet")
def take_a_final_sheet_back():
    one(final_sheets()).update(status="draft", finalised_at=None)


@breaks("closed_stages_await_no_sheet", "entries_of_closed_stages_were_scored")
def take_all_sheets_of_an_entry_back():
    sheets = ScoreSheet.objects.filter(assignment__entry=Entry.objects.first())
    sheets.update(status="draft", finalised_at=None)


@breaks("sheets_were_final_before_their_stage_closed")
def finalise_after_closing():
    one(final_sheets()).update(finalised_at=LATER)


@breaks("applied_plans_are_ready")
def queue_an_applied_plan():
    AssignmentPlan.objects.update(status="queued")


@breaks("published_stages_have_a_release")
def publish_without_a_release():
    Stage.objects.filter(kind="screening").update(
        closed_at=AT, closed_by=person(), published_at=AT, published_by=person()
    )


def release(former, number, stage):
    published = ResultRelease.objects.order_by("pk").first()
    return ResultRelease.objects.create(
        stage=stage,
        number=number,
        payload="{}",
        sha256=f"{number:064d}",
        annex="{}",
        ledger_seq=published.ledger_seq,
        ledger_hash=published.ledger_hash,
        letter_number="-",
        letter_on=AT.date(),
        signer="-",
        signer_post="-",
        published_at=AT,
        published_by=person(),
        supersedes=former,
        reason="Koreksi",
    )


@breaks(
    "release_numbers_are_contiguous",
    "releases_supersede_the_one_before",
    "documents_of_a_release_are_complete",
)
def skip_a_release():
    former = ResultRelease.objects.get()
    release(former, 3, former.stage)


@breaks(
    "stages_have_one_release_in_force",
    "releases_supersede_the_one_before",
    "documents_of_a_release_are_complete",
)
def supersede_across_stages():
    published = scoring()
    release(release(None, 1, earlier_stage()), 2, published)


@breaks("results_are_of_entries", "documents_of_a_release_are_complete", "awards_agree_with_status")
def add_a_result():
    ProposalResult.objects.create(
        release=ResultRelease.objects.get(), proposal=rejected()[0], place=9, total=1
    )


@breaks("minutes_are_numbered_and_have_a_paper")
def write_minutes_by_hand():
    stage = scoring()
    stage.minutes.create(
        kind="plenary", number=9, payload="{}", sha256="0" * 64, made_at=AT, made_by=stage.closed_by
    )


@breaks("documents_of_a_release_are_complete")
def delete_a_report():
    one(Document.objects.filter(kind="report")).delete()


@breaks("ready_documents_have_a_file")
def call_a_document_ready():
    one(Document.objects.all()).update(status="ready")


@breaks("running_jobs_have_a_lease")
def run_without_a_lease():
    one(Document.objects.all()).update(status="running")


@breaks("awards_agree_with_status")
def give_an_award_by_hand():
    for before, after in (("not_awarded", "awarded"), ("awarded", "not_awarded")):
        if Proposal.objects.filter(status=before).exists():
            one(Proposal.objects.filter(status=before)).update(status=after)
            return


@breaks("advanced_proposals_enter_the_next_stage")
def add_a_stage_after_publishing():
    Stage.objects.create(competition=edition(), position=9, name="Final", kind="scoring")


@breaks("sums_stand_on_releases_in_force", "frozen_rules_match_the_rows")
def weigh_a_stage_that_the_result_never_took():
    Stage.objects.filter(pk=earlier_stage().pk).update(weight=70)
    Stage.objects.filter(kind="scoring", position__gt=0).update(weight=30)


@breaks("ledger_heads_are_the_last_event")
def move_the_head():
    LedgerHead.objects.update(seq=1)


@breaks("ledgers_have_a_head")
def delete_the_head():
    LedgerHead.objects.all().delete()


@breaks("event_numbers_are_contiguous", "events_name_the_hash_before")
def delete_an_event():
    raw(EVENTS, f"DELETE FROM {EVENTS} WHERE id = %s", [middle_event().pk])


@breaks("events_name_the_hash_before")
def edit_a_previous_hash():
    raw(EVENTS, f"UPDATE {EVENTS} SET previous_hash = %s WHERE id = %s", ["0" * 64, middle_event().pk])


@breaks("actors_are_known")
def blame_somebody_unknown():
    raw(EVENTS, f"UPDATE {EVENTS} SET actor = 'SIAPA' WHERE id = %s", [middle_event().pk])


@breaks("heads_of_releases_are_in_the_chain")
def print_another_head():
    raw(RELEASES, f"UPDATE {RELEASES} SET ledger_hash = %s", ["0" * 64])
