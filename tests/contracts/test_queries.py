"""What every page costs: the same number of queries with one row and with three, and at most twelve."""

import json
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from tests.contracts.town import make_house

pytestmark = pytest.mark.django_db
MOST = 12
MATRIX = Path(__file__).with_name("access_matrix.json")
CLIENT = Client()


def to(name, *arguments):
    """An address whose arguments are read from a house: `preparing.slug` or a plain word."""
    return lambda house: reverse(name, args=[_read(house, each) for each in arguments])


def _read(house, words):
    thing = house
    for word in words.split("."):
        if isinstance(thing, list):
            thing = thing[0]
        elif not hasattr(thing, word):
            return words
        else:
            thing = getattr(thing, word)
        thing = thing() if word == "first" and callable(thing) else thing
    return thing


A = "offices.first"

#: (who, page): (address, queries). Signing in costs the session and the person; staff costs their roles.
PAGES = {
    ("anonymous", "home"): (to("judging:home"), 2),
    ("anonymous", "editions"): (to("competitions:list"), 3),
    ("anonymous", "edition"): (to("competitions:detail", "calling.slug"), 14),
    ("anonymous", "results"): (to("judging:public_results", "published.slug"), 4),
    ("anonymous", "verify"): (to("judging:verify"), 0),
    ("anonymous", "verified release"): (to("judging:verify_hash", "release.sha256"), 3),
    ("anonymous", "release as JSON"): (to("judging:release_json", "release.sha256"), 1),
    ("anonymous", "invitation"): (to("agencies:invitation_accept", "token"), 2),
    ("staff", "home"): (to("judging:home"), 10),
    ("staff", "editions"): (to("competitions:list"), 7),
    ("staff", "edition"): (to("competitions:detail", "calling.slug"), 18),
    ("staff", "results"): (to("judging:public_results", "published.slug"), 8),
    ("staff", "account"): (to("agencies:account"), 6),
    ("staff", "proposals"): (to("proposals:list"), 11),
    ("staff", "start"): (to("proposals:start", "calling.slug"), 9),
    ("staff", "draft"): (to("proposals:detail", f"{A}.draft.code"), 14),
    ("staff", "sent proposal"): (to("proposals:detail", f"{A}.sent.code"), 10),
    ("staff", "rejected proposal"): (to("proposals:detail", f"{A}.rejected.code"), 12),
    ("staff", "writing"): (to("proposals:edit", f"{A}.draft.code"), 12),
    ("staff", "writing's progress"): (to("proposals:progress", f"{A}.draft.code"), 9),
    ("staff", "review"): (to("proposals:submit", f"{A}.draft.code"), 13),
    ("head", "review"): (to("proposals:submit", f"{A}.draft.code"), 13),
    ("staff", "withdrawing"): (to("proposals:withdraw", f"{A}.draft.code"), 5),
    ("staff", "attachment"): (
        to("proposals:attachment", f"{A}.draft.code", f"{A}.draft.attachments.first.code"),
        5,
    ),
    ("staff", "removing an attachment"): (
        to("proposals:attachment_remove", f"{A}.draft.code", f"{A}.draft.attachments.first.code"),
        7,
    ),
    ("staff", "receipt"): (to("proposals:receipt", f"{A}.sent.code"), 7),
    ("staff", "receipt as PDF"): (to("proposals:receipt_file", f"{A}.sent.code"), 6),
    ("staff", "result"): (to("judging:proposal_result", f"{A}.placed.proposal.code"), 10),
    ("staff", "report"): (
        lambda house: reverse("judging:document_file", args=[house.document(house.offices[0]).code]),
        5,
    ),
    ("juror", "home"): (to("judging:home"), 7),
    ("juror", "queue"): (to("judging:queue"), 8),
    ("juror", "sheet"): (to("judging:sheet", "readings.first.code"), 11),
    ("juror", "final sheet"): (to("judging:sheet", "final.code"), 11),
    ("late", "gate"): (to("judging:sheet", "unopened.code"), 8),
    ("juror", "attachment"): (
        to(
            "judging:sheet_file",
            "readings.first.code",
            "readings.first.entry.proposal.attachments.first.sha256",
        ),
        6,
    ),
    ("bureau", "home"): (to("judging:home"), 11),
    ("bureau", "bureau's editions"): (to("judging:bureau_home"), 6),
    ("bureau", "board"): (to("judging:edition", "judged.slug"), 14),
    ("bureau", "presets"): (to("competitions:create"), 4),
    ("bureau", "settings"): (to("competitions:settings", "preparing.slug"), 16),
    ("bureau", "assumptions"): (to("competitions:settings_assumptions", "preparing.slug"), 6),
    ("bureau", "announcing"): (to("competitions:settings_announce", "preparing.slug"), 15),
    ("bureau", "extending"): (to("competitions:settings_extension", "calling.slug"), 10),
    ("bureau", "identity"): (to("competitions:settings_part", "preparing.slug", "identitas"), 7),
    ("bureau", "schedule"): (to("competitions:settings_part", "preparing.slug", "jadwal"), 7),
    ("bureau", "groups"): (to("competitions:settings_part", "preparing.slug", "kelompok"), 7),
    ("bureau", "stages"): (to("competitions:settings_part", "preparing.slug", "tahap"), 8),
    ("bureau", "sections"): (to("competitions:settings_part", "preparing.slug", "formulir"), 8),
    ("bureau", "questions"): (to("competitions:settings_questions", "preparing.slug", "latar"), 11),
    ("bureau", "stage settings"): (to("competitions:settings_stage", "judged.slug", "stage.code"), 12),
    ("bureau", "rubric"): (to("competitions:settings_rubric", "judged.slug", "stage.code"), 12),
    ("bureau", "screening list"): (to("proposals:screening_list", "judged.slug"), 12),
    ("bureau", "screening"): (to("proposals:screening", "judged.slug", f"{A}.waiting.code"), 19),
    ("bureau", "sent proposal"): (to("proposals:detail", f"{A}.sent.code"), 11),
    ("bureau", "panel"): (to("judging:panel", "stage.code"), 15),
    ("bureau", "adding jurors"): (to("judging:panel_add", "stage.code"), 7),
    ("bureau", "juror"): (to("judging:panel_member", "stage.code", "members.first.code"), 15),
    ("bureau", "lifting a conflict"): (to("judging:conflict_lift", "stage.code", "conflict.code"), 8),
    ("bureau", "assignments"): (to("judging:assignments", "stage.code"), 21),
    ("bureau", "asking for a plan"): (to("judging:plan_request", "stage.code"), 8),
    ("bureau", "plan"): (to("judging:plan", "stage.code", "plan.code"), 21),
    ("bureau", "one entry"): (to("judging:assignment_entry", "stage.code", f"{A}.entry.code"), 19),
    ("bureau", "pinning a conflict"): (
        to("judging:conflict_pin", "stage.code", f"{A}.entry.code", "members.first.code"),
        9,
    ),
    ("bureau", "progress"): (to("judging:progress", "stage.code"), 16),
    ("bureau", "waiving"): (to("judging:waive", "stage.code", "unopened.code"), 8),
    ("bureau", "giving a sheet back"): (to("judging:sheet_reopen", "stage.code", "handed_in.code"), 8),
    ("bureau", "ranking"): (to("judging:ranking", "stage.code"), 14),
    ("publisher", "publishing"): (to("judging:publish", "stage.code"), 15),
    ("publisher", "reopening"): (to("judging:reopen", "release.stage.code"), 7),
    ("bureau", "documents"): (to("judging:documents", "release.code"), 9),
    ("bureau", "documents as ZIP"): (to("judging:documents_zip", "release.code"), 6),
    ("bureau", "agencies"): (to("agencies:list"), 6),
    ("bureau", "new agency"): (to("agencies:create"), 4),
    ("bureau", "suggestions"): (to("agencies:suggest"), 3),
    ("bureau", "agency"): (to("agencies:change", f"{A}.agency.code"), 6),
    ("bureau", "closing an agency"): (to("agencies:deactivate", f"{A}.agency.code"), 5),
    ("bureau", "opening an agency"): (to("agencies:reactivate", f"{A}.agency.code"), 5),
    ("bureau", "import"): (to("agencies:import"), 4),
    ("bureau", "import example"): (to("agencies:import_example", "people"), 3),
    ("bureau", "import preview"): (to("agencies:import_preview", "draft_import.code"), 9),
    ("bureau", "people"): (to("agencies:people"), 8),
    ("bureau", "person"): (to("agencies:person", f"{A}.staff.code"), 7),
    ("bureau", "removing a role"): (
        to("agencies:role_remove", f"{A}.staff.code", f"{A}.agency.code", "staff"),
        6,
    ),
    ("bureau", "closing an account"): (to("agencies:person_disable", f"{A}.staff.code"), 6),
    ("bureau", "opening an account"): (to("agencies:person_enable", f"{A}.staff.code"), 6),
    ("bureau", "invitations"): (to("agencies:invitations"), 6),
    ("bureau", "inviting"): (to("agencies:invitation_create"), 4),
    ("bureau", "revoking"): (to("agencies:invitation_revoke", "invitation.code"), 5),
    ("bureau", "letters"): (to("agencies:mail"), 7),
    ("auditor", "home"): (to("judging:home"), 7),
    ("auditor", "board"): (to("judging:edition", "published.slug"), 14),
    ("auditor", "screening"): (to("proposals:screening", "judged.slug", f"{A}.waiting.code"), 19),
    ("auditor", "progress"): (to("judging:progress", "stage.code"), 16),
    ("auditor", "ranking"): (to("judging:ranking", "release.stage.code"), 14),
}

