"""What a browser would send back for a page of rows: every field as it stands, then the changes."""

from django.urls import reverse


def part_url(edition, part):
    return reverse("competitions:settings_part", args=[edition.slug, part])


def sent_rows(response, revision, **changes):
    """The form of a page of rows as it was shown, with changes by field name without the prefix."""
    formset = response.context["form"]
    data = {"revision": revision}
    for field in formset.management_form:
        data[field.html_name] = field.value()
    for form in formset.forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and value != "":
                data[field.html_name] = value
    return data | {f"rows-{name}": value for name, value in changes.items()}
