"""The automatic lines of the secretariat's checklist."""

from collections.abc import Set
from datetime import datetime

from django.utils.translation import gettext as _

from competitions.enums import AutomaticCheck
from proposals.models import Proposal

from . import drafts, rulings
from .readiness import Kind, Readiness
from .rulings import CheckResult

__all__ = ["OF_THE_WORDS", "CheckResult", "automatic_checks"]

#: What is read from answers and files; the rest from the header.
OF_THE_WORDS = frozenset({AutomaticCheck.COMPLETE, AutomaticCheck.STATEMENTS})


def automatic_checks(
    proposal: Proposal,
    at: datetime,
    kinds: Set[str] = frozenset(AutomaticCheck),
    draft: drafts.Draft | None = None,
) -> dict[AutomaticCheck, CheckResult]:
    """The lines of these kinds that the portal can tell by itself, with a sentence for the screener.

    What was sent and never returned cannot change: its rows are its latest version.
    """
    told: dict[AutomaticCheck, CheckResult] = {}
    if kinds & OF_THE_WORDS:
        told |= _of_the_words(Readiness(draft or drafts.load(proposal), at))
    if kinds - OF_THE_WORDS - {AutomaticCheck.NONE}:
        told |= rulings.rule_checks(proposal, at, names_everybody=True)
    return {kind: result for kind, result in told.items() if kind in kinds}


def _of_the_words(ready: Readiness) -> dict[AutomaticCheck, CheckResult]:
    blockers = ready.blockers
    unfiled = [b.text for b in blockers if b.kind == Kind.FILE]
    incomplete = [b.text for b in blockers if b.kind != Kind.FILE]
    return {
        AutomaticCheck.COMPLETE: _listed(incomplete, _("Semua isian wajib terisi dan dalam batas kata.")),
        AutomaticCheck.STATEMENTS: _listed(unfiled, _("Semua berkas wajib sudah diunggah.")),
    }


def _listed(problems: list[str], fine: str) -> CheckResult:
    return CheckResult(not problems, " ".join(problems) or fine)
