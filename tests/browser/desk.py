"""One person at one browser: signs in, opens pages, fills forms by their labels, presses buttons by name."""

import re

from playwright.sync_api import Browser, Page, expect

TIMEOUT = 45_000  # ms: the machine may be busy


class Desk:
    """A browser window of its own, with its own sign-in; whatever its console says is kept."""

    def __init__(self, browser: Browser, address: str, **context):
        self.address = address
        self.context = browser.new_context(
            locale="id-ID", timezone_id="Asia/Jakarta", viewport={"width": 1280, "height": 900}, **context
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(TIMEOUT)
        self.said: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message) -> None:
        if message.type == "error":
            self.said.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.address + path)

    def fill(self, **by_label: str) -> None:
        """Labels with underscores for spaces: `fill(Nama_lengkap="Siti")`; the start of a label is enough."""
        for label, value in by_label.items():
            self.field(label.replace("_", " ")).fill(value)

    def field(self, label: str):
        return self.page.locator("main").get_by_label(re.compile(f"^{re.escape(label)}", re.IGNORECASE)).first

    def press(self, name: str) -> None:
        """A button in the page's content, by the start of its words."""
        self._named("button", name).click()

    def follow(self, name: str) -> None:
        self._named("link", name).click()

    def _named(self, role: str, name: str):
        words = re.compile(rf"^\s*{re.escape(name)}")
        return self.page.locator("main").get_by_role(role, name=words).first

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=TIMEOUT)

    def heading(self, text: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(text, timeout=TIMEOUT)
