"""Save what was typed. A stale copy is refused with what stands now; nothing is overwritten unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Question
from kipp.lib.errors import Refused, Stale
from proposals.lifecycle import EDITABLE
from proposals.models import Answer, Proposal, TeamMember
from proposals.words import count_words

from . import gate


@dataclass(frozen=True)
class Saved:
    revision: int
    words: int = 0


@dataclass(frozen=True)
class Member:
    name: str
    nip: str = ""
    duty: str = ""


@dataclass(frozen=True)
class Typed:
    """An answer as a form sent it, with the revision it was read at."""

    question_id: int
    revision: int
    text: str


@dataclass
class Conflicts:
    """What a whole form could not save because somebody else had; the rest of it is saved."""

    answers: dict[int, Answer] = field(default_factory=dict)
    header: Proposal | None = None

    def __bool__(self) -> bool:
        return bool(self.answers) or self.header is not None


def save_answer(
    *, proposal: Proposal, question_id: int, by: User, at: datetime, revision: int, text: str
) -> Saved:
    """Save one answer, over the limit or not: the limit only keeps a proposal from being sent.

    The proposal is locked by the update that notes the time, so a submission sees the text before or
    after, never between. Raises Refused, Stale, or Question.DoesNotExist for another edition's question.
    """
    gate.require_editable(proposal, at)
    words = count_words(text)
    with transaction.atomic():
        if not Proposal.objects.filter(pk=proposal.pk, status__in=EDITABLE).update(saved_at=at):
            raise Refused(_("Proposal sudah tidak berstatus draf, jadi isinya tidak dapat diubah."))
        held = Answer.objects.filter(proposal=proposal, question=question_id, revision=revision)
        if held.update(text=text, words=words, revision=revision + 1, saved_at=at, saved_by=by):
            return Saved(revision + 1, words)
        return _first_answer(proposal, question_id, by, at, text, words)


def _first_answer(
    proposal: Proposal, question_id: int, by: User, at: datetime, text: str, words: int
) -> Saved:
    current = (
        Answer.objects.filter(proposal=proposal, question=question_id).select_related("saved_by").first()
    )
    if current is None:
        question = Question.objects.get(pk=question_id, section__competition=proposal.competition_id)
        Answer.objects.create(
            proposal=proposal, question=question, text=text, words=words, saved_at=at, saved_by=by
        )
        return Saved(1, words)
    if current.text == text:  # the answer to an earlier request was lost on its way
        return Saved(current.revision, current.words)
    raise Stale(_("Isian ini sudah diubah dari tempat lain."), current=current)


def save_header(
    *, proposal: Proposal, by: User, at: datetime, revision: int, changes: Mapping[str, object]
) -> Saved:
    """Save fields of the proposal itself. Raises Refused or Stale."""
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        changed = {name for name, value in changes.items() if getattr(locked, name) != value}
        if not changed:
            return Saved(locked.revision)
        _require_current(locked, revision)
        for name in changed:
            setattr(locked, name, changes[name])
        return _bump(locked, at, changed)


def save_team(
    *, proposal: Proposal, by: User, at: datetime, revision: int, members: Sequence[Member]
) -> Saved:
    """Replace the list of people who propose. Raises Refused or Stale."""
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        stored = [Member(row.name, row.nip, row.duty) for row in locked.team.all()]
        if stored == list(members):
            return Saved(locked.revision)
        _require_current(locked, revision)
        locked.team.all().delete()
        TeamMember.objects.bulk_create(
            TeamMember(proposal=locked, position=position, name=m.name, nip=m.nip, duty=m.duty)
            for position, m in enumerate(members, 1)
        )
        return _bump(locked, at, set())


def save_form(
    *,
    proposal: Proposal,
    by: User,
    at: datetime,
    revision: int,
    changes: Mapping[str, object],
    members: Sequence[Member] | None,
    answers: Sequence[Typed],
) -> Conflicts:
    """The whole page at once, for browsers without scripts: saves what it can, returns what was stale.

    `members` None leaves the team as it is.
    """
    conflicts = Conflicts()
    with transaction.atomic():
        stored = dict(proposal.answers.values_list("question_id", "text"))
        try:
            saved = save_header(proposal=proposal, by=by, at=at, revision=revision, changes=changes)
            if members is not None:
                save_team(proposal=proposal, by=by, at=at, revision=saved.revision, members=members)
        except Stale as stale:
            conflicts.header = stale.current
        for typed in answers:
            if typed.text != stored.get(typed.question_id, ""):
                _save_typed(proposal, by, at, typed, conflicts)
    return conflicts


def _save_typed(proposal: Proposal, by: User, at: datetime, typed: Typed, conflicts: Conflicts) -> None:
    try:
        save_answer(
            proposal=proposal,
            question_id=typed.question_id,
            by=by,
            at=at,
            revision=typed.revision,
            text=typed.text,
        )
    except Stale as stale:
        conflicts.answers[typed.question_id] = stale.current


def _require_current(locked: Proposal, revision: int) -> None:
    if locked.revision != revision:
        raise Stale(_("Isian identitas sudah diubah dari tempat lain."), current=locked)


def _bump(locked: Proposal, at: datetime, changed: set[str]) -> Saved:
    locked.revision += 1
    locked.saved_at = at
    locked.save(update_fields={*locked.keep(changed), "revision", "saved_at"})
    return Saved(locked.revision)
