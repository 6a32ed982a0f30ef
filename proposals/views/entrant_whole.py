"""The whole writing form at once, as a browser without scripts sends it."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import cached_property

from agencies.models import User
from kipp.lib.errors import Refused
from kipp.lib.uploads import oversize_fields
from proposals import answers
from proposals.forms.entrant import AnswerForm, HeaderForm, MemberFormSet, RevisionForm, members_of
from proposals.models import Proposal
from proposals.reads import drafts
from proposals.reads.writing import TypedForm
from proposals.services import attachments, writing

SAVED, CONFLICT, TOO_LARGE, INVALID = 200, 409, 413, 422


class WholeForm:
    """Parses every part, saves the parts that are right, and keeps the words of those that are not."""

    def __init__(self, request: HttpRequest, proposal: Proposal):
        self.request = request
        self.proposal = proposal
        self.draft = drafts.load(proposal)
        self.header = HeaderForm(request.POST, proposal=proposal)
        self.team = MemberFormSet(request.POST, prefix="team")
        self.conflicts = writing.Conflicts()
        self.file_errors: dict[str, str] = {}

    def save(self, *, by: User, at: datetime) -> None:
        revision = RevisionForm(self.request.POST)
        self.header.is_valid()
        members = members_of(self.team) if self.team.is_valid() else None
        self.conflicts = writing.save_form(
            proposal=self.proposal,
            by=by,
            at=at,
            revision=revision.cleaned_data["revision"] if revision.is_valid() else 0,
            changes=self.header.changes(),
            members=members,
            answers=[self._typed(pk, form) for pk, form in self.answers.items() if form.is_valid()],
        )
        for state in self.draft.all_slots:
            self._take_file(state.slot, by, at)

    @property
    def status(self) -> int:
        if self.conflicts:
            return CONFLICT
        if oversize_fields(self.request):
            return TOO_LARGE
        is_right = self.header.is_valid() and self.team.is_valid() and not self.answer_errors
        return SAVED if is_right and not self.file_errors else INVALID

    def typed(self) -> TypedForm:
        return TypedForm(
            {pk: form.data["text"] for pk, form in self.answers.items()},
            self.conflicts.answers,
            self.answer_errors,
            self.file_errors,
        )

    @cached_property
    def answers(self) -> dict[int, AnswerForm]:
        """Of the questions that stood on the page: a box left empty sends nothing but its revision."""
        sent = self.request.POST
        return {
            asked.question.pk: AnswerForm({"text": self._text(asked), "revision": sent[revision]})
            for asked in self.draft.fields
            if (revision := f"revision_{asked.question.pk}") in sent
        }

    def _text(self, asked: drafts.Field) -> str:
        question = asked.question
        return answers.written(question.kind, self.request.POST.getlist(asked.name), len(question.options))

    @cached_property
    def answer_errors(self) -> dict[int, str]:
        wrong = {pk: form for pk, form in self.answers.items() if not form.is_valid()}
        return {
            pk: " ".join(e for listed in form.errors.values() for e in listed) for pk, form in wrong.items()
        }

    def _typed(self, pk: int, form: AnswerForm) -> writing.Typed:
        return writing.Typed(pk, form.cleaned_data["revision"], form.cleaned_data["text"])

    def _take_file(self, slot, by: User, at: datetime) -> None:
        field = f"file_{slot.code}"
        if field in oversize_fields(self.request):
            self.file_errors[slot.code] = str(attachments.too_large())
        file = self.request.FILES.get(field)
        if file is None:
            return
        try:
            attachments.attach(
                proposal=self.proposal, slot=slot, by=by, at=at, name=file.name, content=file.read()
            )
        except Refused as refused:
            self.file_errors[slot.code] = str(refused)
