"""What the bureau chooses for the letters of result, and its sentences for reasons."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.forms.screening import LONGEST_REMARK
from proposals.reads.screening_letters import Told, Wording

PLACE = "{nomor}"
MOST = 30


class LetterForm(forms.Form):
    pattern = forms.CharField(
        label=_("Pola nomor surat"),
        max_length=90,
    )
    first_number = forms.IntegerField(
        label=_("Angka urut pertama"),
        help_text=_("Surat berikutnya memakai angka sesudahnya."),
        min_value=1,
        max_value=9_999_999,
        initial=1,
    )
    dated_on = forms.DateField(
        label=_("Tanggal surat"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    signer = forms.CharField(label=_("Nama penanda tangan"), max_length=150)
    signer_post = forms.CharField(label=_("Jabatan penanda tangan"), max_length=150)
    signer_nip = forms.CharField(label=_("NIP penanda tangan"), max_length=30, required=False)
    objection = forms.CharField(
        label=_("Cara menyampaikan keberatan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sample = forms.CharField(label=_("Instansi untuk contoh"), required=False, widget=forms.Select)

    def __init__(self, *args, due: list[Told], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pattern"].help_text = _(
            "Tulis %(place)s di tempat angka urut, misalnya 000.8.3/%(place)s/2026."
        ) % {"place": PLACE}
        self.fields["sample"].widget.choices = [(told.agency.code, told.agency.name) for told in due]

    def clean_pattern(self):
        pattern = self.cleaned_data["pattern"]
        if pattern.count(PLACE) != 1 or re.search(r"[{}]", pattern.replace(PLACE, "")):
            raise forms.ValidationError(_("Tulis %(place)s tepat satu kali.") % {"place": PLACE})
        return pattern

    def clean_signer_nip(self):
        nip = re.sub(r"\s", "", self.cleaned_data["signer_nip"])
        if nip and not (nip.isascii() and nip.isdigit() and len(nip) == 18):
            raise forms.ValidationError(_("NIP terdiri atas 18 angka."))
        return nip

    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(
            pattern=data["pattern"],
            first_number=data["first_number"],
            dated_on=data["dated_on"].isoformat(),
            signer=data["signer"],
            signer_post=data["signer_post"],
            signer_nip=data["signer_nip"],
            objection=data["objection"],
        )


class ReasonTextsForm(forms.Form):
    """One sentence a line. `standing` is the list as it was read: another one's changes are not lost."""

    standing = forms.CharField(required=False, widget=forms.HiddenInput)
    texts = forms.CharField(
        label=_("Satu kalimat setiap baris"),
        help_text=_("Sembilan kalimat pertama dapat disisipkan dengan tombol angka."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_texts(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["texts"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST:
            raise forms.ValidationError(_("Paling banyak %(most)d kalimat.") % {"most": MOST})
        for line in lines:
            if len(line) > LONGEST_REMARK:
                raise forms.ValidationError(
                    _("Kalimat ini lebih dari %(most)d huruf: %(line)s…")
                    % {"most": LONGEST_REMARK, "line": line[:60]}
                )
        return lines
