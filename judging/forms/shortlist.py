from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.reads.shortlist import Tie

ORDER = "urutan-"


class TiesForm(forms.Form):
    """What the plenary or the draw says of those who tie at the cut: an order of each group, or a number."""

    PLENARY, DRAW = "pleno", "undian"

    cara = forms.ChoiceField(
        label=gettext_lazy("Cara memutuskan"),
        choices=[
            (PLENARY, gettext_lazy("Sidang pleno mengurutkan")),
            (DRAW, gettext_lazy("Undian terbuka dengan angka")),
        ],
        widget=forms.RadioSelect,
    )
    seed = forms.CharField(label=gettext_lazy("Angka undian"), max_length=64, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tercantum dalam berita acara dan rilis."),
    )
    snapshot = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, ties: list[Tie], **kwargs):
        super().__init__(*args, **kwargs)
        self.ties = ties
        for tie in ties:
            for facts in tie.rows:
                self.fields[ORDER + facts.key] = forms.IntegerField(
                    label=_("Urutan %(title)s") % {"title": facts.title},
                    min_value=1,
                    max_value=len(tie.rows),
                    required=False,
                )

    @property
    def groups(self):
        """Each tie with its rows and their fields."""
        return [(tie, [(facts, self[ORDER + facts.key]) for facts in tie.rows]) for tie in self.ties]

    def clean(self):
        data = super().clean()
        if data.get("cara") == self.DRAW and not data.get("seed", "").strip():
            self.add_error("seed", _("Isi angka undian."))
        if data.get("cara") == self.PLENARY:
            for tie in self.ties:
                given = [data.get(ORDER + facts.key) for facts in tie.rows]
                if None in given or len(set(given)) < len(given):
                    first = tie.rows[0].key
                    self.add_error(ORDER + first, _("Beri setiap proposal nomor urut yang berbeda."))
        return data

    def order(self) -> list[str]:
        if self.cleaned_data["cara"] == self.DRAW:
            return []
        return [
            facts.key
            for tie in self.ties
            for facts in sorted(tie.rows, key=lambda facts: self.cleaned_data[ORDER + facts.key])
        ]

    def seed_given(self) -> str:
        return self.cleaned_data["seed"].strip() if self.cleaned_data["cara"] == self.DRAW else ""
