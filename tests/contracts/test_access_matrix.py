"""Who gets which answer at which address: every URL, every kind of person, own, foreign and missing objects.

The answers are compared with access_matrix.json, which a person has read. Write it anew with
`pytest tests/contracts/test_access_matrix.py --update-golden`, and read what changed before committing.
"""

import fcntl
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from kipp.lib.web import SELF_GUARDED
from tests.contracts.addresses import samples_of
from tests.contracts.walking import in_order, path_of, walk

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("access_matrix.json")
VIEWS = dict(reversed(list(walk())))  # of two views at one address, the first is reached
CLIENT = Client(raise_request_exception=False)  # one for all: each new one starts every middleware anew
#: One body for every form: a verb that wants a reason, a role or a promise finds it.
SENT = {"reason": "Alasan untuk uji.", "no_conflict": "on", "role": "bureau", "agency": "BAG-KITA"}


@pytest.fixture(scope="module")
def golden(request):
    recorded = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
    before = dict(recorded)
    yield recorded
    if request.config.getoption("--update-golden"):
        merge({pattern: row for pattern, row in recorded.items() if before.get(pattern) != row})


def merge(rows: dict) -> None:
    """Write `rows` into the golden file, keeping what another process of this run wrote there meanwhile."""
    with GOLDEN.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        merged = json.loads(file.read() or "{}") | rows
        file.truncate(0)
        kept = {pattern: merged[pattern] for pattern in sorted(VIEWS) if pattern in merged}
        file.write(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


@pytest.fixture(scope="module")
def doors(town):
    """The session of each person, signed in once."""
    return {name: _session(user) for name, user in town.personas.items()}


def _session(user) -> str:
    if user is None:
        return ""
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    client.get("/healthz")  # notes the activity, once: in a savepoint each knock would note it anew
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def knock(session: str, method: str, path: str):
    """One request in a savepoint: whatever it did is undone, and a session that it ended lives on."""
    CLIENT.cookies.clear()
    if session:
        CLIENT.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        response = CLIENT.get(path) if method == "GET" else CLIENT.post(path, SENT)
        content = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, content


def bare(content: bytes, path: str, values: dict) -> bytes:
    """A page without what differs between two requests: tokens, the clock, what the visitor typed."""
    content = content.replace(path.encode(), b"")
    for value in values.values():
        if len(str(value)) > 3:  # shorter ones may stand there by chance
            content = content.replace(str(value).encode(), b"")
    return re.sub(rb'[A-Za-z0-9]{64}|nonce="[^"]*"|[0-9]{2}[.:][0-9]{2}', b"", content)


def visitors(pattern: str, doors: dict[str, str]) -> dict[str, str]:
    """Jurors differ from one another only where something is read; in the admin nobody is anybody."""
    if pattern.startswith("admin/"):
        return {name: doors[name] for name in ("anonymous", "staff-a", "publisher", "superuser")}
    if pattern.startswith(("panitia/", "akun/")):
        return {name: door for name, door in doors.items() if not name.startswith("juror-")}
    return doors


@pytest.mark.parametrize("pattern", sorted(VIEWS))
def test_address_answers_everybody_as_recorded(pattern, town, doors, golden, request):
    cache.clear()
    row, missing = {}, {}
    for label, values in sorted(samples_of(pattern, town).items()):
        path = path_of(pattern, values)
        assert in_order(resolve(path).route) == pattern.replace("/^", "/"), f"{path} never reaches {pattern}"
        for method in ("GET", "POST"):
            answers = {}
            for name, session in visitors(pattern, doors).items():
                response, content = knock(session, method, path)
                answers[name] = response.status_code
                if response.status_code == 404:
                    missing[method, name, label] = bare(content, path, values)
                check_headers(response, name, pattern)
            row[f"{method} {label}".strip()] = in_words(answers)
    assert telling(missing) == []
    assert [told for told, words in row.items() if "500 " in words] == []
    if request.config.getoption("--update-golden"):
        golden[pattern] = row
    assert golden.get(pattern) == row


REFUSALS = {302, 403, 404, 405}
INSIDERS = {
    "ours": {"bureau", "publisher", "auditor", "superuser"},
    "theirs": {"bureau-elsewhere", "superuser"},
    "juror's": {"juror"},
    "juror-other's": {"juror-other"},
}


def telling(missing: dict[tuple[str, str, str], bytes]) -> list[tuple[str, str, str]]:
    """404 pages that differ from the page for what does not exist at all.

    Inside an edition that they may see, people may be told which edition they are in.
    """
    return [
        (method, name, label)
        for (method, name, label), page in missing.items()
        if page != missing.get((method, name, twin_of(label)), page)
        and not ("," not in label and name in INSIDERS.get(label.split(" ")[0], ()))
    ]


def twin_of(label: str) -> str:
    """The same address with a row that does not exist."""
    return label.split(",")[0] + ", no row" if "," in label else "none"


def in_words(answers: dict[str, int]) -> str:
    """`200 staff-a head-a | 404 everybody else`. Who gets through is always named."""
    people = defaultdict(list)
    for name, status in answers.items():
        people[status].append(name)
    told = {status: " ".join(names) for status, names in people.items()}
    refused = people.keys() & REFUSALS
    if len(people) == 1:
        told = dict.fromkeys(people, "everybody")
    elif refused:
        told[max(refused, key=lambda status: len(people[status]))] = "everybody else"
    return " | ".join(f"{status} {told[status]}" for status in sorted(told))


def check_headers(response, name: str, pattern: str) -> None:
    """Nothing that was made for one person is kept by a browser or a proxy. Who signs out is nobody."""
    if name not in ("anonymous", "disabled") and not pattern.endswith("logout/"):
        assert response.headers["Cache-Control"] == "private, no-store", pattern


def test_golden_has_a_row_for_every_address_and_no_other(golden):
    assert sorted(golden) == sorted(VIEWS)


def test_every_view_of_ours_declares_access():
    """Classes carry it, functions carry it; Django's and allauth's views guard themselves."""
    views = {pattern: getattr(view, "view_class", view) for pattern, view in VIEWS.items()}
    ours = {pattern: view for pattern, view in views.items() if not view.__module__.startswith(SELF_GUARDED)}
    assert len(ours) > 90
    assert [pattern for pattern, view in ours.items() if not getattr(view, "access", "")] == []
