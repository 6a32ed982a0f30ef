"""Begin anew with an innovation that was entered before."""

from collections.abc import Mapping

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from kipp.lib.templatetags.ui import filesize_id
from proposals.reads.reuse import Preview

from .entrant import BeginForm


class AgainForm(BeginForm):
    """The button says whether earlier words come along; files are ticked one by one."""

    carries = forms.BooleanField(required=False)
    files = forms.MultipleChoiceField(
        label=_("Berkas yang ikut dibawa"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bawa hanya berkas yang isinya masih benar."),
    )

    def __init__(self, *args, user, preview: Preview, **options):
        super().__init__(*args, user=user, **options)
        self.initial["title"] = preview.title
        self.fields["files"].choices = [
            (file.code, f"{file.slot.title}: {file.name} ({filesize_id(file.size)})")
            for file in preview.files
        ]
        shown = ["title", "files"] if preview.files else ["title"]
        self.helper.layout = Layout(*shown, "code")


def _words(file: Mapping) -> str:
    return f"{file['title']}: {file['name']} ({filesize_id(file['size'])})"
