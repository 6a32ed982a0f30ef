"""Forms of a visit in the field: its plan, what it looks at, the agency's answer, its end."""

from collections.abc import Sequence
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.forms.moments import WallClockField, in_zone, on_wall
from judging import claims
from judging.forms.presentations import RevisionForm
from judging.models import FieldVisit
from judging.reads.field import Candidate
from judging.reads.field_claims import Source, Suggestion
from judging.services.field_claims import Wanted
from judging.services.field_visits import Plan
from proposals.models import Entry


class SearchForm(forms.Form):
    cari = forms.CharField(label=_("Judul atau instansi"), max_length=100, required=False)


class PlanForm(RevisionForm):
    """When, where, and who goes; those who may not are shown with the reason and cannot be ticked."""

    planned_at = WallClockField(label=_("Waktu kunjungan"), help_text=_("Menurut jam edisi ini."))
    place = forms.CharField(
        label=_("Tempat"), max_length=200, help_text=_("Alamat tempat layanan dapat dilihat.")
    )
    petugas = forms.MultipleChoiceField(
        label=_("Petugas"), error_messages={"required": _("Pilih sedikitnya dua petugas.")}
    )

    def __init__(
        self, *args, entry: Entry, candidates: Sequence[Candidate], visit: FieldVisit | None = None, **kwargs
    ):
        self.zone = entry.stage.competition.zone
        self.candidates = candidates
        self.going = {visitor.user for visitor in visit.visitors.all()} if visit else set()
        initial = {"revision": 0}
        if visit:
            when = on_wall(visit.planned_at, self.zone)
            initial = {"revision": visit.revision, "planned_at": when, "place": visit.place}
        super().__init__(*args, initial=initial, **kwargs)
        known = {one.user for one in candidates} | self.going
        self.users = {user.code: user for user in known}
        self.fields["petugas"].choices = [(code, user.name) for code, user in self.users.items()]

    def clean_planned_at(self) -> datetime | None:
        return in_zone(self.cleaned_data["planned_at"], self.zone)

    @property
    def rows(self) -> list[tuple[Candidate, bool]]:
        """Everybody who could go, and whether they are ticked; who goes already is among them."""
        listed = {one.user for one in self.candidates}
        gone = [Candidate(user, False, []) for user in self.going - listed]
        chosen = self.data.getlist("petugas") if self.is_bound else [user.code for user in self.going]
        return [(one, one.user.code in chosen) for one in [*gone, *self.candidates]]

    def plan(self) -> Plan:
        data = self.cleaned_data
        visitors: list[User] = [self.users[code] for code in data["petugas"]]
        return Plan(data["planned_at"], data["place"], visitors)


class HostForm(forms.Form):
    host_name = forms.CharField(label=_("Nama"), max_length=150)
    host_post = forms.CharField(label=_("Jabatan"), max_length=150)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _inside("host_name", "host_post", label=_("Simpan penerima"))


class AnswerForm(RevisionForm):
    """The agency's answer to the findings."""

    AGREE, OBJECT = "setuju", "keberatan"
    sikap = forms.ChoiceField(
        label=_("Apakah instansi Anda setuju dengan temuan ini?"),
        choices=[
            (AGREE, _("Setuju dengan semua temuan")),
            (OBJECT, _("Berkeberatan atas temuan tertentu")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih setuju atau berkeberatan.")},
    )
    remark = forms.CharField(
        label=_("Penjelasan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Wajib bila berkeberatan: temuan yang mana, dan mengapa."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _inside("revision", "sikap", "remark", label=_("Kirim tanggapan"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("sikap") == self.OBJECT and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Tulis temuan mana yang tidak disetujui, dan mengapa."))
        return cleaned

    def answer(self) -> dict[str, object]:
        data = self.cleaned_data
        has_objection = data["sikap"] == self.OBJECT
        return {"revision": data["revision"], "has_objection": has_objection, "remark": data["remark"]}


class CloseForm(RevisionForm):
    """A reason is asked for only while the agency has not answered."""

    unsigned_reason = forms.CharField(
        label=_("Mengapa ditutup tanpa tanggapan instansi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercantum pada berita acara."),
    )

    def __init__(self, *args, has_answer: bool, **kwargs):
        super().__init__(*args, **kwargs)
        rows = ["revision"]
        if has_answer:
            del self.fields["unsigned_reason"]
        else:
            rows.append("unsigned_reason")
        self.helper = _inside(*rows, label=_("Tutup dan buat berita acara"))


class AdviceForm(forms.Form):
    advice = forms.CharField(
        label=_("Yang perlu dilihat"),
        max_length=300,
        required=False,
        help_text=_("Misalnya: buku register tiga bulan terakhir, atau tanyakan dua pengguna layanan."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("advice", Submit("save", _("Simpan")))


class ClaimsForm(forms.Form):
    """Ticked suggestions, and passages pasted below their answer: a line each, as they stand there.

    What a tick stands for is read again from the frozen version; a passage must stand in its answer.
    """

    def __init__(self, *args, sources: Sequence[Source], **kwargs):
        super().__init__(*args, **kwargs)
        self.sources = sources
        self.named = {each.key: (source, each) for source in sources for each in source.suggestions}
        keys = [(key, key) for key, (_source, each) in self.named.items() if not each.is_taken]
        self.fields["pilih"] = forms.MultipleChoiceField(choices=keys, required=False)
        for source in sources:
            self.fields[source.key] = forms.CharField(
                label=_("Kutipan dari jawaban ini, satu klaim satu baris"),
                required=False,
                max_length=claims.LONGEST * 3,
                widget=forms.Textarea(attrs={"rows": 2, "data-claims": ""}),
            )

    def clean(self):
        cleaned = super().clean()
        for source in self.sources:
            for line in _lines(cleaned.get(source.key, "")):
                if len(line) > claims.LONGEST:
                    self.add_error(source.key, _("Satu klaim paling panjang 2.000 huruf."))
                elif not claims.is_quoted(line, source.plain):
                    sentence = _("“%(line)s” tidak ada di jawaban ini. Salin kalimatnya seperti tertulis.")
                    self.add_error(source.key, sentence % {"line": line[:80]})
        return cleaned

    @property
    def suggested(self) -> list[tuple[Source, list[tuple[Suggestion, bool]]]]:
        chosen = self.data.getlist("pilih") if self.is_bound else []
        rows = [
            (source, [(each, each.is_taken or each.key in chosen) for each in source.suggestions])
            for source in self.sources
        ]
        return [row for row in rows if row[1]]

    @property
    def answers(self) -> list[tuple[Source, forms.BoundField]]:
        return [(source, self[source.key]) for source in self.sources]

    def wanted(self) -> list[Wanted]:
        """In the order of the proposal."""
        ticked = set(self.cleaned_data["pilih"])
        found = []
        for source in self.sources:
            found += [Wanted(source.name, each.text) for each in source.suggestions if each.key in ticked]
            found += [Wanted(source.name, line) for line in _lines(self.cleaned_data[source.key])]
        return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _inside(*rows: str, label: str) -> FormHelper:
    """For a form whose tag stands in the template, because it goes to another address than the page."""
    helper = FormHelper()
    helper.form_tag, helper.disable_csrf = False, True
    helper.layout = Layout(*rows, Submit("save", label))
    return helper