GUIDE = "the public guide shows every list of the edition: one query each"
CONFLICTS = "conflicts of interest are derived anew: six queries for all pairs of the stage"
CHECKS = "every automatic check asks its own question"
COUNTS = "coverage, blockers and lists are counted apart, each by an index"

#: Pages that cost more than twelve, and why. The list may only shrink.
COSTLY = {
    ("anonymous", "edition"): GUIDE,
    ("staff", "edition"): GUIDE,
    ("staff", "draft"): "the proposal with all its parts, and what it still lacks",
    ("staff", "review"): CHECKS,
    ("head", "review"): CHECKS,
    ("bureau", "settings"): "what stands before announcing is asked list by list",
    ("bureau", "announcing"): "what stands before announcing is asked list by list",
    ("bureau", "screening"): CHECKS,
    ("auditor", "screening"): CHECKS,
    ("bureau", "panel"): CONFLICTS,
    ("bureau", "juror"): CONFLICTS,
    ("bureau", "assignments"): CONFLICTS,
    ("bureau", "plan"): CONFLICTS,
    ("bureau", "one entry"): CONFLICTS,
    ("bureau", "board"): COUNTS,
    ("auditor", "board"): COUNTS,
    ("bureau", "progress"): COUNTS,
    ("auditor", "progress"): COUNTS,
    ("bureau", "ranking"): COUNTS,
    ("auditor", "ranking"): COUNTS,
    ("publisher", "publishing"): COUNTS,
}
#: Addresses outside the table: Django's and allauth's, and probes.
NOT_COUNTED = ("admin/", "akun/", "bahasa/", "healthz", "readyz")


