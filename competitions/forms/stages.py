"""The plan of one stage, in chapters; the tie ladder is a row of choices, read from left to right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from competitions.enums import CutKind, StageKind
from competitions.models import Quota, Stage
from competitions.preset_files import LOWEST_JUROR
from competitions.services.stages import QuotaRow

from .details import WindowMixin
from .moments import WallClockField, on_wall

CUT_FIELDS = ["cut_kind", "cut_count", "cut_total"]
SCORING_FIELDS = [
    *("track", "readers", "is_blind", "comments", "peers_see", "contested_gap", "contested_below"),
    *("weight", "aggregate", "ranked_by", *CUT_FIELDS, "entrants_see"),
]
QUOTA = "quota"


@dataclass(frozen=True)
class Chapter:
    """Fields that belong together; `folded` ones wait behind a `summary`."""

    title: str
    fields: list[forms.BoundField]
    lead: str = ""
    summary: str = ""
    folded: Sequence[forms.BoundField] = ()

    @property
    def is_open(self) -> bool:
        """What somebody filled in, or must mend, is not hidden from them."""
        return any(field.errors or field.value() not in (None, "") for field in self.folded)


class StageForm(WindowMixin, forms.ModelForm):
    opens_at = WallClockField(label=_("Mulai"), required=False)
    closes_at = WallClockField(label=_("Selesai"), required=False)

    class Meta:
        model = Stage
        fields = SCORING_FIELDS
        labels = {"peers_see": _("Yang dilihat dari juri lain"), "contested_gap": _("Selisih antarjuri")}
        help_texts = {
            "track": _("Kosongkan bila tahap ini untuk semua jalur."),
            "weight": _(
                "Persen dari nilai akhir: 100 bila hanya tahap ini yang menentukan hasil, 0 bila tahap ini "
                "hanya menentukan yang maju. Bobot tahap yang dilalui sebuah jalur berjumlah 100."
            ),
            "readers": _("Berapa juri yang harus menyelesaikan penilaian setiap proposal."),
            "cut_count": _("Diisi bila yang maju adalah peringkat teratas."),
            "cut_total": _("Diisi bila yang maju adalah yang mencapai nilai minimal."),
            "peers_see": _("Tidak pernah sebelum lembar juri itu sendiri final."),
            "contested_gap": _(
                "Poin dari 100. Proposal dengan selisih sebesar ini ditawarkan juri tambahan. "
                "Kosongkan bila tidak dipakai."
            ),
            "contested_below": _("Kosongkan bila selisihnya saja yang menentukan."),
            "is_blind": _("Tim, berkas, dan tautan ikut disembunyikan."),
        }

    def __init__(self, data=None, *, instance: Stage, criteria):
        super().__init__(data, instance=instance)
        self.stage, competition = instance, instance.competition
        self.zone = competition.zone
        self.initial["opens_at"] = on_wall(instance.opens_at, self.zone)
        self.initial["closes_at"] = on_wall(instance.closes_at, self.zone)
        self.rungs: list[str] = []
        self.quota_names: dict[str, tuple[str, int]] = {}
        if instance.kind == StageKind.SCORING:
            self.fields["track"].queryset = competition.tracks.all()
            self.fields["track"].empty_label = _("Semua jalur")
            self._add_ladder(instance, criteria)
            self._add_quotas("group", competition.groups)
            self._add_quotas("category", competition.categories)
        else:
            for name in SCORING_FIELDS:
                del self.fields[name]

    def _add_ladder(self, stage: Stage, criteria) -> None:
        choices = [("", _("Tidak ada"))]
        choices += [(criterion.code, criterion.name) for criterion in criteria]
        choices.append((LOWEST_JUROR, _("Nilai juri terendah")))
        for number in range(1, len(choices)):
            name = f"rung_{number}"
            self.rungs.append(name)
            self.fields[name] = forms.ChoiceField(
                label=_("Pembanding ke-%(number)s") % {"number": number},
                choices=choices,
                required=False,
            )
        self.initial |= dict(zip(self.rungs, stage.tie_ladder, strict=False))

    def _add_quotas(self, kind: str, rows) -> None:
        standing = Quota.objects.filter(stage=self.stage, **{kind: OuterRef("pk")}).values("places")
        for row in rows.annotate(places=Subquery(standing)):
            name = f"{QUOTA}_{kind}_{row.pk}"
            self.quota_names[name] = (kind, row.pk)
            self.fields[name] = forms.IntegerField(
                label=row.name, required=False, min_value=0, max_value=9999
            )
            self.initial[name] = row.places

    def chapters(self) -> Iterator[Chapter]:
        """In the order in which a bureau decides them."""
        yield Chapter(_("Jadwal"), self._fields("opens_at", "closes_at", "track"))
        if self.stage.kind != StageKind.SCORING:
            return
        yield Chapter(
            _("Panel dan lembar nilai"), self._fields("readers", "comments", "peers_see", "is_blind")
        )
        yield Chapter(
            _("Nilai dan peringkat"),
            self._fields("weight", "aggregate", "ranked_by"),
            summary=_("Pembanding bila nilai sama"),
            folded=self._fields(*self.rungs),
        )
        yield Chapter(
            _("Yang maju"),
            self._fields(*CUT_FIELDS),
            summary=_("Kuota per kelompok atau per kategori"),
            folded=self._fields(*self.quota_names),
        )
        yield Chapter(
            _("Bila juri berbeda jauh"),
            self._fields("contested_gap", "contested_below"),
            lead=_("Nilai tidak pernah berubah sendiri: yang ditawarkan adalah juri tambahan."),
        )
        yield Chapter(_("Setelah hasil terbit"), self._fields("entrants_see"))

    def _fields(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self):
        data = super().clean()
        self._clean_cut(data)
        if len({kind for kind, _row, _places in self._filled(data)}) > 1:
            self.add_error(None, _("Isi kuota per kelompok atau per kategori, tidak keduanya."))
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

    def _filled(self, data: dict) -> list[tuple[str, int, int]]:
        return [
            (kind, pk, data[name])
            for name, (kind, pk) in self.quota_names.items()
            if data.get(name) is not None
        ]

    def quotas(self) -> list[QuotaRow]:
        return [
            QuotaRow(places, **{f"{kind}_id": pk}) for kind, pk, places in self._filled(self.cleaned_data)
        ]

    def values(self) -> dict:
        """A field of a kind that the stage does not have stays as it is."""
        values = {name: self.cleaned_data[name] for name in SCORING_FIELDS if name in self.cleaned_data}
        values |= self.moments(self.zone)
        if self.rungs:
            values["tie_ladder"] = self.ladder
            values["cut_count"] = values["cut_count"] if values["cut_kind"] == CutKind.TOP_N else None
            values["cut_total"] = values["cut_total"] if values["cut_kind"] == CutKind.THRESHOLD else None
        return values
