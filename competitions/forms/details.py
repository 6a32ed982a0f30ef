"""Forms with one row: creating an edition, its identity, its dates, an extension, the assumptions."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from competitions.enums import Zone
from competitions.models import Competition

from .moments import DaysField, WallClockField, in_zone, on_wall

OPENING_HELP = _("Tanggal dan jam menurut zona waktu edisi.")
CLOSING_HELP = _("Biasanya pukul 23.59. Jam server yang menentukan.")


def plain_helper() -> FormHelper:
    """The page writes the form tag, the token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


RESERVED = "baru"  # the address of the page that creates editions


class WindowMixin:
    """Two moments in order, on the wall clock of `zone`."""

    def clean(self):
        data = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("Penutupan harus sesudah pembukaan."))
        return data

    def moments(self, zone: str) -> dict:
        return {name: in_zone(self.cleaned_data[name], zone) for name in ("opens_at", "closes_at")}


class CreateForm(WindowMixin, forms.ModelForm):
    """The address of the edition is made from its name."""

    opens_at = WallClockField(label=_("Pendaftaran dibuka"), required=False, help_text=OPENING_HELP)
    closes_at = WallClockField(label=_("Pendaftaran ditutup"), required=False, help_text=CLOSING_HELP)

    class Meta:
        model = Competition
        fields = ["name", "year", "organiser"]

    def __init__(self, *args, organisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = organisers
        self.fields["organiser"].empty_label = None
        self.fields["name"].help_text = _("Nama resmi, misalnya KIPP Kota Tegal 2024.")
        self.helper = plain_helper()

    def slug(self) -> str:
        return free_slug(self.cleaned_data["name"])


def free_slug(name: str) -> str:
    stem = slugify(name)[:70].strip("-") or "edisi"
    taken = {RESERVED, *Competition.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


class IdentityForm(forms.ModelForm):
    reminder_days = DaysField(
        label=_("Pengingat, hari sebelum penutupan"),
        required=False,
        help_text=_("Angka dipisahkan koma, misalnya 7, 3, 1. Kosongkan bila tidak ada pengingat."),
    )

    class Meta:
        model = Competition
        fields = [
            "name",
            "year",
            "region",
            "theme",
            "legal_basis",
            "about",
            "letterhead",
            "entered_as",
            "needs_head_approval",
            "screened_by_two",
            "holds_mail",
            "reminder_days",
            "integrity_text",
            "cooling_years",
        ]
        help_texts = {
            "screened_by_two": _("Keputusan seleksi baru berlaku sesudah orang kedua menyetujuinya."),
            "holds_mail": _("Surat menunggu di kotak keluar sampai panitia melepasnya."),
            "legal_basis": _("Satu peraturan satu baris."),
            "about": _("Dibaca peserta di halaman kompetisi."),
            "integrity_text": _(
                "Ditandatangani setiap juri satu kali sebelum proposal ditampilkan. "
                "Kosongkan bila tidak diminta."
            ),
            "cooling_years": _(
                "Juri tidak menilai instansi yang ditinggalkannya kurang dari sekian tahun sebelum "
                "pendaftaran ditutup. Isi 0 bila cukup diperingatkan."
            ),
            "letterhead": _("Tercetak di atas dokumen resmi; satu baris satu tingkat."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def values(self) -> dict:
        return dict(self.cleaned_data)


class ScheduleForm(WindowMixin, forms.Form):
    zone = forms.ChoiceField(label=_("Zona waktu"), choices=Zone.choices)
    opens_at = WallClockField(label=_("Pendaftaran dibuka"), required=False, help_text=OPENING_HELP)
    closes_at = WallClockField(label=_("Pendaftaran ditutup"), required=False, help_text=CLOSING_HELP)

    def __init__(self, data=None, *, instance: Competition):
        initial = {
            "zone": instance.zone,
            "opens_at": on_wall(instance.opens_at, instance.zone),
            "closes_at": on_wall(instance.closes_at, instance.zone),
        }
        super().__init__(data, initial=initial)
        self.helper = plain_helper()

    def values(self) -> dict:
        zone = self.cleaned_data["zone"]
        return {"zone": zone, **self.moments(zone)}


class AssumptionsForm(forms.Form):
    """One tick for every figure that the preset assumed; all of them, or it says nothing."""

    def __init__(self, data=None, *, assumptions: list[dict]):
        super().__init__(data)
        for number, assumption in enumerate(assumptions, 1):
            self.fields[f"agree_{number}"] = forms.BooleanField(
                label=assumption["text"],
                error_messages={"required": _("Centang bila sudah sesuai, atau ubah dahulu ketentuannya.")},
            )
        self.helper = plain_helper()
