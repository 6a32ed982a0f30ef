"""Levels of expertise, a juror a row and a category a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Category
from judging.enums import ExpertiseLevel


@dataclass(frozen=True)
class Row:
    user: User
    cells: list[forms.BoundField]


class ExpertiseForm(forms.Form):
    """One choice a juror and category, unsaid ones read as general; `stamp` is what was on the page."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        data=None,
        *,
        users: Sequence[User],
        categories: Sequence[Category],
        levels: Mapping[int, Mapping[int, int]],
        stamp: str,
    ):
        super().__init__(data, initial={"stamp": stamp})
        self.users, self.categories = users, categories
        for user in users:
            for category in categories:
                self.fields[_name(user, category)] = forms.TypedChoiceField(
                    label=_("%(category)s, %(juror)s") % {"category": category.name, "juror": user.name},
                    choices=ExpertiseLevel.choices,
                    coerce=int,
                    widget=forms.Select(attrs={"class": "form-select"}),
                    initial=levels[user.pk].get(category.pk, ExpertiseLevel.GENERAL),
                )

    def rows(self) -> list[Row]:
        return [Row(user, [self._cell(user, one) for one in self.categories]) for user in self.users]

    def _cell(self, user: User, category: Category) -> forms.BoundField:
        """Knows the name of its category, which heads its column."""
        cell = self[_name(user, category)]
        cell.category = category.name
        return cell

    def levels(self) -> dict[User, dict[int, int]]:
        return {
            user: {one.pk: self.cleaned_data[_name(user, one)] for one in self.categories}
            for user in self.users
        }


def _name(user: User, category: Category) -> str:
    return f"{user.code}-{category.pk}"
