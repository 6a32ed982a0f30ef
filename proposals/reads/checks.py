"""The automatic lines of the secretariat's checklist."""

from datetime import datetime

from django.utils.translation import gettext as _

from competitions.enums import AutomaticCheck
from proposals.models import Proposal

from . import readiness, rulings
from .rulings import CheckResult

__all__ = ["CheckResult", "automatic_checks"]


def automatic_checks(proposal: Proposal, at: datetime) -> dict[AutomaticCheck, CheckResult]:
    """Every line that the portal can tell by itself, with a sentence for the screener.

    A submitted proposal cannot change: its rows are its latest version.
    """
    blockers = readiness.of(proposal, at).blockers
    unfiled = [b.text for b in blockers if b.kind == readiness.Kind.FILE]
    incomplete = [b.text for b in blockers if b.kind != readiness.Kind.FILE]
    return {
        AutomaticCheck.COMPLETE: _listed(incomplete, _("Semua isian wajib terisi dan dalam batas kata.")),
        AutomaticCheck.STATEMENTS: _listed(unfiled, _("Semua berkas wajib sudah diunggah.")),
        **rulings.rule_checks(proposal, at, names_everybody=True),
    }


def _listed(problems: list[str], fine: str) -> CheckResult:
    return CheckResult(not problems, " ".join(problems) or fine)
