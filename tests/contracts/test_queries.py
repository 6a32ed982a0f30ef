"""What every page costs: the same number of queries with one row and with three, and at most twelve."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from kipp.lib.leaving import leave_url
from tests.contracts.town import SLOT, make_house

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
QUESTION = "preparing.sections.first.questions.first.pk"
QUESTION_CALLING = "calling.sections.first.questions.first.pk"
CALLING = "calibrating.first.calibration.stage.code"
SLOT_PK = "preparing.slots.first.pk"

#: (who, page): (address, queries). Signing in costs the session and the person; staff costs their roles.
PAGES = {
    ("anonymous", "home"): (to("judging:home"), 2),
    ("anonymous", "editions"): (to("competitions:list"), 3),
    ("anonymous", "edition"): (to("competitions:detail", "calling.slug"), 16),
    ("anonymous", "rules of a stage"): (to("competitions:stage_rules", "judged.slug", "stage.code"), 9),
    ("anonymous", "rules of a stage as JSON"): (
        to("competitions:stage_rules_json", "judged.slug", "stage.code"),
        2,
    ),
    ("anonymous", "results"): (to("judging:public_results", "published.slug"), 4),
    ("anonymous", "participation"): (to("judging:public_participation", "published.slug"), 4),
    ("anonymous", "verify"): (to("judging:verify"), 0),
    ("anonymous", "verified release"): (to("judging:verify_hash", "release.sha256"), 3),
    ("anonymous", "release as JSON"): (to("judging:release_json", "release.sha256"), 1),
    ("anonymous", "invitation"): (to("agencies:invitation_accept", "token"), 2),
    ("staff", "home"): (to("judging:home"), 15),
    ("staff", "notices"): (to("agencies:notices"), 6),
    ("staff", "editions"): (to("competitions:list"), 7),
    ("staff", "edition"): (to("competitions:detail", "calling.slug"), 20),
    ("staff", "results"): (to("judging:public_results", "published.slug"), 8),
    ("staff", "own years"): (to("proposals:own_participation"), 8),
    ("staff", "account"): (to("agencies:account"), 6),
    ("staff", "proposals"): (to("proposals:list"), 11),
    ("staff", "start"): (to("proposals:start", "calling.slug"), 10),
    ("staff", "starting again"): (
        to("proposals:start_again", "calling.slug", f"{A}.placed.proposal.innovation.code"),
        12,
    ),
    ("staff", "innovations"): (to("proposals:innovations"), 10),
    ("staff", "innovation"): (to("judging:innovation", f"{A}.placed.proposal.innovation.code"), 11),
    ("staff", "innovation's profile"): (
        to("proposals:innovation_profile", f"{A}.placed.proposal.innovation.code"),
        8,
    ),
    ("staff", "innovation's award"): (
        to("proposals:innovation_recognise", f"{A}.placed.proposal.innovation.code"),
        5,
    ),
    ("staff", "innovation's files"): (
        to("proposals:innovation_exports", f"{A}.placed.proposal.innovation.code"),
        7,
    ),
    ("staff", "innovation's file"): (
        to(
            "proposals:innovation_export",
            f"{A}.placed.proposal.innovation.code",
            f"{A}.placed.proposal.innovation.exports.first.code",
        ),
        6,
    ),
    ("staff", "taking an award back"): (
        to(
            "proposals:innovation_revoke",
            f"{A}.placed.proposal.innovation.code",
            f"{A}.placed.proposal.innovation.recognitions.first.pk",
        ),
        7,
    ),
    ("staff", "innovation of a draft"): (to("proposals:innovation_link", f"{A}.draft.code"), 7),
    ("bureau", "innovations"): (to("proposals:innovations"), 10),
    ("bureau", "innovation"): (to("judging:innovation", f"{A}.placed.proposal.innovation.code"), 12),
    ("staff", "draft"): (to("proposals:detail", f"{A}.draft.code"), 13),
    ("staff", "sent proposal"): (to("proposals:detail", f"{A}.sent.code"), 8),
    ("staff", "rejected proposal"): (to("proposals:detail", f"{A}.rejected.code"), 11),
    ("staff", "returned proposal"): (to("proposals:detail", f"{A}.returned.code"), 8),
    ("staff", "mending"): (to("proposals:edit", f"{A}.returned.code"), 12),
    ("staff", "versions"): (to("proposals:versions", f"{A}.returned.code"), 12),
    ("staff", "version"): (to("proposals:version", f"{A}.returned.code", "1"), 8),
    ("staff", "writing"): (to("proposals:edit", f"{A}.draft.code"), 12),
    ("staff", "writing's progress"): (to("proposals:progress", f"{A}.draft.code"), 9),
    ("staff", "history of an answer"): (
        to("proposals:answer_history", f"{A}.draft.code", f"{A}.draft.answers.first.question_id"),
        9,
    ),
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
    ("staff", "writing's files"): (to("proposals:files", f"{A}.draft.code"), 11),
    ("staff", "place for files"): (to("proposals:slot", f"{A}.draft.code", SLOT), 12),
    ("staff", "leaving"): (lambda house: leave_url("https://contoh.go.id/video"), 4),
    ("staff", "silent links"): (to("proposals:silent_links", f"{A}.draft.code"), 6),
    ("staff", "page of an attachment"): (
        to("proposals:attachment_page", f"{A}.draft.code", f"{A}.draft.attachments.first.code", "1"),
        5,
    ),
    ("staff", "upload under way"): (
        to("proposals:upload_piece", f"{A}.draft.code", f"{A}.draft.uploads.first.code"),
        6,
    ),
    ("staff", "letter"): (
        to("proposals:letter", f"{A}.draft.code", f"{A}.draft.statement_sheets.first.code"),
        6,
    ),
    ("staff", "receipt"): (to("proposals:receipt", f"{A}.sent.code"), 7),
    ("staff", "receipt as PDF"): (to("proposals:receipt_file", f"{A}.sent.code"), 6),
    ("staff", "result"): (to("judging:proposal_result", f"{A}.placed.proposal.code"), 10),
    ("staff", "report"): (
        lambda house: reverse("judging:document_file", args=[house.document(house.offices[0]).code]),
        5,
    ),
    ("juror", "home"): (to("judging:home"), 11),
    ("juror", "statement of integrity"): (to("judging:integrity", "judged.slug"), 7),
    ("juror", "own expertise"): (to("judging:own_expertise", "judged.slug"), 8),
    ("juror", "former posts"): (to("agencies:former_posts"), 5),
    ("bureau", "former posts"): (to("agencies:person_former_posts", "members.first.user.code"), 7),
    ("bureau", "copying a panel"): (to("judging:panel_copy", "stage.code"), 11),
    ("bureau", "expertise of a panel"): (to("judging:panel_expertise", "stage.code"), 11),
    ("bureau", "keeping apart"): (to("judging:panel_apart", "stage.code"), 9),
    ("bureau", "potential conflicts"): (to("judging:potential_conflicts", "stage.code"), 16),
    ("juror", "queue"): (to("judging:queue"), 10),
    ("juror", "several gates"): (to("judging:queue_prepare", "stage.code"), 9),
    ("anonymous", "worker of kept pages"): (to("judging:offline_worker"), 0),
    ("juror", "sheet"): (to("judging:sheet", "readings.first.code"), 11),
    ("juror", "final sheet"): (to("judging:sheet", "final.code"), 11),
    ("juror", "anchor"): (to("judging:anchor_sheet", "calibrating.first.code"), 11),
    ("juror", "calibration's findings"): (to("judging:calibration_findings", "stage.code"), 10),
    ("late", "gate"): (to("judging:sheet", "unopened.code"), 8),
    ("juror", "visit in the field"): (to("judging:field_phone", "visit.code"), 10),
    ("juror", "picture of a visit"): (to("judging:field_photo", "visit.code", "photo.code"), 5),
    ("juror", "whole picture of a visit"): (to("judging:field_photo_file", "visit.code", "photo.code"), 5),
    ("juror", "attachment"): (
        to(
            "judging:sheet_file",
            "readings.first.code",
            "readings.first.entry.proposal.attachments.first.sha256",
        ),
        6,
    ),
    ("juror", "page of an attachment"): (
        to(
            "judging:sheet_page",
            "readings.first.code",
            "readings.first.entry.proposal.attachments.first.sha256",
            "1",
        ),
        6,
    ),
    ("bureau", "home"): (to("judging:home"), 15),
    ("bureau", "bureau's editions"): (to("judging:bureau_home"), 6),
    ("bureau", "board"): (to("judging:edition", "judged.slug"), 15),
    ("bureau", "presets"): (to("competitions:create"), 4),
    ("bureau", "settings"): (to("competitions:settings", "preparing.slug"), 18),
    ("bureau", "assumptions"): (to("competitions:settings_assumptions", "preparing.slug"), 6),
    ("bureau", "announcing"): (to("competitions:settings_announce", "preparing.slug"), 16),
    ("bureau", "extending"): (to("competitions:settings_extension", "calling.slug"), 10),
    ("bureau", "identity"): (to("competitions:settings_part", "preparing.slug", "identitas"), 7),
    ("bureau", "schedule"): (to("competitions:settings_part", "preparing.slug", "jadwal"), 7),
    ("bureau", "groups"): (to("competitions:settings_part", "preparing.slug", "kelompok"), 7),
    ("bureau", "stages"): (to("competitions:settings_part", "preparing.slug", "tahap"), 8),
    ("bureau", "form"): (to("competitions:settings_form", "preparing.slug"), 11),
    ("bureau", "form by letter"): (to("competitions:settings_form", "calling.slug"), 12),
    ("bureau", "new section"): (to("competitions:settings_section_add", "preparing.slug"), 8),
    ("bureau", "section"): (to("competitions:settings_section", "preparing.slug", "latar"), 9),
    ("bureau", "kinds of question"): (to("competitions:settings_question_add", "preparing.slug", "latar"), 7),
    ("bureau", "question"): (to("competitions:settings_question", "preparing.slug", QUESTION), 12),
    ("bureau", "new place for files"): (to("competitions:settings_slot_add", "preparing.slug"), 10),
    ("bureau", "place for files"): (to("competitions:settings_slot", "preparing.slug", SLOT_PK), 12),
    ("bureau", "removing a question"): (
        to("competitions:settings_form_remove", "preparing.slug", "pertanyaan", QUESTION),
        12,
    ),
    ("bureau", "changing by letter"): (
        to("competitions:amendment_change", "calling.slug", "pertanyaan", QUESTION_CALLING),
        11,
    ),
    ("bureau", "adding by letter"): (to("competitions:amendment_question_add", "calling.slug", "latar"), 8),
    ("bureau", "form preview"): (to("proposals:form_preview", "preparing.slug"), 12),
    ("bureau", "stage settings"): (to("competitions:settings_stage", "judged.slug", "stage.code"), 12),
    ("bureau", "rubric"): (to("competitions:settings_rubric", "judged.slug", "stage.code"), 12),
    ("anonymous", "screening counts"): (to("proposals:screening_public", "published.slug"), 7),
    ("staff", "screening letter"): (to("proposals:screening_letter", "letter.code"), 4),
    ("bureau", "screening letters"): (to("proposals:screening_letters", "published.slug"), 11),
    ("bureau", "screening letters as ZIP"): (to("proposals:screening_letters_zip", "published.slug"), 7),
    ("bureau", "sentences for reasons"): (to("proposals:screening_reasons", "judged.slug"), 8),
    ("bureau", "screening history"): (
        to("proposals:screening_history", "judged.slug", f"{A}.rejected.code"),
        11,
    ),
    ("staff", "people of a proposal"): (to("proposals:people", f"{A}.draft.code"), 10),
    ("head", "colleagues"): (to("agencies:colleagues", f"{A}.agency.code"), 7),
    ("head", "letting a colleague go"): (
        to("agencies:colleague_remove", f"{A}.agency.code", f"{A}.staff.code"),
        6,
    ),
    ("bureau", "resemblance list"): (to("proposals:resemblance_list", "judged.slug"), 9),
    ("bureau", "resemblances"): (
        to("proposals:resemblances", "judged.slug", f"{A}.waiting.code"),
        12,
    ),
    ("bureau", "screening list"): (to("proposals:screening_list", "judged.slug"), 12),
    ("bureau", "screening"): (to("proposals:screening", "judged.slug", f"{A}.waiting.code"), 12),
    ("bureau", "sent proposal"): (to("proposals:detail", f"{A}.sent.code"), 9),
    ("bureau", "returning"): (to("proposals:correction_ask", "judged.slug", f"{A}.waiting.code"), 10),
    ("bureau", "a correction"): (to("proposals:correction_ask", "judged.slug", f"{A}.returned.code"), 10),
    ("bureau", "versions"): (to("proposals:versions", f"{A}.returned.code"), 11),
    ("bureau", "version"): (to("proposals:version", f"{A}.returned.code", "1"), 11),
    ("bureau", "panel"): (to("judging:panel", "stage.code"), 17),
    ("bureau", "adding jurors"): (to("judging:panel_add", "stage.code"), 9),
    ("bureau", "juror"): (to("judging:panel_member", "stage.code", "members.first.code"), 19),
    ("bureau", "lifting a conflict"): (to("judging:conflict_lift", "stage.code", "conflict.code"), 8),
    ("bureau", "assignments"): (to("judging:assignments", "stage.code"), 21),
    ("bureau", "asking for a plan"): (to("judging:plan_request", "stage.code"), 8),
    ("bureau", "plan"): (to("judging:plan", "stage.code", "plan.code"), 22),
    ("bureau", "readings by spreadsheet"): (to("judging:assignment_upload", "stage.code"), 7),
    ("auditor", "readings as CSV"): (to("judging:assignment_sheet", "stage.code", "csv"), 7),
    ("bureau", "a juror leaving"): (to("judging:panel_leave", "stage.code", "members.first.code"), 11),
    ("bureau", "one entry"): (to("judging:assignment_entry", "stage.code", f"{A}.entry.code"), 21),
    ("bureau", "pinning a conflict"): (
        to("judging:conflict_pin", "stage.code", f"{A}.entry.code", "members.first.code"),
        9,
    ),
    ("auditor", "logbook"): (to("judging:logbook", "judged.slug"), 11),
    ("auditor", "logbook readings"): (to("judging:logbook_readings", "judged.slug"), 10),
    ("bureau", "calibration under way"): (to("judging:calibration", CALLING), 9),
    ("bureau", "calibration revealed"): (to("judging:calibration", "stage.code"), 12),
    ("bureau", "anchor"): (to("judging:calibration_anchor", CALLING, "calibrating.first.code"), 9),
    ("bureau", "revealing a calibration"): (to("judging:calibration_reveal", CALLING), 11),
    ("bureau", "earlier proposals"): (to("judging:calibration_pick", CALLING), 8),
    ("bureau", "writing an anchor"): (to("judging:calibration_write", CALLING), 7),
    ("bureau", "rewording an anchor"): (
        to("judging:calibration_reword", CALLING, "calibrating.first.code"),
        7,
    ),
    ("staff", "own turn to present"): (to("judging:presentation", f"{A}.entry.proposal.code"), 8),
    ("staff", "own turn as calendar"): (to("judging:presentation_ics", f"{A}.entry.proposal.code"), 5),
    ("juror", "timetable"): (to("judging:schedule"), 10),
    ("juror", "timetable as calendar"): (to("judging:timetable_ics", "stage.code"), 7),
    ("juror", "screen"): (to("judging:live", "stage.code"), 9),
    ("juror", "whose turn"): (to("judging:turns_json", "stage.code"), 3),
    ("juror", "strip"): (to("judging:now"), 4),
    ("bureau", "timetable"): (to("judging:timetable", "stage.code"), 10),
    ("bureau", "timetable's settings"): (to("judging:timetable_settings", "stage.code"), 8),
    ("bureau", "drawing lots"): (to("judging:timetable_draw", "stage.code"), 8),
    ("bureau", "a break"): (to("judging:break_add", "stage.code"), 10),
    ("bureau", "the day"): (to("judging:day", "stage.code"), 10),
    ("bureau", "visits in the field"): (to("judging:field_visits", "stage.code"), 11),
    ("bureau", "entries to visit"): (to("judging:field_choose", "stage.code"), 9),
    ("bureau", "planning a visit"): (to("judging:field_plan", "stage.code", f"{A}.entry.code"), 15),
    ("bureau", "visit under way"): (to("judging:field_visit", "stage.code", "visit.code"), 12),
    ("bureau", "closed visit"): (to("judging:field_visit", "stage.code", "visited.code"), 13),
    ("bureau", "changing a visit"): (to("judging:field_change", "stage.code", "visit.code"), 16),
    ("bureau", "calling a visit off"): (to("judging:field_cancel", "stage.code", "visit.code"), 9),
    ("bureau", "claims to check"): (to("judging:field_claims", "stage.code", "visit.code"), 11),
    ("bureau", "what to look at"): (
        to("judging:field_claim", "stage.code", "visit.code", "photo.claim.code"),
        11,
    ),
    ("staff", "visit to the agency"): (to("judging:visit", "visited.code"), 11),
    ("staff", "visit as calendar"): (to("judging:visit_ics", "visit.code"), 5),
    ("staff", "minutes of a visit"): (to("judging:visit_paper", "visited.code"), 7),
    ("juror", "findings"): (to("judging:sheet_findings", "readings.first.code"), 11),
    ("bureau", "what texts give away"): (to("judging:blindness", "stage.code"), 9),
    ("bureau", "attendance"): (to("judging:attendance", "stage.code"), 10),
    ("bureau", "participation"): (to("proposals:participation"), 9),
    ("bureau", "participation as CSV"): (to("proposals:participation_csv"), 8),
    ("bureau", "participation as XLSX"): (to("proposals:participation_xlsx"), 8),
    ("bureau", "reminding"): (to("proposals:participation_remind", "calling.slug"), 9),
    ("bureau", "progress"): (to("judging:progress", "stage.code"), 12),
    ("bureau", "chasing"): (to("judging:chasing", "stage.code"), 10),
    ("bureau", "contested entries"): (to("judging:contested", "stage.code"), 12),
    ("bureau", "further readers"): (to("judging:contested_readers", "stage.code", f"{A}.entry.code"), 26),
    ("auditor", "odd sheets"): (to("judging:oddities", "stage.code"), 12),
    ("auditor", "evidence of a sheet"): (to("judging:oddity", "stage.code", "handed_in.code"), 12),
    ("asked", "explaining a sheet"): (to("judging:explain", "handed_in.code"), 7),
    ("bureau", "waiving"): (to("judging:waive", "stage.code", "unopened.code"), 8),
    ("bureau", "giving a sheet back"): (to("judging:sheet_reopen", "stage.code", "handed_in.code"), 8),
    ("bureau", "waiving many"): (to("judging:waivers", "stage.code"), 10),
    ("bureau", "ranking"): (to("judging:ranking", "stage.code"), 14),
    ("bureau", "whole ranking"): (to("judging:ranking_all", "stage.code"), 14),
    ("bureau", "whole ranking as CSV"): (to("judging:ranking_csv", "stage.code"), 12),
    ("bureau", "sheets as CSV"): (to("judging:reviews_csv", "stage.code"), 9),
    ("publisher", "ties"): (to("judging:ties", "stage.code"), 12),
    ("publisher", "publishing"): (to("judging:publish", "stage.code"), 17),
    ("publisher", "reopening"): (to("judging:reopen", "release.stage.code"), 8),
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
    ("bureau", "letters"): (to("agencies:mail"), 8),
    ("bureau", "letter batches"): (to("agencies:batches"), 6),
    ("bureau", "letter batch"): (to("agencies:batch", "batch.code"), 8),
    ("bureau", "cancelling letters"): (to("agencies:batch_cancel", "batch.code"), 5),
    ("bureau", "reminders"): (to("proposals:reminders", "calling.slug"), 8),
    ("auditor", "home"): (to("judging:home"), 10),
    ("auditor", "board"): (to("judging:edition", "published.slug"), 15),
    ("auditor", "screening"): (to("proposals:screening", "judged.slug", f"{A}.waiting.code"), 12),
    ("auditor", "participation"): (to("proposals:participation"), 9),
    ("auditor", "progress"): (to("judging:progress", "stage.code"), 12),
    ("bureau", "plenary"): (to("judging:plenary", "stage.code"), 18),
    ("bureau", "plenary opening"): (to("judging:plenary_open", "release.stage.code"), 7),
    ("bureau", "plenary's attendance"): (to("judging:plenary_attendance", "stage.code"), 10),
    ("bureau", "plenary's decision"): (
        to("judging:plenary_decide", "stage.code", f"{A}.entry.proposal.code"),
        17,
    ),
    ("bureau", "plenary's end"): (to("judging:plenary_drop", "stage.code"), 10),
    ("bureau", "plenary's minutes"): (to("judging:session", "plenary.code"), 18),
    ("juror", "plenary's minutes"): (to("judging:session", "plenary.code"), 19),
    ("auditor", "ranking"): (to("judging:ranking", "release.stage.code"), 16),
}

GUIDE = "the public guide shows every list of the edition: one query each"
CONFLICTS = "conflicts of interest are derived anew: six queries for all pairs of the stage"
CHECKS = "every automatic check asks its own question"
COUNTS = "coverage, blockers and lists are counted apart, each by an index"

DUTIES = "each kind of work that can wait for a person is one question"
SESSION = "the ranking is worked out anew: what a session reads must be what it decides over"
KEPT = "worked out once after a change in seven queries, then read from the cache without any"
#: Pages that cost more than twelve, and why. The list may only shrink.
COSTLY = {
    ("anonymous", "edition"): GUIDE,
    ("staff", "edition"): GUIDE,
    ("staff", "draft"): "the proposal with all its parts, and what it still lacks",
    ("staff", "review"): CHECKS,
    ("head", "review"): CHECKS,
    ("bureau", "settings"): "what stands before announcing is asked list by list",
    ("bureau", "announcing"): "what stands before announcing is asked list by list",
    ("bureau", "panel"): CONFLICTS,
    ("bureau", "juror"): CONFLICTS,
    ("bureau", "potential conflicts"): CONFLICTS,
    ("bureau", "assignments"): CONFLICTS,
    ("bureau", "plan"): CONFLICTS,
    ("bureau", "one entry"): CONFLICTS,
    ("bureau", "further readers"): CONFLICTS,
    ("bureau", "planning a visit"): CONFLICTS,
    ("bureau", "changing a visit"): CONFLICTS,
    ("bureau", "closed visit"): "what both sides found, with photos, and the sheets that may be given back",
    ("bureau", "board"): COUNTS,
    ("auditor", "board"): COUNTS,
    ("bureau", "ranking"): KEPT,
    ("auditor", "ranking"): KEPT,
    ("bureau", "whole ranking"): KEPT,
    ("publisher", "publishing"): KEPT,
    ("staff", "home"): DUTIES,
    ("bureau", "home"): DUTIES,
    ("bureau", "plenary"): SESSION,
    ("bureau", "plenary's decision"): SESSION,
    ("bureau", "plenary's minutes"): SESSION,
    ("juror", "plenary's minutes"): SESSION,
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
    people |= {"late": house.unopened.member.user, "asked": house.handed_in.member.user}
    return people[who] if who in people else getattr(house, who)


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_page_costs_the_same_with_one_row_and_three(who, name, house):
    address, expected = PAGES[who, name]
    CLIENT.logout()
    if who != "anonymous":
        CLIENT.force_login(person_of(house, who), "allauth.account.auth_backends.AuthenticationBackend")
        CLIENT.get(reverse("agencies:account"))  # the session's own first write
    cache.clear()  # a kept ranking would hide what it costs
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
