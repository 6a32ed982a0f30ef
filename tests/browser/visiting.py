"""Which pages there are for whom, found by asking every address; and what an eye would object to on one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from tests.browser.barriers import barriers_of
from tests.browser.weighing import too_heavy
from tests.contracts.addresses import samples_of
from tests.contracts.town import Town
from tests.contracts.walking import path_of, walk

DESK, PHONE, SMALL_PHONE = ({"width": width, "height": 800} for width in (1280, 390, 360))
DARK = "rgb(17, 25, 29)"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: Where a person has nothing to look for gets no knock: the access matrix holds every door.
ELSEWHERE = {
    "anonymous": ("panitia/", "juri/", "proposal/"),
    "staff-a": ("panitia/", "juri/"),
    "head-a": ("panitia/", "juri/", "akun/"),
    "juror": ("panitia/", "proposal/", "akun/"),
    "juror-new": ("panitia/", "proposal/", "akun/", "kompetisi/", "^verifikasi/"),
    "publisher": ("juri/", "akun/"),
    "bureau": ("juri/", "akun/"),
    "auditor": ("juri/", "akun/"),
}
#: Samples that the access matrix has for what is not there or not theirs.
CLOSED_DOORS = re.compile(r"none|no row|theirs?\b|elsewhere|of B")
TAG = re.compile(r"<[a-z]+[^>]*>")
WORDS = re.compile(r"""\s(?!class=|type=|role=|hidden)[\w:-]+(="[^"]*"|='[^']*')?""")


@dataclass(frozen=True)
class Visit:
    who: str
    pattern: str
    path: str
    html: str


def signed_in(user) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, BACKEND)
    return client


def patterns() -> list[str]:
    """Every address but those of the admin, which has tests and templates of its own."""
    return sorted({pattern for pattern, _view in walk() if not pattern.startswith("admin/")})


def visits(town: Town, who: str, client: Client, known: dict[str, set[str]]) -> Iterator[Visit]:
    """Pages that this person gets and that show something nobody was shown before."""
    for pattern in patterns():
        if pattern.startswith(ELSEWHERE[who]):
            continue
        samples = samples_of(pattern, town).items()
        open_to_somebody = [sample for label, sample in samples if not CLOSED_DOORS.search(label)]
        for path in dict.fromkeys(path_of(pattern, sample) for sample in open_to_somebody):
            page = html(client, path)
            pieces = {WORDS.sub("", tag) for tag in TAG.findall(page)}
            if pieces - known.get(pattern, set()):
                known[pattern] = known.get(pattern, set()) | pieces
                yield Visit(who, pattern, path, page)


def html(client: Client, path: str) -> str:
    response = client.get(path)
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    text = response.content.decode() if is_page and not response.streaming else ""
    response.close()
    return text if "<html" in text else ""


def wear(page, client: Client, url: str) -> None:
    """The browser goes on in the session of that client."""
    page.context.clear_cookies()
    if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


class Eye:
    """Looks at one page after another and remembers what it objects to."""

    def __init__(self, page, home: str):
        self.page, self.home = page, home
        self.before = ""
        self.found: list[tuple[str, ...]] = []
        self.abroad: list[str] = []
        page.on("request", lambda request: self.note_request(request.url))

    def note_request(self, address: str) -> None:
        if not address.startswith((self.home, "data:", "blob:")):
            self.abroad.append(address)

    def look(self, visit: Visit) -> None:
        page = self.page
        answer = page.goto(self.home + visit.path)
        objections = [] if answer.status == 200 else [f"status {answer.status}"]
        objections += [] if page.locator("h1").count() == 1 else ["not one h1"]
        objections += [] if re.fullmatch(r".+ · Portal KIPP", page.title()) else [f"title {page.title()}"]
        objections += too_heavy(visit.html, self.before or visit.html)
        self.before = visit.html
        objections += barriers_of(page)
        for size in (DESK, PHONE, SMALL_PHONE):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            objections += [f"{wide} px too wide at {size['width']}"] if wide > 0 else []
        objections += self.in_the_dark()
        page.set_viewport_size(DESK)
        self.found += [(visit.who, visit.path, objection) for objection in objections]

    def in_the_dark(self) -> list[str]:
        """Only colours change in the dark: contrast is all that can fail there and not in the light."""
        self.page.emulate_media(color_scheme="dark")
        self.page.wait_for_function(
            "c => getComputedStyle(document.body).backgroundColor === c", arg=DARK, timeout=3000
        )
        found = barriers_of(self.page, runOnly=["color-contrast"])
        self.page.emulate_media(color_scheme="light")
        return [f"dark: {one}" for one in found]
