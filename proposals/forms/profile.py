"""The profile of an innovation for Indeks Inovasi Daerah."""

from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.enums import Initiator, InnovationForm, InnovationPhase
from proposals.indicators import GUIDE, LEVELS, Indicator
from proposals.models import InnovationProfile
from proposals.reads.profile import Profile
from proposals.services.profile import Claim

from .entrant import ProseField

UNCHOSEN = ("", _("Belum dipilih"))
FACTS = ("phase", "initiator", "is_digital", "form", "affair", "trial_on", "applied_on", "developed_on")
TEXTS = ("design", "aims", "benefits", "results")
YES_NO = (UNCHOSEN, ("ya", _("Ya")), ("tidak", _("Tidak")))
TRUTHS = {"ya": True, "tidak": False}


def _label(name: str):
    return capfirst(InnovationProfile._meta.get_field(name).verbose_name)


def _day(name: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=_label(name), required=False, widget=widget, **options)


def _prose(name: str, rows: int, **options) -> ProseField:
    return ProseField(label=_label(name), widget=forms.Textarea(attrs={"rows": rows}), **options)


class ProfileForm(forms.Form):
    """Nothing is required: the page says what is missing. `offered` names fields filled from a proposal."""

    phase = forms.ChoiceField(
        label=_label("phase"), choices=(UNCHOSEN, *InnovationPhase.choices), required=False
    )
    initiator = forms.ChoiceField(
        label=_label("initiator"), choices=(UNCHOSEN, *Initiator.choices), required=False
    )
    is_digital = forms.ChoiceField(label=_("Inovasi digital"), choices=YES_NO, required=False)
    form = forms.ChoiceField(
        label=_label("form"), choices=(UNCHOSEN, *InnovationForm.choices), required=False
    )
    affair = forms.CharField(
        label=_label("affair"),
        max_length=150,
        required=False,
        help_text=_("Misalnya kesehatan, pendidikan, atau kependudukan dan pencatatan sipil."),
    )
    trial_on = _day("trial_on")
    applied_on = _day("applied_on")
    developed_on = _day("developed_on", help_text=_("Kapan inovasi ini terakhir diubah atau diperluas."))
    design = _prose("design", 14, help_text=_("Dasar, masalah, cara kerja, dan pembeda inovasi."))
    aims = _prose("aims", 6)
    benefits = _prose("benefits", 6)
    results = _prose("results", 6)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, profile: Profile, offered: Mapping[str, object], **options):
        stored = stored_values(profile)
        blanks = {name for name in (*FACTS, *TEXTS) if stored.get(name) in ("", None)}
        self.offered = {name: value for name, value in offered.items() if name in blanks}
        super().__init__(data, initial=stored | self.offered, **options)
        for indicator in GUIDE.indicators:
            self.fields[f"level_{indicator.code}"] = forms.TypedChoiceField(
                label=indicator.name,
                choices=[("", _("Belum diklaim")), *_levels(indicator)],
                coerce=int,
                empty_value=0,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"evidence_{indicator.code}"] = forms.CharField(
                label=gettext("Bukti %(indicator)s") % {"indicator": indicator.name.lower()},
                max_length=300,
                required=False,
            )
        for field in self.fields.values():
            field.is_needed_later = True

    def values(self) -> dict[str, object]:
        """The fields of the profile itself, as the verb takes them."""
        said = {name: self.cleaned_data[name] for name in (*FACTS, *TEXTS)}
        return said | {"is_digital": TRUTHS.get(said["is_digital"])}

    def claims(self) -> dict[str, Claim]:
        levels = {i.code: self.cleaned_data[f"level_{i.code}"] for i in GUIDE.indicators}
        return {
            code: Claim(level, self.cleaned_data[f"evidence_{code}"])
            for code, level in levels.items()
            if level
        }

    def clean(self):
        cleaned = super().clean()
        for indicator in GUIDE.indicators:
            has_evidence = cleaned.get(f"evidence_{indicator.code}")
            if has_evidence and not cleaned.get(f"level_{indicator.code}"):
                self.add_error(f"level_{indicator.code}", _("Pilih jenjang yang dibuktikan."))
        return cleaned

    def at_revision(self, revision: int) -> None:
        """The typed words, to be saved over what was stored meanwhile: the person has seen both."""
        self.data = self.data.copy()
        self.data["revision"] = revision


def _levels(indicator: Indicator) -> list[tuple[str, str]]:
    texts = zip(LEVELS, indicator.levels, strict=True)
    words = gettext("Jenjang %(level)s: %(text)s")
    return [(str(level), words % {"level": level, "text": text}) for level, text in texts]


def stored_values(profile: Profile) -> dict[str, object]:
    """What the form would hold if nobody had typed anything."""
    if profile.stored is None:
        return {"revision": 0}
    stored = profile.stored
    values: dict[str, object] = {name: getattr(stored, name) for name in (*FACTS, *TEXTS)}
    values["is_digital"] = {True: "ya", False: "tidak"}.get(stored.is_digital, "")
    values["revision"] = stored.revision
    for claim in profile.claims.values():
        values[f"level_{claim.code}"] = str(claim.level)
        values[f"evidence_{claim.code}"] = claim.evidence
    return values


def differences(form: ProfileForm, profile: Profile) -> list[tuple[forms.BoundField, str]]:
    """The fields in which what somebody else saved is not what was typed, with what they saved."""
    stored = stored_values(profile)
    found = []
    for bound in form:
        if bound.name == "revision":
            continue
        theirs, typed = str(stored.get(bound.name) or ""), str(bound.value() or "")
        if theirs.replace("\r\n", "\n") != typed.replace("\r\n", "\n"):
            choices = dict(getattr(bound.field, "choices", ()))
            found.append((bound, str(choices.get(theirs, theirs))))
    return found
