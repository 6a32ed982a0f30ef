"""What the writing page tells about itself while it is open."""

from django import forms

from proposals.forms.entrant import ProseField

MOST_KEYS = 200
HEADER = "header"


class PresenceForm(forms.Form):
    """`place` is the field somebody is in; `left` says goodbye; `revisions` are what the page has read."""

    place = forms.RegexField(r"^[a-z0-9_]{0,40}$", required=False)
    left = forms.BooleanField(required=False)
    revisions = forms.JSONField(required=False)

    def clean_revisions(self) -> dict[str, int]:
        given = self.cleaned_data["revisions"] or {}
        is_right = isinstance(given, dict) and len(given) <= MOST_KEYS
        if not is_right or not all(isinstance(revision, int) for revision in given.values()):
            raise forms.ValidationError("revisions", code="revisions")
        return given

    def known_answers(self) -> dict[int, int]:
        """Revisions by question."""
        given = self.cleaned_data["revisions"].items()
        return {
            int(name[2:]): revision for name, revision in given if name[:2] == "q_" and name[2:].isdecimal()
        }

    def known_header(self) -> int | None:
        return self.cleaned_data["revisions"].get(HEADER)


class CompareForm(forms.Form):
    text = ProseField()
    base = ProseField()


class AsideForm(forms.Form):
    text = ProseField(required=True)
