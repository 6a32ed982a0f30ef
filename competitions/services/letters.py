"""Letters that leave in the name of an edition: in batches that its organiser may read before they go."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.enums import NoticeKind
from agencies.models import MailBatch, User
from agencies.services import notices
from competitions.models import Competition


def gather(
    edition: Competition, purpose: NoticeKind, *, at: datetime, holds: bool | None = None
) -> MailBatch:
    """The batch for letters that the portal writes by itself, or as one act among many of the same kind.

    The edition says whether it waits to be read, unless `holds` does.
    """
    said = _said(edition, purpose)
    return notices.gather(**said | {"holds": said["holds"] if holds is None else holds}, at=at)


def order(edition: Competition, purpose: NoticeKind, *, by: User, at: datetime) -> MailBatch:
    """A batch of its own for letters that a person has just ordered."""
    return notices.open_batch(**_said(edition, purpose), by=by, at=at)


def _said(edition: Competition, purpose: NoticeKind) -> dict:
    with override(settings.LANGUAGE_CODE):  # a title is a letter's, whoever is at the desk
        title = _("%(purpose)s: %(edition)s") % {"purpose": purpose.label, "edition": edition.name}
    return {
        "organiser": edition.organiser,
        "title": title,
        "subject": f"edition:{edition.slug}",
        "purpose": purpose,
        "holds": edition.holds_mail,
    }
