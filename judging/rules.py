"""Who may ever do what in judging."""

import rules

from competitions.rules import oversees_edition, publishes_edition, runs_edition
from judging.enums import PlenaryPart
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


@rules.predicate
def visits_it(user, visit):
    return any(visitor.user_id == user.pk for visitor in visit.visitors.all())


@rules.predicate
def receives_it(user, visit):
    return writes_for_its_agency(user, visit.entry.proposal)


@rules.predicate
def oversees_its_visit(user, visit):
    return oversees_edition(user, visit.entry.stage.competition)


@rules.predicate
def is_its_visitor(user, visitor):
    return visitor.user_id == user.pk


@rules.predicate
def may_view_photo(user, photo):
    """Nobody who goes along learns what another saw before all have said what they saw."""
    visit = photo.claim.visit
    goes_along = visits_it(user, visit)
    if is_its_visitor(user, photo.visitor) or (oversees_its_visit(user, visit) and not goes_along):
        return True
    is_seen = all(visitor.finished_at for visitor in visit.visitors.all())
    return is_seen and (goes_along or receives_it(user, visit))


@rules.predicate
def oversees_session(user, plenary):
    return oversees_edition(user, plenary.stage.competition)


@rules.predicate
def reads_session(user, plenary):
    """Who was present reads what they are asked to confirm, and what became of it."""
    return plenary.asked_at is not None and plenary.attendees.filter(user=user.pk, is_present=True).exists()


@rules.predicate
def decided_in_session(user, plenary):
    """Present, and not as a guest."""
    present = plenary.attendees.filter(user=user.pk, is_present=True)
    return present.exclude(part=PlenaryPart.GUEST).exists()


@rules.predicate
def publishes_its_session(user, plenary):
    return publishes_edition(user, plenary.stage.competition)


rules.add_perm("judging.score_assignment", is_its_juror)
rules.add_perm("judging.calibrate", is_its_seat)
rules.add_perm("judging.manage_panel", runs_its_stage)
rules.add_perm("judging.watch_stage", oversees_its_stage)
rules.add_perm("judging.close_stage", runs_its_stage)
rules.add_perm("judging.publish_stage", publishes_its_stage)
rules.add_perm("judging.hold_plenary", runs_its_stage)
rules.add_perm("judging.read_plenary", oversees_session | reads_session)
rules.add_perm("judging.confirm_plenary", publishes_its_session | decided_in_session)
rules.add_perm("judging.view_document", may_read_document)
rules.add_perm("judging.follow_timetable", follows_timetable)
rules.add_perm("judging.observe", is_its_visitor)
rules.add_perm("judging.view_photo", may_view_photo)
rules.add_perm("judging.view_result", writes_for_its_agency | oversees_its_edition)
#: Object: a visit in the field. The agency receives it and answers what was found.
rules.add_perm("judging.view_visit", oversees_its_visit | receives_it | visits_it)
rules.add_perm("judging.receive_visit", receives_it)
