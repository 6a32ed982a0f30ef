"""A juror reads an agency's letter in the browser itself: beside the sheet, without a download."""

import pytest
from django.utils import timezone

from competitions.models import AttachmentSlot
from judging.services import scoring_sheets
from proposals.services import attachments
from tests import worlds
from tests.proposals.paper import make_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()


@pytest.fixture
def sheet(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    edition = worlds.make_edition()
    slot = AttachmentSlot.objects.create(
        competition=edition, position=1, code="surat", title="Surat pernyataan", is_required=False
    )
    draft = worlds.make_draft(edition)
    writer = draft.created_by
    attachments.attach(
        proposal=draft, slot=slot, by=writer, at=NOW, name="surat.pdf", content=make_pdf(text="Surat")
    )
    entry = worlds.admit(worlds.freeze(draft, status="passed"))
    assignment = worlds.make_assignment(entry, worlds.make_juror(entry.stage))
    juror = assignment.member.user
    return scoring_sheets.open_sheet(assignment=assignment, by=juror, at=NOW, no_conflict=True)


def test_a_letter_opens_in_the_viewer_of_a_new_tab_and_the_sheet_stays(page, live_server, client, sheet):
    client.force_login(sheet.assignment.member.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto(f"{live_server.url}/juri/{sheet.assignment.code}/")
    downloads = []
    page.context.on("page", lambda tab: tab.on("download", lambda file: downloads.append(file)))
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Surat pernyataan").click()
    tab = opening.value
    tab.wait_for_load_state()
    tab.wait_for_timeout(1000)
    assert tab.evaluate("document.contentType") == "application/pdf"
    assert [frame.url.split("/")[0] for frame in tab.frames][1] == "chrome-extension:"
    assert downloads == []
    assert page.get_by_role("heading", level=1).inner_text() == sheet.assignment.entry.proposal.title
