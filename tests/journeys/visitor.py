"""One person with Django's test client: opens addresses, follows links, fills forms and presses buttons.

Nothing is posted that the page does not offer: the fields, the hidden revisions and the token come from
the form itself, and the token is checked.
"""

from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

from .pages import Page


class Visitor:
    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.page: Page | None = None
        self.answer: HttpResponse | None = None

    def open(self, address: str, *, status: int = 200) -> Page:
        return self._arrive(self.client.get(_path(address)), status)

    def follow(self, words: str) -> Page:
        return self.open(urljoin(self.page.address, self.page.link(words)))

    def press(self, button: str, *, status: int = 200, files: dict | None = None, **typed) -> Page:
        """Press the first button with these words; `typed` goes into the fields of its form."""
        return self.send(self.fill(button, files=files, **typed), status=status)

    def fill(self, button: str, *, files: dict | None = None, **typed) -> tuple[str, str, dict]:
        """What pressing would send, kept: to be sent twice, or late."""
        form, pressed = self.page.form_with(button)
        data = form.data(typed, pressed)
        for name, content in (files or {}).items():
            assert name in form.files, f"{name} is not among {form.files}"
            data[name] = [content]
        return form.method, urljoin(self.page.address, pressed.action or form.action), data

    def send(self, filled: tuple[str, str, dict], *, status: int = 200) -> Page:
        method, address, data = filled
        for values in data.values():
            for value in values:
                if hasattr(value, "seek"):
                    value.seek(0)
        send = self.client.get if method == "get" else self.client.post
        return self._arrive(send(_path(address), data), status)

    def _arrive(self, answer: HttpResponse, status: int) -> Page:
        """Go where the answer sends us, and say what the page said when it is not what was expected."""
        while answer.status_code == 302:
            answer = self.client.get(_path(urljoin(answer.request["PATH_INFO"], answer.url)))
        self.answer = answer
        self.page = Page(answer.content.decode(), _asked(answer))
        assert answer.status_code == status, f"{_asked(answer)}: {answer.status_code}: {self.page.text}"
        return self.page

    def download(self, address: str) -> bytes:
        answer = self.client.get(_path(address))
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _asked(answer: HttpResponse) -> str:
    query = answer.request["QUERY_STRING"]
    return answer.request["PATH_INFO"] + (f"?{query}" if query else "")
