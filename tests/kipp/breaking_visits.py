"""Ways to break visits in the field; each joins the cases of `breaking`."""

from judging.enums import MinutesKind
from judging.models import Claim, FieldVisit, Observation
from judging.services import field_visits, minutes
from proposals.models import Entry
from tests import worlds
from tests.judging.visiting_field import claim, finish, observe
from tests.kipp.breaking import AT, breaks, person, scoring


def visit() -> FieldVisit:
    """Two people have seen one claim; the stage may be closed, which only planning minds."""
    entry = Entry.objects.filter(stage=scoring()).first()
    made = FieldVisit.objects.create(entry=entry, planned_at=AT, place="Jalan Melati 1", planned_by=person())
    users = [worlds.make_user(), worlds.make_user()]
    for user in users:
        made.visitors.create(user=user)
    (only,) = claim(made, "Ada 3 loket.")
    for user in users:
        observe(only, user)
    finish(made, *users)
    return FieldVisit.objects.get(pk=made.pk)


def closed_visit() -> FieldVisit:
    made = visit()
    act = {"by": person(), "at": AT, "revision": made.revision}
    return field_visits.close(visit=made, unsigned_reason="Diam.", **act)


@breaks("closed_visits_were_finished_by_two", "field_minutes_hold_every_finding")
def take_up_findings_after_the_minutes():
    closed_visit().visitors.update(finished_at=None)


@breaks("field_minutes_name_their_visit")
def write_field_minutes_of_nothing():
    made = {"kind": MinutesKind.FIELD, "by": person(), "at": AT, "said": {"visit": {"code": "TIDAKADA"}}}
    minutes.record(stage=scoring(), **made)


@breaks("field_minutes_hold_every_finding")
def change_a_finding_after_the_minutes():
    rows = Observation.objects.filter(claim__visit=closed_visit())
    rows.update(verdict="refuted", note="Hanya ada satu.")


@breaks("findings_belong_to_the_visit_of_their_visitor")
def move_a_claim_to_another_visit():
    made = visit()
    FieldVisit.objects.filter(pk=made.pk).update(cancelled_at=AT, cancelled_by=person(), cancelled_reason="x")
    Claim.objects.filter(visit=made).update(visit=visit(), position=9)
