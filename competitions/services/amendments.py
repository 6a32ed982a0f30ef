"""Change the form of an announced edition: an official act with a letter, for everybody to read.

What may change is what takes nothing from those who have written already; ADR 0017 says why.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions import form_rules
from competitions.models import AttachmentSlot, Competition, FormAmendment, Question, Section
from competitions.reads import amending, outline, wording
from kipp.lib.errors import Refused

from . import editing, ledger
from .form import refuse_new_faults, refuse_unanswerable


@transaction.atomic
def change(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    row: Question | AttachmentSlot,
    values: Mapping[str, object],
    letter_number: str,
    reason: str,
) -> FormAmendment:
    """Write what the letter changes of one question or place for files; Refused for what no letter may."""
    current = _begin(competition, at, revision, letter_number, reason)
    before = outline.load(current)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    changed = amending.differing(row, values)
    if not changed:
        raise Refused(_("Belum ada yang diubah."), status=422)
    if objections := amending.objections(row, changed):
        raise Refused(_("Perubahan ini tidak dapat dilakukan."), reasons=objections, status=422)
    if isinstance(row, Question):
        refuse_unanswerable(row, changed)
    told = amending.told(row, changed)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    refuse_new_faults(before, outline.load(current))
    return _enact(current, by, at, told, letter_number, reason)


@transaction.atomic
def add_question(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    section: Section,
    values: Mapping[str, object],
    letter_number: str,
    reason: str,
) -> FormAmendment:
    """Ask one thing more, at the end of a chapter. Nobody has to answer it: some have sent already."""
    current = _begin(competition, at, revision, letter_number, reason)
    before = outline.load(current)
    siblings = list(section.questions.select_for_update())
    values = form_rules.own(str(values["kind"]), values) | {"is_required": False}
    refuse_unanswerable(Question(), values)
    question = section.questions.create(
        code=editing.new_code(str(values["label"]), {other.code for other in siblings}),
        position=max((other.position for other in siblings), default=0) + 1,
        **values,
    )
    refuse_new_faults(before, outline.load(current))
    words = f"{wording.asked(question)} · {_('opsional')}"
    told = [{"subject": question.label, "field": amending.NEW, "before": "", "after": words}]
    return _enact(current, by, at, told, letter_number, reason)


def _begin(
    competition: Competition, at: datetime, revision: int, letter_number: str, reason: str
) -> Competition:
    current = editing.begin(competition, revision)
    if blocker := amending.blocker(current, at):
        raise Refused(blocker)
    if not letter_number.strip() or not reason.strip():
        raise Refused(_("Perubahan formulir memerlukan nomor surat dan alasan."), status=422)
    return current


def _enact(
    competition: Competition,
    by: User,
    at: datetime,
    changes: Sequence[Mapping[str, object]],
    letter_number: str,
    reason: str,
) -> FormAmendment:
    """Numbered, frozen, told to the audit and linked into the ledger."""
    amendment = FormAmendment.objects.create(
        competition=competition,
        number=competition.amendments.count() + 1,
        letter_number=letter_number.strip(),
        reason=reason.strip(),
        changes=list(changes),
        made_at=at,
        made_by=by,
    )
    competition.revision += 1
    competition.save(update_fields=["revision"])
    subject = f"edition:{competition.slug}"
    details = {
        "number": amendment.number,
        "letter_number": amendment.letter_number,
        "changes": amendment.changes,
    }
    audit.record(by=by, at=at, verb="form.amended", subject=subject, **details)
    happening = ledger.Happening("form.amended", subject, details)
    ledger.append(competition=competition, by=by, at=at, happenings=[happening])
    return amendment
