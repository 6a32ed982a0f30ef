"""Somebody who writes a proposal at one browser."""

import re
from contextlib import contextmanager

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from proposals.models import Answer

SOON = 8000  # ms: a pause, the longest wait, and the machine's own


def sign_in(context, server, user) -> None:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}
    context.add_cookies([session])


def open_page(page, server, proposal) -> None:
    page.goto(server.url + reverse("proposals:edit", args=[proposal.code]))
    page.wait_for_load_state("networkidle")


@contextmanager
def second_device(browser, server, user, proposal, *, heard: list[str]):
    """Another browser with another person, in the same proposal; what its console says is kept."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    sign_in(context, server, user)
    page = context.new_page()
    page.on("pageerror", lambda error: heard.append(str(error)))
    open_page(page, server, proposal)
    yield page
    context.close()


def box(page, question):
    return page.locator(f"#id_q_{question.pk}")


def unit(page, question):
    return page.locator(f"[data-unit=q_{question.pk}]")


def text_of(proposal, question) -> str | None:
    return Answer.objects.filter(proposal=proposal, question=question).values_list("text", flat=True).first()


def state(page):
    return page.locator("#save-state")


def wait_until_saved(page) -> None:
    expect(state(page)).to_have_text(re.compile(r"^\s*Tersimpan \d\d\.\d\d WIB\s*$"), timeout=SOON)


def wait_for_a_beat(page) -> None:
    """The page's own heartbeat, now and not in a quarter of a minute."""
    with page.expect_response("**/isi/hadir/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
