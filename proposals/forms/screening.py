"""The checklist of one proposal, and the filters of the queue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from competitions.models import Category
from proposals.models import Finding, Proposal
from proposals.reads.screening import MENDING, PASSED, REJECTED, SECOND, WAITING, Line
from proposals.services.screening import Found

MET, UNMET = "ya", "tidak"
LONGEST_REMARK = 300
ANSWERS = ((MET, _("Terpenuhi")), (UNMET, _("Tidak terpenuhi")))


@dataclass(frozen=True)
class Row:
    """One line as the page draws it; `stored` is shown when somebody else saved meanwhile."""

    line: Line
    answer: BoundField
    note: BoundField
    stored: Finding | None


class ScreeningForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Catatan untuk instansi"),
        help_text=_("Ikut terkirim bersama hasil seleksi."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, lines: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"met_{line.item.code}"] = forms.ChoiceField(
                label=line.item.question,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=_initial(line),
            )
            self.fields[f"note_{line.item.code}"] = forms.CharField(
                label=_("Keterangan"),
                required=False,
                max_length=LONGEST_REMARK,
                initial=line.finding.note if line.finding else "",
                widget=forms.TextInput(attrs={"list": "kalimat"}),
            )

    def rows(self) -> Iterator[Row]:
        for line in self.lines:
            code = line.item.code
            stored = line.finding if self.is_bound else None
            yield Row(line, self[f"met_{code}"], self[f"note_{code}"], stored)

    def findings(self) -> dict[str, Found]:
        answers = {MET: True, UNMET: False}
        return {
            line.item.code: Found(
                answers.get(self.cleaned_data[f"met_{line.item.code}"]),
                self.cleaned_data[f"note_{line.item.code}"],
            )
            for line in self.lines
        }


def _initial(line: Line) -> str | None:
    """What was saved; else what the portal computed, for the screener to confirm."""
    if line.finding is not None:
        return {True: MET, False: UNMET}.get(line.finding.is_met)
    if line.check is None:
        return None
    return MET if line.check.is_met else UNMET


def _categories(request):
    return Category.objects.filter(competition__slug=request.resolver_match.kwargs["slug"])


class ScreeningFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Hasil"),
        empty_label=_("Semua"),
        method="of_status",
        choices=(
            (WAITING, _("Belum diputuskan")),
            (SECOND, _("Menunggu orang kedua")),
            (MENDING, _("Menunggu perbaikan")),
            (PASSED, _("Lolos")),
            (REJECTED, _("Tidak lolos")),
        ),
    )
    kategori = django_filters.ModelChoiceFilter(
        label=_("Kategori"), field_name="category", empty_label=_("Semua"), queryset=_categories
    )
    cari = django_filters.CharFilter(label=_("Judul atau instansi"), method="holding")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def of_status(self, queryset, _name, value):
        return queryset.filter(place=value)

    def holding(self, queryset, _name, value):
        return queryset.filter(Q(title__icontains=value) | Q(agency__name__icontains=value))
