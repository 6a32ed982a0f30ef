import django_filters as filters
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from competitions.models import Competition

from .enums import ProposalStatus
from .models import Innovation, Proposal


def _own_editions(request):
    return Competition.objects.filter(proposals__in=Proposal.objects.entered_by(request.user)).distinct()


class OwnProposalFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari judul"), field_name="title", lookup_expr="icontains", max_length=100)
    competition = filters.ModelChoiceFilter(
        label=_("Edisi"), queryset=_own_editions, to_field_name="slug", empty_label=_("Semua edisi")
    )
    status = filters.ChoiceFilter(
        label=_("Status"), choices=ProposalStatus.choices, empty_label=_("Semua status")
    )

    class Meta:
        model = Proposal
        fields: list[str] = []


def _editions_of_innovations(request):
    return Competition.objects.filter(proposals__in=Proposal.objects.visible_to(request.user)).distinct()


def _agencies_of_innovations(request):
    return Agency.objects.filter(innovations__in=Innovation.objects.visible_to(request.user)).distinct()


class InnovationFilterSet(filters.FilterSet):
    """Titles are looked up among proposals that one may see: nobody learns of a draft this way."""

    q = filters.CharFilter(label=_("Cari judul"), method="titled", max_length=100)
    competition = filters.ModelChoiceFilter(
        label=_("Edisi"),
        queryset=_editions_of_innovations,
        to_field_name="slug",
        empty_label=_("Semua edisi"),
        method="entered_in",
    )
    agency = filters.ModelChoiceFilter(
        label=_("Instansi"),
        queryset=_agencies_of_innovations,
        to_field_name="code",
        empty_label=_("Semua instansi"),
    )
    recognised = filters.ChoiceFilter(
        label=_("Penghargaan"),
        choices=[("ya", _("Pernah menerima")), ("belum", _("Belum pernah"))],
        empty_label=_("Semua"),
        method="with_recognition",
    )

    class Meta:
        model = Innovation
        fields: list[str] = []

    def titled(self, rows, name, value):
        return rows.filter(pk__in=self._seen().filter(title__icontains=value).values("innovation"))

    def entered_in(self, rows, name, value):
        return rows.filter(pk__in=self._seen().filter(competition=value).values("innovation"))

    def with_recognition(self, rows, name, value):
        return rows.filter(is_recognised=value == "ya")

    def _seen(self):
        return Proposal.objects.visible_to(self.request.user)
