"""Tell those whom a visit concerns: who goes, and whom they go to see."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import notices
from competitions.services import letters
from judging.models import FieldVisit
from proposals.reads.recipients import people_of

#: What befell the visit; the letters know these words.
PLANNED, CHANGED, CANCELLED, CLAIMS, FINISHED, CLOSED = (
    "planned",
    "changed",
    "cancelled",
    "claims",
    "finished",
    "closed",
)


def tell_visitors(visit: FieldVisit, news: str, at: datetime, *, also: Iterable[User] = ()) -> int:
    """Everybody who goes, and `also` those who no longer do."""
    going = [visitor.user for visitor in visit.visitors.select_related("user")]
    url = reverse("judging:visit", args=[visit.code])
    return _tell(visit, [*going, *also], "field_visitor", news, at, url)


def tell_agency(visit: FieldVisit, news: str, at: datetime) -> int:
    """The entrant's staff and head, and who works on the proposal with them."""
    proposal = visit.entry.proposal
    url = reverse("judging:visit", args=[visit.code])
    return _tell(visit, people_of(proposal), "field_agency", news, at, url)


def _tell(visit: FieldVisit, to: Iterable[User], template: str, news: str, at: datetime, url: str) -> int:
    stage = visit.entry.stage
    context = {"visit": visit, "proposal": visit.entry.proposal, "stage": stage, "news": news}
    return notices.tell(
        to=to,
        kind=NoticeKind.FIELD,
        subject=f"visit:{visit.code}",
        url=url,
        template=template,
        context=context,
        at=at,
        key=f"visit:{visit.code}:{news}:{visit.revision}",
        batch=letters.gather(stage.competition, NoticeKind.FIELD, at=at),
    )
