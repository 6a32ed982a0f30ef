"""What the agency's side types. Forms parse and present; verbs save."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core import signing
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from kipp.lib.codes import new_code
from proposals.enums import TeamKind
from proposals.services.writing import Member

MOST_CHARACTERS = 50_000
MOST_MEMBERS = 20
NIP_DIGITS = 18
_signer = signing.Signer(salt="proposals.start")


class ProseField(forms.CharField):
    """Long text as it was typed: one kind of line break, nothing that a database cannot hold."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(**{"required": False, "strip": False, "max_length": MOST_CHARACTERS, **options})

    def to_python(self, value):
        text = super().to_python(value)
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        return text.encode("utf-8", "replace").decode()


class WebAddressField(forms.URLField):
    """An address that a browser opens as a page; never a script."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class BeginForm(forms.Form):
    """The code of the proposal is made when the form is shown, so that a second click makes no second one."""

    title = forms.CharField(
        label=_("Judul inovasi"),
        max_length=200,
        help_text=_("Judul dapat diubah sampai proposal dikirim."),
    )
    code = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **options):
        initial = {"code": _signer.sign(f"{user.code}:{new_code()}")}
        super().__init__(*args, initial=initial, **options)
        self.user = user
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_code(self) -> str:
        try:
            person, code = _signer.unsign(self.cleaned_data["code"]).split(":")
        except signing.BadSignature:
            person, code = "", ""
        if person != self.user.code:
            raise forms.ValidationError(_("Halaman ini sudah kedaluwarsa. Muat ulang, lalu isi lagi."))
        return code


class StartForm(BeginForm):
    """A new innovation, of an agency of the person: nobody files for another."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Instansi pengusul"), empty_label=None)
    field_order = ("agency", "title")

    def __init__(self, *args, user, **options):
        super().__init__(*args, user=user, **options)
        self.fields["agency"].queryset = Agency.objects.entered_by(user)


class HeaderForm(forms.Form):
    """The identity of a proposal. Everything but the title may be left for later while it is a draft."""

    title = forms.CharField(label=_("Judul inovasi"), max_length=200)
    category = forms.ModelChoiceField(
        None, label=_("Kategori"), required=False, empty_label=_("Pilih satu kategori")
    )
    track = forms.ModelChoiceField(None, label=_("Jalur"), required=False, empty_label=_("Pilih satu jalur"))
    started_on = forms.DateField(
        label=_("Mulai diterapkan"),
        required=False,
        help_text=_("Tanggal layanan mulai dipakai masyarakat, bukan tanggal gagasan."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    video_url = WebAddressField(
        label=_("Tautan video"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Alamat lengkap, misalnya https://www.youtube.com/watch?v=…"),
    )
    team_kind = forms.ChoiceField(
        label=_("Pengusul"), choices=TeamKind.choices, widget=forms.RadioSelect, required=False
    )
    is_truthful = forms.BooleanField(
        label=_("Saya menyatakan data yang diisikan benar"),
        required=False,
        help_text=_("Penghargaan dapat dicabut bila data terbukti tidak benar."),
    )

    def __init__(self, data=None, *, proposal, only=None, **options):
        super().__init__(data, initial=header_values(proposal), **options)
        self.fields["category"].queryset = proposal.competition.categories.all()
        self.fields["track"].queryset = proposal.competition.tracks.all()
        self.kinds = TeamKind.taken_by(proposal.competition)
        self.fields["team_kind"].choices = [(kind, kind.label) for kind in self.kinds]
        for name in ("category", "track", "started_on", "team_kind"):
            self.fields[name].is_needed_later = True  # not to save a draft, but to send it
        for name in set(self.fields) - set(self.fields if only is None else only):
            del self.fields[name]

    def clean_team_kind(self) -> str:
        return self.cleaned_data["team_kind"] or self.kinds[0]

    def changes(self) -> dict[str, object]:
        return dict(self.cleaned_data)


def header_values(proposal) -> dict[str, object]:
    return {
        "title": proposal.title,
        "category": proposal.category_id,
        "track": proposal.track_id,
        "started_on": proposal.started_on,
        "video_url": proposal.video_url,
        "team_kind": proposal.team_kind,
        "is_truthful": proposal.is_truthful,
    }


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Nama lengkap"), max_length=150, required=False)
    nip = forms.CharField(label=_("NIP"), max_length=30, required=False)
    duty = forms.CharField(label=_("Peran dalam tim"), max_length=100, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["name"].is_needed_later = True

    def clean_nip(self) -> str:
        nip = self.cleaned_data["nip"].replace(" ", "").replace(".", "")
        if nip and not (nip.isascii() and nip.isdigit() and len(nip) == NIP_DIGITS):
            raise forms.ValidationError(_("NIP terdiri atas 18 angka. Kosongkan bila bukan ASN."), code="nip")
        return nip

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("nip") or cleaned.get("duty")) and not cleaned.get("name"):
            self.add_error("name", _("Isi nama orang ini."))
        return cleaned

    def member(self) -> Member | None:
        if not self.cleaned_data.get("name"):
            return None
        return Member(**self.cleaned_data)


MemberFormSet = forms.formset_factory(
    MemberForm, extra=2, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS + 2, validate_max=True
)


def members_of(formset) -> list[Member]:
    return [member for member in (form.member() for form in formset) if member is not None]


class AnswerForm(forms.Form):
    """One answer as a script sends it."""

    text = ProseField()
    revision = forms.IntegerField(min_value=0)


class RevisionForm(forms.Form):
    revision = forms.IntegerField(min_value=0)


class SubmitForm(forms.Form):
    """`revision` is the hash of what the person was shown."""

    revision = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    accepts_warnings = forms.BooleanField(
        label=_("Saya memahami peringatan di atas dan tetap mengirim proposal ini"), required=False
    )


class GiveBackForm(forms.Form):
    note = ProseField(
        label=_("Yang perlu diperbaiki"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Catatan ini tampil di atas formulir penulisan."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300)
