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
MOST_LEVELS = 11  # a longer scale has anchors for its ends and its middle, and those that it had
OWN = "own"
SCALES = {"1-3": (1, 3), "1-5": (1, 5), "1-10": (1, 10), "0-100": (0, 100), "0-1": (0, 1)}
SCALE_NAMES = [
    ("1-3", _("1 sampai 3")),
    ("1-5", _("1 sampai 5")),
    ("1-10", _("1 sampai 10")),
    ("0-100", _("0 sampai 100")),
    ("0-1", _("Ya atau tidak")),
    (OWN, _("Skala lain")),
]
ASPECTS = "aspek"  # the id of the list of aspects that are there to choose


def scale_name(lowest: int, highest: int) -> str:
    return next((name for name, ends in SCALES.items() if ends == (lowest, highest)), OWN)


class CriterionForm(RowForm):
    singular = _("Kriteria")
    aspect = forms.CharField(
        label=_("Aspek"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": ASPECTS, "autocomplete": "off"}),
    )
    scale = forms.ChoiceField(label=_("Skala"), choices=SCALE_NAMES, initial="1-5")
    field_order = ["pk", "name", "aspect", "weight", "scale", "points_min", "points_max", "section"]

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
        for name in ("points_min", "points_max"):
            self.fields[name].required = False
        self.levels = self._levels()
        for points in self.levels:
            self.fields[f"anchor_{points}"] = forms.CharField(
                label=self._anchor_label(points),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            )

    def _levels(self) -> list[int]:
        lowest, highest = self._ends()
        if 0 <= lowest < highest < lowest + MOST_LEVELS:
            return list(range(lowest, highest + 1))
        names = [*self.initial, *(name.removeprefix(f"{self.prefix}-") for name in self.data)]
        standing = {int(found[1]) for name in names if (found := _ANCHOR.fullmatch(name))}
        return sorted(standing | {lowest, (lowest + highest) // 2, highest})

    def _ends(self) -> tuple[int, int]:
        chosen = SCALES.get(str(self["scale"].value()))
        return chosen or (self._whole("points_min", 1), self._whole("points_max", 5))

    def _anchor_label(self, points: int) -> str:
        if self._ends() == SCALES["0-1"]:
            return _("Arti “ya”") if points else _("Arti “tidak”")
        return _("Arti nilai %(points)s") % {"points": points}

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
        ends = SCALES.get(data.get("scale") or OWN, (data.get("points_min"), data.get("points_max")))
        lowest, highest = data["points_min"], data["points_max"] = ends
        for name in ("points_min", "points_max"):
            if data[name] is None and name not in self.errors:
                self.add_error(name, _("Isi ujung skala ini."))
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("points_max", _("Nilai tertinggi harus di atas nilai terendah."))
        return data

    def row(self) -> CriterionRow:
        data = self.cleaned_data
        anchors = {points: data[f"anchor_{points}"] for points in self.levels}
        aspect = " ".join(data["aspect"].split())
        return CriterionRow(data["pk"], self.values(), anchors, data.get("DELETE", False), aspect)


class RubricFormSet(RowFormSet):
    unique_field = "name"

    @classmethod
    def over(cls, rubric: Rubric | None, sections: QuerySet[Section], data=None):
        criteria = rubric.criteria.all() if rubric else []
        choices = [("", _("Seluruh proposal")), *sections.values_list("pk", "title")]
        return cls.on(criteria, data, sections=sections, choices=choices)

    @classmethod
    def _initial(cls, row) -> dict:
        said = {"aspect": row.aspect.name if row.aspect else ""}
        said["scale"] = scale_name(row.points_min, row.points_max)
        return super()._initial(row) | said | {f"anchor_{row.points}": row.anchor for row in row.levels.all()}

    def aspects(self) -> list[tuple[str, int]]:
        """Each aspect of the page with the sum of its weights, in the order of the rows."""
        sums: dict[str, int] = {}
        for form in self.forms:
            name, weight = str(form["aspect"].value() or "").strip(), str(form["weight"].value() or 0)
            if name and weight.isdigit():
                sums[name] = sums.get(name, 0) + int(weight)
        return list(sums.items())

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
