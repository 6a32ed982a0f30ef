"""The plan of one stage; the tie ladder is a row of choices, read from left to right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.enums import CutKind, StageKind
from competitions.models import Stage
from competitions.preset_files import LOWEST_JUROR

from .details import WindowMixin, plain_helper
from .moments import WallClockField, on_wall

CUT_FIELDS = ["cut_kind", "cut_count", "cut_total"]
SCORING_FIELDS = ["weight", "readers", "aggregate", "is_blind", "ranked_by", *CUT_FIELDS]


class StageForm(WindowMixin, forms.ModelForm):
    opens_at = WallClockField(label=_("Mulai"), required=False)
    closes_at = WallClockField(label=_("Selesai"), required=False)

    class Meta:
        model = Stage
        fields = SCORING_FIELDS
        help_texts = {
            "weight": _("Semua tahap penilaian berjumlah 100."),
            "readers": _("Berapa juri yang harus menyelesaikan penilaian setiap proposal."),
            "cut_count": _("Diisi bila yang maju adalah peringkat teratas."),
            "cut_total": _("Diisi bila yang maju adalah yang mencapai nilai minimal."),
        }

    field_order = ["opens_at", "closes_at"]

    def __init__(self, data=None, *, instance: Stage, criteria):
        super().__init__(data, instance=instance)
        self.zone = instance.competition.zone
        self.initial["opens_at"] = on_wall(instance.opens_at, self.zone)
        self.initial["closes_at"] = on_wall(instance.closes_at, self.zone)
        self.rungs: list[str] = []
        if instance.kind == StageKind.SCORING:
            self._add_ladder(instance, criteria)
        else:
            for name in SCORING_FIELDS:
                del self.fields[name]
        self.helper = plain_helper()

    def _add_ladder(self, stage: Stage, criteria) -> None:
        choices = [("", _("Tidak ada"))]
        choices += [(criterion.code, criterion.name) for criterion in criteria]
        choices.append((LOWEST_JUROR, _("Nilai juri terendah")))
        for number in range(1, len(choices)):
            name = f"rung_{number}"
            self.rungs.append(name)
            self.fields[name] = forms.ChoiceField(
                label=_("Bila nilai sama, pembanding ke-%(number)s") % {"number": number},
                choices=choices,
                required=False,
            )
        self.initial |= dict(zip(self.rungs, stage.tie_ladder, strict=False))

    def clean(self):
        data = super().clean()
        self._clean_cut(data)
        chosen: list[str] = []
        for name in self.rungs:
            rung = data.get(name)
            if rung and rung in chosen:
                self.add_error(name, _("Pembanding ini sudah dipilih di atas."))
            chosen += [rung] if rung else []
        self.ladder = chosen
        return data

    def _clean_cut(self, data: dict) -> None:
        kind = data.get("cut_kind")
        if kind == CutKind.TOP_N and not data.get("cut_count"):
            self.add_error("cut_count", _("Isi jumlah yang maju."))
        if kind == CutKind.THRESHOLD and data.get("cut_total") is None:
            self.add_error("cut_total", _("Isi nilai minimal."))

    def values(self) -> dict:
        """A field of a kind that the stage does not have stays as it is."""
        values = {name: self.cleaned_data[name] for name in SCORING_FIELDS if name in self.cleaned_data}
        values |= self.moments(self.zone)
        if self.rungs:
            values["tie_ladder"] = self.ladder
            values["cut_count"] = values["cut_count"] if values["cut_kind"] == CutKind.TOP_N else None
            values["cut_total"] = values["cut_total"] if values["cut_kind"] == CutKind.THRESHOLD else None
        return values
