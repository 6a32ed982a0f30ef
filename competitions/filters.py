import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Competition


class CompetitionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Cari nama atau tema"), method="search")
    year = django_filters.NumberFilter(label=_("Tahun"))

    class Meta:
        model = Competition
        fields = ["q", "year"]

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(theme__icontains=value))
