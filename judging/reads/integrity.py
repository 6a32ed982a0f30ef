"""Who has signed an edition's statement of integrity. Until then a juror is shown nothing of its entries."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import User
from competitions.models import Competition
from judging.models import IntegrityStatement, PanelMember


def is_missing(user: User, competition: Competition) -> bool:
    """The edition has a statement, and this juror has not signed it."""
    return bool(competition.integrity_text) and statement_of(user, competition) is None


def statement_of(user: User, competition: Competition) -> IntegrityStatement | None:
    return IntegrityStatement.objects.filter(user=user, competition=competition).first()


def is_signed(user: User, *, edition: str) -> Q:
    """For a row whose edition stands at this path: nothing to sign there, or this person has signed it."""
    signed = IntegrityStatement.objects.filter(user=user).values("competition")
    return Q(**{f"{edition}__integrity_text": ""}) | Q(**{f"{edition}__in": signed})


def editions_judged_by(user: User) -> QuerySet[Competition]:
    """Editions in which this person sits on a panel."""
    seats = PanelMember.objects.filter(user=user, left_at=None, stage__competition=OuterRef("pk"))
    return Competition.objects.filter(Exists(seats))


def owed_by(user: User) -> list[Competition]:
    """Editions whose statement this juror still has to sign, the latest first."""
    signed = IntegrityStatement.objects.filter(user=user, competition=OuterRef("pk"))
    rows = editions_judged_by(user).exclude(integrity_text="").exclude(Exists(signed))
    return list(rows.order_by("-year", "-pk"))
