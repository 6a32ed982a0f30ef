"""What still stands between a draft and its submission. The verb refuses with the same sentences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.enums import AutomaticCheck
from kipp.lib.templatetags.ui import number
from proposals.enums import TeamKind
from proposals.models import Proposal

from . import drafts, rulings


class Kind(StrEnum):
    MISSING = "missing"
    OVER = "over"
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

    def _files(self):
        for state in self.draft.slots:
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
}


def _over_sentence(field: drafts.Field) -> str:
    excess = field.words - field.question.max_words
    return _("%(question)s: lebih %(excess)s kata dari batas %(limit)s kata.") % {
        "question": field.question.label,
        "excess": number(excess),
        "limit": number(field.question.max_words),
    }


def of(proposal: Proposal, at: datetime) -> Readiness:
    return Readiness(drafts.load(proposal), at)


def blockers(proposal: Proposal, at: datetime) -> list[Blocker]:
    return of(proposal, at).blockers


def warnings(proposal: Proposal, at: datetime) -> list[Blocker]:
    return of(proposal, at).warnings
