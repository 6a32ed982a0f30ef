"""Where people worked before: it feeds conflicts of interest, and gives no rights."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, FormerPost, User
from kipp.lib.errors import Refused

from . import audit


@transaction.atomic
def state(*, user: User, agency: Agency, until: date, by: User, at: datetime) -> FormerPost:
    """Somebody left this agency on that day. Stated again, the day is corrected."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if until > at.date():
        raise Refused(
            _("Tanggal itu belum lewat. Selama masih bekerja di sana, isi sebagai tempat bekerja."),
            status=422,
        )
    standing = FormerPost.objects.filter(user=user, agency=agency).first()
    if standing:
        _refuse_others(standing, by)
    post, _is_new = FormerPost.objects.update_or_create(
        user=user, agency=agency, defaults={"until": until, "stated_at": at, "stated_by": by}
    )
    _record("user.left_post", post, by=by, at=at)
    return post


@transaction.atomic
def withdraw(*, post: FormerPost, by: User, at: datetime) -> None:
    """Stated by mistake. What the office stated about somebody, only the office takes back."""
    User.objects.select_for_update().get(pk=post.user_id)
    _refuse_others(post, by)
    _record("user.left_post_withdrawn", post, by=by, at=at)
    FormerPost.objects.filter(pk=post.pk).delete()


def _refuse_others(post: FormerPost, by: User) -> None:
    """A person may not undo about themselves what somebody else wrote down."""
    if by.pk == post.user_id != post.stated_by_id:
        raise Refused(_("Jabatan ini dicatat panitia. Hubungi panitia bila keliru."))


def _record(verb: str, post: FormerPost, *, by: User, at: datetime) -> None:
    facts = {"agency": post.agency.code, "until": post.until.isoformat()}
    audit.record(by=by, at=at, verb=verb, subject=f"user:{post.user.code}", **facts)
