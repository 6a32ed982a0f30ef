"""What still stands between a draft and its submission. The verb refuses with the same sentences."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.enums import AutomaticCheck
from kipp.lib.templatetags.ui import number
from proposals.answers import LONGEST_SHORT, Fault
from proposals.enums import TeamKind
from proposals.models import Proposal

from . import drafts, rulings


class Kind(StrEnum):
    MISSING = "missing"
    OVER = "over"
    FAULT = "fault"
    FILE = "file"
    TRUTH = "truth"
    RULE = "rule"


@dataclass(frozen=True)
class Blocker:
    """One thing to mend and the address of the field where it is mended."""

    text: str
    url: str
    kind: Kind


class Readiness:
    """Blockers keep a draft from being sent; warnings let it go, knowing that screening will stop it."""

    def __init__(self, draft: drafts.Draft, at: datetime):
        self.draft = draft
        self.at = at
        self._page = reverse("proposals:edit", args=[draft.proposal.code])

    @cached_property
    def blockers(self) -> list[Blocker]:
        return [*self._header(), *self._answers(), *self._files(), *self._truth()]

    @cached_property
    def warnings(self) -> list[Blocker]:
        found = rulings.rule_checks(self.draft.proposal, self.at)
        return [
            Blocker(result.sentence, self._at(RULE_ANCHORS[check]), Kind.RULE)
            for check, result in found.items()
            if not result.is_met
        ]

    @property
    def is_ready(self) -> bool:
        return not self.blockers

    @property
    def is_header_done(self) -> bool:
        return not any(self._header())

    def _at(self, anchor: str) -> str:
        return f"{self._page}#{anchor}"

    def _missing(self, text: str, anchor: str) -> Blocker:
        return Blocker(text, self._at(anchor), Kind.MISSING)

    def _header(self):
        proposal = self.draft.proposal
        if proposal.category_id is None:
            yield self._missing(_("Pilih kategori."), "id_category")
        if proposal.track_id is None:
            yield self._missing(_("Pilih jalur."), "id_track")
        if proposal.started_on is None:
            yield self._missing(_("Isi tanggal mulai diterapkan."), "id_started_on")
        yield from self._people()

    def _people(self):
        proposal = self.draft.proposal
        taken = TeamKind.taken_by(proposal.competition)
        if proposal.team_kind not in taken:
            yield Blocker(ONLY[taken[0]], self._at("id_team_kind"), Kind.RULE)
        names = [member.name for member in self.draft.team if member.name]
        if not names:
            yield self._missing(_("Isi nama pengusul."), "tim")
        elif proposal.team_kind == TeamKind.INDIVIDUAL and len(names) > 1:
            text = _("Pengusul perorangan hanya satu orang. Hapus nama lainnya.")
            yield Blocker(text, self._at("tim"), Kind.RULE)

    def _answers(self):
        for field in self.draft.fields:
            if field.is_missing:
                text = _("Jawab: %(question)s") % {"question": field.question.label}
                yield self._missing(text, f"id_{field.name}")
            elif field.is_over:
                yield Blocker(_over_sentence(field), self._at(f"id_{field.name}"), Kind.OVER)
            elif field.fault is not None:
                yield Blocker(_fault_sentence(field), self._at(f"id_{field.name}"), Kind.FAULT)

    def _files(self):
        for state in self.draft.all_slots:
            if state.is_missing:
                text = _("Unggah berkas: %(title)s") % {"title": state.slot.title}
                yield Blocker(text, self._at(f"id_file_{state.slot.code}"), Kind.FILE)

    def _truth(self):
        if not self.draft.proposal.is_truthful:
            yield Blocker(
                _("Centang pernyataan bahwa data yang diisikan benar."),
                self._at("id_is_truthful"),
                Kind.TRUTH,
            )


ONLY = {
    TeamKind.TEAM: gettext_lazy("Edisi ini hanya menerima pengusul berupa tim. Ubah pilihan Pengusul."),
    TeamKind.INDIVIDUAL: gettext_lazy("Edisi ini hanya menerima pengusul perorangan. Ubah pilihan Pengusul."),
}
#: Where a rule's facts are typed.
RULE_ANCHORS = {
    AutomaticCheck.AGE: "id_started_on",
    AutomaticCheck.DUPLICATE: "id_title",
    AutomaticCheck.QUOTA: "id_track",
    AutomaticCheck.GROUP: "kelompok",
    AutomaticCheck.AWARDS: "id_track",
}


def _over_sentence(field: drafts.Field) -> str:
    excess = field.words - field.question.max_words
    return _("%(question)s: lebih %(excess)s kata dari batas %(limit)s kata.") % {
        "question": field.question.label,
        "excess": number(excess),
        "limit": number(field.question.max_words),
    }


def _fault_sentence(field: drafts.Field) -> str:
    asked = field.question
    facts = {
        "question": asked.label,
        "most": number(LONGEST_SHORT),
        "minimum": _bound(asked.minimum),
        "maximum": _bound(asked.maximum),
    }
    return FAULTS[field.fault] % facts


def fault_sentence(field: drafts.Field) -> str:
    """The same beside the field itself, which says whose it is."""
    said = _fault_sentence(field).removeprefix(f"{field.question.label}: ")
    return said[:1].upper() + said[1:]


def _bound(value: Decimal | None) -> str:
    """With as many decimals as it was given."""
    if value is None:
        return ""
    return number(value, max(0, -int(value.normalize().as_tuple().exponent)))


#: What is wrong with an answer, and how it is mended.
FAULTS = {
    Fault.TOO_LONG: gettext_lazy("%(question)s: ringkas menjadi paling banyak %(most)s huruf."),
    Fault.NOT_OFFERED: gettext_lazy("%(question)s: pilih lagi dari pilihan yang tersedia."),
    Fault.NOT_A_NUMBER: gettext_lazy("%(question)s: tulis angka saja, misalnya 1.250 atau 12,5."),
    Fault.TOO_SMALL: gettext_lazy("%(question)s: angka paling kecil %(minimum)s."),
    Fault.TOO_LARGE: gettext_lazy("%(question)s: angka paling besar %(maximum)s."),
    Fault.NOT_A_DATE: gettext_lazy("%(question)s: pilih tanggal yang benar."),
    Fault.NOT_A_LINK: gettext_lazy("%(question)s: tulis alamat lengkap yang diawali https://."),
}


def of(proposal: Proposal, at: datetime) -> Readiness:
    return Readiness(drafts.load(proposal), at)


def blockers(proposal: Proposal, at: datetime) -> list[Blocker]:
    return of(proposal, at).blockers


def warnings(proposal: Proposal, at: datetime) -> list[Blocker]:
    return of(proposal, at).warnings
