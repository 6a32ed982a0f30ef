"""The admin is a window: a superuser may look at the tables, and touch nothing."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

pytestmark = pytest.mark.django_db
OURS = ("agencies", "competitions", "proposals", "judging")
#: Rows that only make sense on the page of what they belong to, and scores, which are nobody's to browse.
NOT_SHOWN = {
    "agencies": {"FormerPost"},
    "competitions": {
        "Aspect",
        "Award",
        "AttachmentSlot",
        "Category",
        "ChecklistItem",
        "Criterion",
        "Group",
        "LedgerHead",
        "Level",
        "Question",
        "Quota",
        "ReasonText",
        "Section",
        "Track",
    },
    "proposals": {
        "Answer",
        "AnswerVersion",
        "Fingerprint",
        "Finding",
        "IndicatorClaim",
        "InnovationProfile",
        "Presence",
        "Resemblance",
        "TeamMember",
    },
    "judging": {
        "Anchor",
        "AnchorSheet",
        "Apart",
        "Attendee",
        "Claim",
        "Expertise",
        "Observation",
        "Photo",
        "PlenaryDecision",
        "Score",
        "Slot",
        "Turn",
        "Visitor",
    },
}
SECRET = {
    "agencies.user": "password",
    "agencies.mail": "body",
    "agencies.invitation": "token_sha256",
    "judging.resultrelease": "annex",
    "judging.conflict": "reason",
    "judging.fieldvisit": "remark",
    "judging.scoresheet": "comment",
    "proposals.proposal": "head_note",
}
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]


def names(label):
    return {model.__name__ for model in apps.get_app_config(label).get_models()}


@pytest.fixture
def superuser(town, client):
    client.force_login(town.personas["superuser"])
    return client


@pytest.mark.parametrize("label", OURS)
def test_admin_shows_every_table_but_those_listed(label):
    shown = {model.__name__ for model in MODELS if model._meta.app_label == label}
    assert names(label) - shown == NOT_SHOWN[label]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_admin_offers_a_superuser_nothing_to_change(model, superuser):
    at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = superuser.get(reverse(f"{at}_changelist"))
    assert listed.status_code == 200
    assert superuser.get(reverse(f"{at}_add")).status_code == 403
    row = model._default_manager.order_by("pk").first()
    if row is None:
        return
    one = quote(row.pk)
    page = superuser.get(reverse(f"{at}_change", args=[one]))
    assert (page.status_code, b'name="_save"' in page.content) == (200, False)
    assert superuser.post(reverse(f"{at}_change", args=[one]), {}).status_code == 403
    assert superuser.post(reverse(f"{at}_delete", args=[one]), {"post": "yes"}).status_code == 403
    deletion = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    superuser.post(reverse(f"{at}_changelist"), deletion)
    assert model._default_manager.filter(pk=row.pk).exists()


def test_town_has_a_row_of_almost_every_table(town):
    """Else the test above would pass by looking at nothing."""
    empty = {model.__name__ for model in MODELS if not model._default_manager.exists()}
    made_elsewhere = {"IntegrityStatement"}
    made_elsewhere |= {"Collaborator", "Extension", "FormAmendment", "LinkCheck", "Waiver"}
    assert empty == made_elsewhere | {"Substitution"}


@pytest.mark.parametrize(("label", "field"), SECRET.items())
def test_admin_page_keeps_secrets(label, field, superuser):
    model = apps.get_model(label)
    row = model._default_manager.order_by("pk").first()
    address = reverse(f"admin:{label.replace('.', '_')}_change", args=[quote(row.pk)])
    page = superuser.get(address).content.decode()
    assert f"field-{field}" not in page
    assert getattr(row, field) == "" or getattr(row, field) not in page


def test_admin_sends_everybody_else_away(town, client):
    for name, person in town.personas.items():
        if person is not None and name != "superuser":
            client.force_login(person)
            assert client.get(reverse("admin:index")).status_code == 302
