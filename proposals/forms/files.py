"""What announces a file, and what asks for one."""

from django import forms


class UploadForm(forms.Form):
    """`replaces` is the code of a file; `is_fresh` begins anew what could be gone on with."""

    name = forms.CharField(max_length=500)
    size = forms.IntegerField(min_value=0)
    replaces = forms.CharField(max_length=16, required=False)
    is_fresh = forms.BooleanField(required=False)


class WholeFileForm(forms.Form):
    replaces = forms.CharField(max_length=16, required=False)


class AskedFileForm(forms.Form):
    """`ganti` in an address: the file that somebody wants to replace."""

    ganti = forms.CharField(max_length=16, required=False)
