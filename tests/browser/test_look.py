"""The frame around every page, with keyboard, themes, a phone, and without JavaScript."""

import pytest

from agencies.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kata-sandi-panjang-1"
PHONE = {"width": 360, "height": 740}
DARK, LIGHT = "rgb(17, 25, 29)", "rgb(255, 255, 255)"


def shows(page, colour):
    """Wait for the background: the browser tells the page of a new theme in its own time."""
    page.wait_for_function(
        "c => getComputedStyle(document.body).backgroundColor === c", arg=colour, timeout=3000
    )
    return True


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def sign_in_page(page, live_server):
    page.goto(f"{live_server.url}/akun/login/")
    return page


@pytest.fixture
def signed_in(sign_in_page, live_server):
    user = User(email="siti@contoh.go.id", name="Siti Aminah")
    user.set_password(PASSWORD)
    user.save()
    sign_in_page.fill("[name=login]", user.email)
    sign_in_page.fill("[name=password]", PASSWORD)
    sign_in_page.click("main button[type=submit]")
    sign_in_page.goto(f"{live_server.url}/akun/saya/")
    return sign_in_page


def test_first_tab_reaches_the_skip_link_and_enter_the_content(sign_in_page):
    sign_in_page.keyboard.press("Tab")
    assert sign_in_page.evaluate("document.activeElement.className") == "skip-link"
    sign_in_page.keyboard.press("Enter")
    assert sign_in_page.evaluate("document.activeElement.id") == "isi"


def test_theme_follows_the_system_until_somebody_chooses(sign_in_page):
    sign_in_page.emulate_media(color_scheme="dark")
    assert shows(sign_in_page, DARK)
    sign_in_page.click("[data-theme-toggle]")
    assert shows(sign_in_page, LIGHT)
    sign_in_page.reload()
    assert shows(sign_in_page, LIGHT)
    assert sign_in_page.get_attribute("[data-theme-toggle]", "aria-pressed") == "false"


def test_menu_closes_on_escape_and_gives_the_focus_back(signed_in):
    signed_in.click("details.menu summary")
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.press("Escape")
    assert signed_in.evaluate("document.querySelector('details.menu').open") is False
    assert signed_in.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_wrong_password_moves_the_focus_to_the_summary_and_keeps_the_address(sign_in_page, violations):
    sign_in_page.fill("[name=login]", "siapa@contoh.go.id")
    sign_in_page.fill("[name=password]", "salah-sama-sekali")
    sign_in_page.click("main button[type=submit]")
    assert sign_in_page.evaluate("document.activeElement.className") == "error-summary"
    assert sign_in_page.input_value("[name=login]") == "siapa@contoh.go.id"
    assert violations(sign_in_page) == []


def test_unsaved_words_ask_before_they_are_left(signed_in, live_server):
    asked = []
    signed_in.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    signed_in.locator("main form[data-guard] input[type=text]").first.press_sequentially("x")
    signed_in.goto(f"{live_server.url}/akun/login/")
    assert asked == ["beforeunload"]


def test_saved_words_are_left_without_a_question(signed_in, live_server):
    asked = []
    signed_in.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    signed_in.locator("main form[data-guard] input[type=text]").first.press_sequentially("x")
    signed_in.click("main form[data-guard] button[type=submit]")
    signed_in.wait_for_load_state()
    signed_in.goto(f"{live_server.url}/akun/login/")
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "signup/", "password/reset/key/1-x/", "confirm-email/x/"]
)
def test_account_pages_have_no_barriers_on_a_phone(page, live_server, violations, path, scheme):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/akun/{path}")
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["password/change/", "email/", "logout/"])
def test_own_account_pages_have_no_barriers(signed_in, live_server, violations, path, scheme):
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.goto(f"{live_server.url}/akun/{path}")
    assert violations(signed_in) == []


def test_sign_in_works_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{live_server.url}/akun/login/")
    assert page.locator("[data-theme-toggle]").is_visible() is False
    page.fill("[name=login]", "tanpa-skrip@contoh.go.id")
    page.fill("[name=password]", "salah-sama-sekali")
    page.click("main button[type=submit]")
    assert page.locator(".error-summary").is_visible() is True
    context.close()
