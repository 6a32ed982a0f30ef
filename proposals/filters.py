import django_filters as filters
from django.utils.translation import gettext_lazy as _

from competitions.models import Competition

from .enums import ProposalStatus
from .models import Proposal


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
