"""The rubric of a stage, with one text for the meaning of every level."""

import re

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from competitions.models import Criterion, Rubric, Section
from competitions.services.rubrics import FULL_WEIGHT, CriterionRow

from .rows import RowForm, RowFormSet

_ANCHOR = re.compile(r"anchor_(\d{1,3})")
MOST_LEVELS = 11  # a longer scale is described by its guidance; only its existing anchors are shown


class CriterionForm(RowForm):
    singular = _("Kriteria")

    class Meta:
        model = Criterion
        fields = ["name", "weight", "points_min", "points_max", "section", "is_required", "guidance"]
        widgets = {
            "guidance": forms.Textarea(attrs={"rows": 2}),
            "weight": forms.NumberInput(attrs={"data-weight": ""}),
        }

    def __init__(self, *args, sections, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["section"].choices = choices  # read once for all rows
        self.levels = self._levels()
        for points in self.levels:
            self.fields[f"anchor_{points}"] = forms.CharField(
                label=_("Arti nilai %(points)s") % {"points": points},
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            )

    def _levels(self) -> list[int]:
        lowest, highest = self._whole("points_min", 1), self._whole("points_max", 5)
        if 0 <= lowest < highest < lowest + MOST_LEVELS:
            return list(range(lowest, highest + 1))
        names = [*self.initial, *(name.removeprefix(f"{self.prefix}-") for name in self.data)]
        names = [*self.initial, *(name.removeprefix(f"{self.prefix}-") for name in self.data)]
        return sorted({int(found[1]) for name in names if (found := _ANCHOR.fullmatch(name))})

    def _whole(self, name: str, default: int) -> int:
        value = str(self[name].value())
        return int(value) if value.isdigit() else default

    @property
    def facts(self):
        return [field for field in super().facts if not field.name.startswith("anchor_")]

    @property
    def anchors(self):
        return [self[f"anchor_{points}"] for points in self.levels]

    def clean(self):
        data = super().clean()
        lowest, highest = data.get("points_min"), data.get("points_max")
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("points_max", _("Nilai tertinggi harus di atas nilai terendah."))
        return data

    def row(self) -> CriterionRow:
        data = self.cleaned_data
        anchors = {points: data[f"anchor_{points}"] for points in self.levels}
        return CriterionRow(data["pk"], self.values(), anchors, data.get("DELETE", False))


class RubricFormSet(RowFormSet):
    unique_field = "name"

    @classmethod
    def over(cls, rubric: Rubric | None, sections: QuerySet[Section], data=None):
        criteria = rubric.criteria.all() if rubric else []
        choices = [("", _("Seluruh proposal")), *sections.values_list("pk", "title")]
        return cls.on(criteria, data, sections=sections, choices=choices)

    @classmethod
    def _initial(cls, row) -> dict:
        return super()._initial(row) | {f"anchor_{level.points}": level.anchor for level in row.levels.all()}

    def total(self) -> int:
        """The weights as they stand on the page, for the sum under the list."""
        typed = [str(form["weight"].value() or 0) for form in self.forms]
        return sum(int(weight) for weight in typed if weight.isdigit())

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        total = sum(form.cleaned_data["weight"] for form in self._kept())
        if total != FULL_WEIGHT:
            text = _("Bobot berjumlah %(total)s; seharusnya 100.")
            raise forms.ValidationError(text % {"total": total})


RUBRIC_FORMSET = formset_factory(
    CriterionForm, formset=RubricFormSet, extra=1, can_delete=True, max_num=50, absolute_max=50
)
