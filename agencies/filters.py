"""The filters above the lists of agencies, people, invitations and mail."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import AgencyKind, InvitationStatus, MailStatus, NoticeKind, Role
from .forms.fields import AgencyField, matching
from .models import Agency, Invitation, Mail, MailBatch, Notice, User

YES_NO = [("yes", _("Aktif")), ("no", _("Tidak aktif"))]


class AgencyFilter(filters.Filter):
    field_class = AgencyField

    def __init__(self, **options):
        super().__init__(only_active=False, **options)


def by_activity(queryset, name, value):
    return queryset.filter(is_active=value == "yes")


class AgencyFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari kode atau nama"), method="search", max_length=100)
    kind = filters.ChoiceFilter(label=_("Jenis"), choices=AgencyKind.choices, empty_label=_("Semua jenis"))
    parent = AgencyFilter(label=_("Induk"))
    active = filters.ChoiceFilter(
        label=_("Keadaan"), choices=YES_NO, method=by_activity, empty_label=_("Semua keadaan")
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def search(self, queryset, name, value):
        return matching(queryset, value).order_by(*queryset.query.order_by)


class PersonFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari nama atau email"), method="search", max_length=100)
    role = filters.ChoiceFilter(
        label=_("Peran"), choices=Role.choices, method="having_role", empty_label=_("Semua peran")
    )
    agency = AgencyFilter(label=_("Instansi"), method="having_agency")
    active = filters.ChoiceFilter(
        label=_("Akun"), choices=YES_NO, method=by_activity, empty_label=_("Semua akun")
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, queryset, name, value):
        words = Q(name__icontains=value) | Q(email__icontains=value) | Q(institution__icontains=value)
        return queryset.filter(words)

    def having_role(self, queryset, name, value):
        return queryset.filter(memberships__role=value).distinct()

    def having_agency(self, queryset, name, value):
        return queryset.filter(memberships__agency=value).distinct()


class InvitationFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari nama atau email"), method="search", max_length=100)
    status = filters.ChoiceFilter(
        label=_("Keadaan"), choices=InvitationStatus.choices, empty_label=_("Semua keadaan")
    )
    agency = AgencyFilter(label=_("Instansi"))

    class Meta:
        model = Invitation
        fields: list[str] = []

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(email__icontains=value))


class MailFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari penerima atau perihal"), method="search", max_length=100)
    status = filters.ChoiceFilter(
        label=_("Keadaan"), choices=MailStatus.choices, empty_label=_("Semua keadaan")
    )

    class Meta:
        model = Mail
        fields: list[str] = []

    def search(self, queryset, name, value):
        """What an agency writes within itself is not found by its words."""
        shown = Q(notice=None) | Q(batch__isnull=False)
        return queryset.filter(Q(to__icontains=value) | (shown & Q(subject__icontains=value)))


class MailBatchFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari judul"), field_name="title", lookup_expr="icontains", max_length=100)
    purpose = filters.ChoiceFilter(label=_("Tentang"), choices=NoticeKind.choices, empty_label=_("Semua hal"))
    state = filters.ChoiceFilter(
        label=_("Keadaan"),
        choices=[
            ("waiting", _("Menunggu dibaca panitia")),
            ("gone", _("Dikirim")),
            ("cancelled", _("Dibatalkan")),
        ],
        method="in_state",
        empty_label=_("Semua keadaan"),
    )

    class Meta:
        model = MailBatch
        fields: list[str] = []

    def in_state(self, queryset, name, value):
        if value == "waiting":
            return queryset.filter(pk__in=MailBatch.objects.waiting())
        gone = Q(held_at=None) | Q(released_at__isnull=False)
        return queryset.filter(gone if value == "gone" else Q(cancelled_at__isnull=False))


class NoticeFilterSet(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Tentang"), choices=NoticeKind.choices, empty_label=_("Semua hal"))

    class Meta:
        model = Notice
        fields: list[str] = []
