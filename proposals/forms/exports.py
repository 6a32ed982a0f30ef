"""Which files of an innovation are made, and under which title."""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.enums import ExportFormat, ExportLayout, ProposalStatus
from proposals.models import Proposal


class ExportForm(forms.Form):
    """`proposals` are those with a sent version that this person may read, the best source first."""

    layout = forms.ChoiceField(
        label=gettext_lazy("Isi berkas"), choices=ExportLayout.choices, widget=forms.RadioSelect
    )
    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label=gettext_lazy("Sumber proposal untuk jenjang berikutnya"),
        to_field_name="code",
        required=False,
        empty_label=None,
    )
    title = forms.CharField(
        label=gettext_lazy("Judul pada berkas"),
        max_length=200,
        help_text=gettext_lazy("Boleh berbeda dari judul semula; keduanya tertulis di berkas."),
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Bentuk berkas"),
        choices=ExportFormat.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, proposals: Sequence[Proposal], title: str, **options):
        initial = {
            "layout": ExportLayout.NEXT_LEVEL if proposals else ExportLayout.INDEX,
            "formats": [ExportFormat.DOCX],
            "title": title,
            "proposal": proposals[0].code if proposals else None,
        }
        super().__init__(data, initial=initial, **options)
        source = self.fields["proposal"]
        source.queryset = Proposal.objects.filter(pk__in=[row.pk for row in proposals])
        source.choices = [(row.code, _words(row)) for row in proposals]
        source.is_needed_later = True  # the index is made without one
        if not proposals:
            del self.fields["proposal"]
        self.helper = FormHelper()
        self.helper.form_tag = False


def _words(proposal: Proposal) -> str:
    facts = {"edition": proposal.competition.name, "title": proposal.title}
    if proposal.status == ProposalStatus.AWARDED:
        return _("%(edition)s: %(title)s (memperoleh penghargaan)") % facts
    return _("%(edition)s: %(title)s") % facts
