"""The score sheet as a form: one row a criterion, the general comment, and the way to step back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.models import Criterion
from judging.models import Score, ScoreSheet

LONGEST_COMMENT = 4000
MOST_BUTTONS = 10  # a longer scale is typed, not clicked


class CommentField(forms.CharField):
    """Lines end alike whether a form or a script sent them, so that equal words are equal."""

    def __init__(self, *, label: str, rows: int = 2, longest: int = LONGEST_COMMENT):
        area = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
        super().__init__(label=label, required=False, max_length=longest, widget=area, strip=False)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").strip()


def _points_field(criterion: Criterion) -> forms.IntegerField:
    """Radios are drawn by the template, from the levels; only a long scale uses this widget."""
    attrs = {"class": "form-control score-number", "inputmode": "numeric"}
    return forms.IntegerField(
        label=criterion.name,
        required=False,
        min_value=criterion.points_min,
        max_value=criterion.points_max,
        widget=forms.NumberInput(attrs=attrs),
    )


def _revision_field() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class ScoreForm(forms.Form):
    """One row, as the page saves it by itself. The scale is the verb's business."""

    points = forms.IntegerField(required=False)
    comment = CommentField(label=_("Catatan"))
    revision = forms.IntegerField(min_value=0)


class NoteForm(forms.Form):
    comment = CommentField(label=_("Catatan umum"))
    revision = forms.IntegerField(min_value=0)


@dataclass(frozen=True)
class Choice:
    points: int
    anchor: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """What the template draws for one criterion; `is_contested` when a newer save stands against it."""

    score: Score
    points: forms.BoundField
    comment: forms.BoundField
    choices: list[Choice]
    is_contested: bool

    @property
    def criterion(self) -> Criterion:
        return self.score.criterion


class SheetForm(forms.Form):
    """The whole sheet. Weights are not in it: the server has them."""

    def __init__(self, data=None, *, sheet: ScoreSheet, scores: Sequence[Score]):
        super().__init__(data, auto_id="%s", initial={"note": sheet.comment, "note_revision": sheet.revision})
        self.sheet, self.scores = sheet, scores
        self.fields["note"] = CommentField(label=_("Catatan umum"), rows=4)
        self.fields["note_revision"] = _revision_field()
        for score in scores:
            key = score.criterion_id
            self.fields[f"points_{key}"] = _points_field(score.criterion)
            self.fields[f"comment_{key}"] = CommentField(label=_("Catatan"))
            self.fields[f"revision_{key}"] = _revision_field()
            self.initial |= {
                f"points_{key}": score.points,
                f"comment_{key}": score.comment,
                f"revision_{key}": score.revision,
            }

    def given_rows(self) -> Iterator[tuple[int, int | None, str, int]]:
        """Criterion, points, comment, revision of every row that was on the page that was sent."""
        for score in self.scores:
            key = score.criterion_id
            revision = self.cleaned_data[f"revision_{key}"]
            if revision is not None:
                yield key, self.cleaned_data[f"points_{key}"], self.cleaned_data[f"comment_{key}"], revision

    def given_note(self) -> tuple[str, int] | None:
        revision = self.cleaned_data["note_revision"]
        return None if revision is None else (self.cleaned_data["note"], revision)

    def rows(self) -> list[Row]:
        return [self._row(score) for score in self.scores]

    def _row(self, score: Score) -> Row:
        key = score.criterion_id
        points, comment = self[f"points_{key}"], self[f"comment_{key}"]
        return Row(
            score=score,
            points=points,
            comment=comment,
            choices=_choices(score.criterion, str(points.value())),
            is_contested=self.is_bound and self._is_contested(score),
        )

    def _is_contested(self, score: Score) -> bool:
        """Read at an older revision, and saying something else than what stands now."""
        if self[f"revision_{score.criterion_id}"].value() == str(score.revision):
            return False
        words = {key: given for key, *given in self.given_rows()} if self.is_valid() else {}
        return words.get(score.criterion_id, [score.points, score.comment])[:2] != [
            score.points,
            score.comment,
        ]


def _choices(criterion: Criterion, chosen: str) -> list[Choice]:
    scale = range(criterion.points_min, criterion.points_max + 1)
    if len(scale) > MOST_BUTTONS:
        return []
    anchors = {level.points: level.anchor for level in criterion.levels.all()}
    return [Choice(points, anchors.get(points, ""), str(points) == chosen) for points in scale]


class RecusalForm(forms.Form):
    """The juror steps back, and says why."""

    reason = forms.CharField(
        label=_("Alasan benturan kepentingan"),
        help_text=_("Misalnya: saya pernah menjadi pendamping inovasi ini. Hanya panitia yang membacanya."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def helper(self) -> FormHelper:
        step_back = StrictButton(_("Nyatakan benturan dan mundur"), type="submit", css_class="btn-secondary")
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout("reason", Div(step_back, css_class="actions"))
        return helper
