"""Which innovation a draft speaks of."""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.models import Innovation
from proposals.reads.reuse import Earlier

NEW = "baru"


class LinkForm(forms.Form):
    """`earlier` are the agency's innovations that are free to enter the edition, and the present one."""

    innovation = forms.ChoiceField(label=gettext_lazy("Proposal ini tentang"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, earlier: Sequence[Earlier], present: Innovation, **options):
        super().__init__(data, initial={"innovation": present.code}, **options)
        self.known = {one.innovation.code: one.innovation for one in earlier}
        choices = [(one.innovation.code, _words(one)) for one in earlier]
        self.fields["innovation"].choices = [(NEW, _("Inovasi baru")), *choices]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def chosen(self) -> Innovation | None:
        return self.known.get(self.cleaned_data["innovation"])


def _words(one: Earlier) -> str:
    if not one.years:
        return _("%(title)s (belum pernah dikirim)") % {"title": one.title}
    years = ", ".join(map(str, one.years))
    return _("%(title)s (pernah diikutkan %(years)s)") % {"title": one.title, "years": years}
