"""Who may ever do what in judging."""

import rules

from competitions.rules import oversees_edition, publishes_edition, runs_edition
from proposals.rules import oversees_its_edition, writes_for_its_agency


@rules.predicate
def runs_its_stage(user, stage):
    return runs_edition(user, stage.competition)


@rules.predicate
def oversees_its_stage(user, stage):
    return oversees_edition(user, stage.competition)


@rules.predicate
def publishes_its_stage(user, stage):
    return publishes_edition(user, stage.competition)


@rules.predicate
def is_its_juror(user, assignment):
    return assignment.member.user_id == user.pk


@rules.predicate
def is_its_seat(user, member):
    return member.user_id == user.pk and member.left_at is None


@rules.predicate
def may_read_document(user, document):
    if oversees_edition(user, document.release.stage.competition):
        return True
    return document.proposal is not None and writes_for_its_agency(user, document.proposal)


@rules.predicate
def follows_timetable(user, timetable):
    """Before it is announced a timetable is its organiser's alone."""
    if oversees_edition(user, timetable.stage.competition):
        return True
    seats = timetable.stage.panel.filter(user=user.pk, left_at=None)
    return timetable.published_at is not None and seats.exists()


rules.add_perm("judging.score_assignment", is_its_juror)
rules.add_perm("judging.calibrate", is_its_seat)
rules.add_perm("judging.manage_panel", runs_its_stage)
rules.add_perm("judging.watch_stage", oversees_its_stage)
rules.add_perm("judging.close_stage", runs_its_stage)
rules.add_perm("judging.publish_stage", publishes_its_stage)
rules.add_perm("judging.view_document", may_read_document)
rules.add_perm("judging.follow_timetable", follows_timetable)
rules.add_perm("judging.view_result", writes_for_its_agency | oversees_its_edition)
