"""Forms of the panel and of assigning."""

import secrets

import django_filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.forms.fields import AgencyField
from agencies.models import User
from competitions.models import Category
from proposals.enums import Attendance
from proposals.models import Entry

CAP = {"required": False, "min_value": 0, "max_value": 5000}
CAP_HELP = _("Kosongkan bila tidak dibatasi. Isi 0 agar tidak diberi bacaan baru.")
MOST = 999_999


class SearchForm(forms.Form):
    """By GET. A null byte or a novel in the address finds nobody, and fails nothing."""

    cari = forms.CharField(
        label=_("Nama, alamat e-mail, atau lembaga"),
        min_length=3,
        max_length=100,
        required=False,
        help_text=_("Paling sedikit 3 huruf."),
    )

    def words(self) -> str:
        return self.cleaned_data.get("cari", "") if self.is_valid() else ""


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    email = forms.EmailField(label=_("Alamat e-mail"), max_length=254)
    institution = forms.CharField(
        label=_("Lembaga asal"),
        max_length=200,
        help_text=_("Misalnya universitas, media, atau Ombudsman. Dicetak pada dokumen hasil."),
    )
    employer = AgencyField(
        label=_("Instansi tempat bekerja"),
        required=False,
        help_text=_(
            "Isi bila orang ini bekerja di instansi daerah. Portal lalu melarangnya menilai inovasi "
            "dari instansi itu, induknya, dan unit di bawahnya."
        ),
    )
    load_cap = forms.IntegerField(label=_("Batas jumlah bacaan"), help_text=CAP_HELP, **CAP)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Penilaian sudah dimulai, jadi perubahan panel dicatat dengan alasannya."),
    )

    def __init__(self, *args, needs_reason: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "name",
            "email",
            "institution",
            "employer",
            "load_cap",
            *(["reason"] if needs_reason else []),
            Submit("save", _("Undang dan jadikan juri")),
        )

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class CapForm(forms.Form):
    load_cap = forms.IntegerField(label=_("Batas jumlah bacaan"), help_text=CAP_HELP, **CAP)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("load_cap", Submit("save", _("Simpan batas")))


class PlanForm(forms.Form):
    seed = forms.IntegerField(
        label=_("Angka pengacak"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_(
            "Urutan pembagian diacak dari angka ini. Angkanya dicatat, sehingga pembagian dapat diulang "
            "dan diperiksa siapa pun."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"seed": secrets.randbelow(MOST) + 1}, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("seed", Submit("save", _("Susun rencana")))


def _categories(request):
    return Category.objects.filter(competition__stages__code=request.resolver_match.kwargs["code"])


class EntryFilter(django_filters.FilterSet):
    """Needs rows annotated with `reader_count`."""

    juri = django_filters.ChoiceFilter(
        label=_("Juri"),
        empty_label=_("Semua"),
        method="of_coverage",
        choices=(("kurang", _("Kurang juri")), ("cukup", _("Cukup juri"))),
    )
    kategori = django_filters.ModelChoiceFilter(
        label=_("Kategori"), field_name="proposal__category", empty_label=_("Semua"), queryset=_categories
    )
    cari = django_filters.CharFilter(label=_("Judul, instansi, atau juri"), method="holding")

    class Meta:
        model = Entry
        fields: list[str] = []

    def of_coverage(self, queryset, _name, value):
        if value == "kurang":
            short = queryset.filter(reader_count__lt=F("stage__readers"))
            return short.exclude(attendance=Attendance.ABSENT)
        return queryset.filter(reader_count__gte=F("stage__readers"))

    def holding(self, queryset, _name, value):
        read_by = Entry.objects.filter(
            assignments__recused_at=None, assignments__member__user__name__icontains=value
        )
        return queryset.filter(
            Q(proposal__title__icontains=value)
            | Q(proposal__agency__name__icontains=value)
            | Q(pk__in=read_by.values("pk"))
        )
