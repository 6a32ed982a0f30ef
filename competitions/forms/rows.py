"""Lists that people edit row by row: one empty row to add, a tick to remove, a number to reorder."""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from competitions.enums import AwardRule, StageKind
from competitions.models import Award, Category, ChecklistItem, Group, Stage, Track
from competitions.services.rows import Row

LAST = 10_000
PREFIX = "rows"


class RowForm(forms.ModelForm):
    """`pk` says which row it was; a row without it is new."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(
        label=_("Urutan"), required=False, min_value=1, max_value=999, widget=forms.NumberInput()
    )
    singular = _("Baris")
    is_short = False  # a row that fits on one line

    @property
    def row_pk(self) -> int | None:
        value = self["pk"].value()
        return int(value) if str(value or "").isdigit() else None

    @property
    def facts(self):
        """The fields that people fill in, without those that manage the row."""
        return [field for field in self.visible_fields() if field.name not in ("position", "DELETE")]

    def has_changed(self) -> bool:
        """A number alone makes no row: moving rows numbers the empty one too."""
        return bool(set(self.changed_data) - {"position", "DELETE"})

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}

    def row(self) -> Row:
        return Row(self.cleaned_data["pk"], self.values(), self.cleaned_data.get("DELETE", False))


def offer(form: RowForm, name: str, choice: str) -> None:
    """Start a new row with the usual choice instead of an empty one."""
    field = form.fields[name]
    field.choices = [pair for pair in field.choices if pair[0]]
    form.initial[name] = form.initial.get(name) or choice


class CategoryForm(RowForm):
    singular = _("Kategori")
    is_short = True

    class Meta:
        model = Category
        fields = ["name"]


class GroupForm(RowForm):
    singular = _("Kelompok")
    kinds = forms.MultipleChoiceField(
        label=_("Jenis instansi"),
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu jenis instansi.")},
    )

    class Meta:
        model = Group
        fields = ["name", "kinds"]


class TrackForm(RowForm):
    singular = _("Jalur")

    class Meta:
        model = Track
        fields = ["name", "minimum_months", "quota", "award_rule", "award_limit"]
        help_texts = {
            "minimum_months": _("Dihitung sampai hari penutupan pendaftaran. Isi 0 bila tidak ada batas."),
            "quota": _("Kosongkan bila tidak dibatasi."),
            "award_limit": _("Kosongkan bila tidak dibatasi."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "award_rule", AwardRule.ANY)


class ChecklistForm(RowForm):
    singular = _("Butir")

    class Meta:
        model = ChecklistItem
        fields = ["question", "reason", "check_kind"]


class StageRowForm(RowForm):
    """What a stage means is fixed once it stands: another meaning is another stage."""

    singular = _("Tahap")

    class Meta:
        model = Stage
        fields = ["name", "kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.row_pk:
            del self.fields["kind"]
        else:
            offer(self, "kind", StageKind.SCORING)


class AwardForm(RowForm):
    singular = _("Penghargaan")
    is_short = True

    class Meta:
        model = Award
        fields = ["name", "first_place", "last_place"]

    def clean(self):
        data = super().clean()
        first, last = data.get("first_place"), data.get("last_place")
        if first is not None and last is not None and not 1 <= first <= last:
            self.add_error("last_place", _("Peringkat harus mulai dari 1 dan urutannya menaik."))
        return data


class RowFormSet(BaseFormSet):
    unique_field = "name"

    @classmethod
    def on(cls, siblings, data=None, **form_kwargs):
        """Over the rows that stand, or over what somebody sent."""
        initial = None if data is not None else [cls._initial(row) for row in siblings]
        return cls(data, initial=initial, prefix=PREFIX, form_kwargs=form_kwargs)

    @classmethod
    def _initial(cls, row) -> dict:
        return {"pk": row.pk, "position": row.position, **model_to_dict(row, cls.form._meta.fields)}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Hapus baris ini")

    def clean(self):
        seen: set[str] = set()
        for form in self._kept():
            name = str(form.cleaned_data.get(self.unique_field, "")).strip().casefold()
            if name and name in seen:
                form.add_error(self.unique_field, _("Nama ini sudah dipakai di baris lain."))
            seen.add(name)

    def rows(self) -> list:
        """Filled rows in the wanted order; rows without a number go last."""
        return [form.row() for form in sorted(self._filled(), key=self._place)]

    def _filled(self):
        return [form for form in self.forms if form.has_changed() or form.row_pk]

    def _kept(self):
        return [form for form in self._filled() if form.is_valid() and not form.cleaned_data.get("DELETE")]

    @staticmethod
    def _place(form) -> int:
        return form.cleaned_data.get("position") or LAST


def _formset(form, unique_field: str = "name"):
    made = formset_factory(form, formset=RowFormSet, extra=1, can_delete=True, max_num=200, absolute_max=200)
    made.unique_field = unique_field
    return made


FORMSETS = {
    "kategori": _formset(CategoryForm),
    "kelompok": _formset(GroupForm),
    "jalur": _formset(TrackForm),
    "seleksi": _formset(ChecklistForm, "question"),
    "tahap": _formset(StageRowForm),
    "penghargaan": _formset(AwardForm),
}
