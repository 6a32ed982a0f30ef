"""Ways to break one published demonstration, each with the names of the invariants that must notice."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from agencies.models import Agency, Invitation, Mail, MailBatch, Membership, User
from competitions.models import (
    AttachmentSlot,
    Award,
    Competition,
    Criterion,
    Level,
    Question,
    Rubric,
    Section,
    Stage,
)
from judging.models import (
    ScoreSheet,
)
from kipp.lib import frozen
from proposals.models import (
    Answer,
    Attachment,
    Correction,
    Entry,
    Finding,
    Innovation,
    Proposal,
    ProposalVersion,
    Screening,
)

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LATER = AT + timedelta(days=90)
VERSIONS = "proposals_proposalversion"

CASES = []


def breaks(*names):
    """The invariants that a breaker violates, all of them."""

    def keep(breaker):
        CASES.append((breaker, set(names)))
        return breaker

    return keep


def one(rows):
    """A queryset of one row, so that it can be updated past the model."""
    return rows.model.objects.filter(pk=rows.order_by("pk").values_list("pk", flat=True).first())


def raw(table, sql, values=()):
    with connection.cursor() as cursor:
        for statement in frozen._drop(table, connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, values)


def edition():
    return Competition.objects.get(is_demo=True)


def other_edition():
    return Competition.objects.create(
        slug="lain", name="Lain", year=2026, region="Tegal", organiser=edition().organiser
    )


def person():
    return User.objects.order_by("pk").first()


def scoring():
    return edition().stages.get(kind="scoring")


def screening():
    return edition().stages.get(kind="screening")


def earlier_stage():
    """Another scoring stage, before the published one."""
    return Stage.objects.create(competition=edition(), position=0, name="Lain", kind="scoring")


def rejected():
    return Proposal.objects.filter(status="rejected")


@breaks("agency_roots_are_the_tops_of_their_trees")
def move_a_root():
    child = Agency.objects.exclude(parent=None).first()
    Agency.objects.filter(pk=child.pk).update(root=child.pk)


@breaks("agency_roots_are_the_tops_of_their_trees")
def turn_a_tree_into_a_ring():
    child = Agency.objects.exclude(parent=None).first()
    Agency.objects.filter(pk=child.parent_id).update(parent=child.pk)


@breaks("organisers_keep_their_last_publisher")
def disable_the_publisher():
    User.objects.filter(memberships__role="publisher").update(is_active=False)


@breaks("organisers_keep_their_last_publisher")
def take_the_publishers_role():
    Membership.objects.filter(role="publisher").delete()


@breaks("accepted_invitations_are_not_revoked")
def revoke_an_accepted_invitation():
    Invitation.objects.create(
        email="a@contoh.invalid",
        token_sha256="0" * 64,
        invited_at=AT,
        expires_at=LATER,
        accepted_at=AT,
        accepted_by=person(),
        revoked_at=AT,
    )


@breaks("sent_letters_are_emptied")
def keep_a_sent_letter():
    Mail.objects.create(
        to="a@contoh.invalid", subject="-", body="rahasia", status="sent", queued_at=AT, sent_at=AT
    )


@breaks("letters_wait_with_their_batch")
def let_a_letter_leave_a_batch_that_waits():
    edition = Competition.objects.first()
    batch = MailBatch.objects.create(
        organiser=edition.organiser,
        title="Pengingat",
        subject=f"edition:{edition.slug}",
        purpose="reminder",
        written_at=AT,
        held_at=AT,
    )
    Mail.objects.create(batch=batch, to="a@contoh.invalid", subject="-", status="queued", queued_at=AT)


@breaks("letters_wait_with_their_batch")
def hold_a_letter_without_a_batch():
    Mail.objects.create(to="a@contoh.invalid", subject="-", status="held", queued_at=AT)


@breaks("frozen_rules_match_the_rows")
def make_a_rule_after_the_scores():
    Stage.objects.filter(kind="scoring").update(cut_kind="top_n", cut_count=2)


@breaks("locked_rubrics_weigh_a_hundred", "frozen_rules_match_the_rows")
def change_a_weight():
    one(Criterion.objects.all()).update(weight=1)


@breaks("rubrics_in_use_are_locked")
def unlock_the_rubric():
    Rubric.objects.update(locked_at=None)


@breaks("rubric_versions_are_contiguous", "frozen_rules_match_the_rows")
def skip_a_rubric_version():
    Rubric.objects.update(version=3)


@breaks("only_scoring_stages_have_rubrics")
def give_the_screening_a_rubric():
    Rubric.objects.create(stage=screening())


@breaks(
    "sheets_of_a_stage_share_one_rubric",
    "frozen_rules_match_the_rows",
    "rubrics_in_use_are_locked",
    "sheets_have_a_row_for_every_criterion",
    "scores_belong_to_the_rubric_of_their_sheet",
)
def score_by_a_second_rubric():
    one(ScoreSheet.objects.all()).update(rubric=Rubric.objects.create(stage=scoring(), version=2))


@breaks(
    "sheets_use_a_rubric_of_their_stage",
    "rubrics_in_use_are_locked",
    "sheets_have_a_row_for_every_criterion",
    "scores_belong_to_the_rubric_of_their_sheet",
)
def score_by_the_rubric_of_another_stage():
    one(ScoreSheet.objects.all()).update(rubric=Rubric.objects.create(stage=earlier_stage()))


@breaks("tie_ladders_name_criteria_of_the_rubric", "frozen_rules_match_the_rows")
def name_an_unknown_rung():
    Stage.objects.filter(kind="scoring").update(tie_ladder=["tidak-ada"])


@breaks("levels_stand_on_the_scale", "frozen_rules_match_the_rows")
def put_a_level_off_the_scale():
    one(Level.objects.all()).update(points=99)


@breaks("stage_positions_are_unique")
def put_stages_in_one_place():
    Stage.objects.update(position=1)


@breaks("stages_open_before_they_close")
def close_a_stage_as_it_opens():
    Stage.objects.filter(kind="scoring").update(opens_at=AT, closes_at=AT)


@breaks("award_places_do_not_overlap")
def give_a_place_two_awards():
    Award.objects.all().delete()
    for position, first in enumerate((1, 3), start=1):
        Award.objects.create(
            competition=edition(), position=position, name="Juara", first_place=first, last_place=first + 2
        )


@breaks("conditional_questions_hang_on_their_edition", "announced_forms_hold_together")
def hang_a_question_on_a_text():
    Question.objects.filter(kind="yesno").update(kind="text", max_words=10)


@breaks("submitted_proposals_have_a_version")
def submit_a_draft_by_hand():
    one(Proposal.objects.filter(status="draft")).update(
        status="submitted", submitted_at=AT, submitted_by=person()
    )


@breaks("submission_instants_are_those_of_the_version")
def move_a_submission():
    one(rejected()).update(submitted_at=LATER)


@breaks("corrections_run_while_a_proposal_is_returned")
def keep_the_date_of_a_correction_that_is_over():
    one(Proposal.objects.filter(status="awarded")).update(correction_due_at=LATER)


@breaks("corrections_answered_have_a_later_version")
def answer_a_correction_with_nothing():
    Correction.objects.create(
        version=ProposalVersion.objects.order_by("pk").first(),
        note="-",
        due_at=LATER,
        asked_at=AT,
        asked_by=person(),
        ended_at=LATER,
        ended_as="resubmitted",
    )


@breaks("version_numbers_are_contiguous")
def skip_a_version():
    version = ProposalVersion.objects.filter(proposal__in=rejected()).first()
    raw(VERSIONS, f"UPDATE {VERSIONS} SET number = 5 WHERE id = %s", [version.pk])


@breaks("title_keys_are_right")
def rename_without_the_key():
    one(rejected()).update(title="Judul lain")


@breaks("choices_belong_to_the_edition")
def choose_a_foreign_category():
    one(rejected()).update(category=other_edition().categories.create(position=1, name="Lain"))


@breaks("innovations_belong_to_the_agency")
def give_an_innovation_away():
    innovation = Innovation.objects.first()
    Innovation.objects.filter(pk=innovation.pk).update(
        agency=Agency.objects.exclude(pk=innovation.agency_id)[0]
    )


@breaks("answers_count_their_words")
def count_words_wrongly():
    one(Answer.objects.all()).update(words=9999)


@breaks("answers_belong_to_the_edition")
def answer_a_foreign_question():
    section = Section.objects.create(competition=other_edition(), position=1, code="x", title="X")
    question = section.questions.create(position=1, code="x", label="X", kind="yesno")
    one(Answer.objects.all()).update(question=question)


@breaks("slots_hold_no_more_than_asked")
def put_two_files_in_a_slot():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX attachment_once_a_slot")
    first, second = Attachment.objects.filter(proposal=rejected()[0])[:2]
    Attachment.objects.filter(pk=second.pk).update(slot=first.slot)


@breaks("attachments_belong_to_the_edition")
def attach_to_a_foreign_slot():
    slot = AttachmentSlot.objects.create(competition=other_edition(), position=1, code="x", title="X")
    one(Attachment.objects.all()).update(slot=slot)


@breaks("screening_outcomes_agree_with_status")
def forget_a_rejection():
    one(rejected()).update(status="submitted")


@breaks("decided_proposals_were_screened")
def delete_a_screening():
    screened = Screening.objects.filter(version__proposal=rejected()[0])
    Finding.objects.filter(screening__in=screened).delete()
    screened.delete()


@breaks("screening_outcomes_follow_the_findings")
def fail_a_line_of_a_passed_one():
    one(Finding.objects.filter(screening__outcome="passed")).update(is_met=False)


@breaks("passed_proposals_have_an_entry")
def pass_without_an_entry():
    screened = Screening.objects.filter(version__proposal=rejected()[0])
    Finding.objects.filter(screening__in=screened).update(is_met=True)
    proposal = rejected()[0].pk
    screened.update(outcome="passed")
    Proposal.objects.filter(pk=proposal).update(status="passed")


@breaks("entries_are_of_passed_proposals", "screening_outcomes_agree_with_status", "awards_agree_with_status")
def reject_an_entry():
    one(Proposal.objects.filter(entries__isnull=False)).update(status="rejected")


@breaks("entries_read_a_version_of_their_proposal")
def read_anothers_version():
    one(Entry.objects.all()).update(version=rejected()[0].versions.get())


@breaks("entries_read_the_last_version")
def send_a_later_version():
    proposal = Entry.objects.first().proposal
    ProposalVersion.objects.create(
        proposal=proposal, number=2, payload="{}", sha256="0" * 64, submitted_at=AT, submitted_by=person()
    )


@breaks(
    "entries_stand_in_scoring_stages_of_their_edition",
    "assignments_stay_inside_their_stage",
    "sheets_use_a_rubric_of_their_stage",
    "results_are_of_entries",
)
def enter_the_screening_stage():
    one(Entry.objects.all()).update(stage=screening())