@pytest.fixture(scope="module", params=[1, 3], ids=["one row", "three rows"])
def house(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_house("KITA", size=request.param)
        transaction.set_rollback(True)


def person_of(house, who):
    first = house.offices[0]
    people = {"staff": first.staff, "head": first.head, "juror": house.members[0].user}
    people["late"] = house.unopened.member.user
    return people[who] if who in people else getattr(house, who)


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_page_costs_the_same_with_one_row_and_three(who, name, house):
    address, expected = PAGES[who, name]
    CLIENT.logout()
    if who != "anonymous":
        CLIENT.force_login(person_of(house, who), "allauth.account.auth_backends.AuthenticationBackend")
        CLIENT.get(reverse("agencies:account"))  # the session's own first write
    with CaptureQueriesContext(connection) as queries:
        response = CLIENT.get(address(house))
        if response.streaming:
            b"".join(response)  # closing it unread would close the database too
    assert response.status_code == 200
    assert len(queries) == expected, "\n".join(query["sql"] for query in queries)


def test_no_page_costs_more_than_twelve_but_those_listed():
    assert {key for key, (_address, queries) in PAGES.items() if queries > MOST} == set(COSTLY)


def test_every_page_of_the_matrix_is_counted(house):
    """Whatever answers somebody's GET with a page stands in the table."""
    matrix = json.loads(MATRIX.read_text())
    pages = {
        pattern
        for pattern, row in matrix.items()
        if any(told.startswith("GET") and "200 " in words for told, words in row.items())
    }
    counted = {resolve(address(house)).route for address, _queries in PAGES.values()}
    assert {pattern for pattern in pages - counted if not pattern.startswith(NOT_COUNTED)} == set()
