"""The juror's pages: what is shown to whom, what a POST may change, and what it costs."""

import json
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import LedgerEvent, Stage
from judging.models import Assignment, Conflict, Score, ScoreSheet
from judging.services import scoring_sheets
from kipp.lib import files
from proposals.models import Attachment, ProposalVersion
from tests import worlds

pytestmark = pytest.mark.django_db

NOW = timezone.now()
JSON = {"Accept": "application/json"}


@pytest.fixture
def edition():
    return worlds.make_edition(weights=(25, 20, 15, 25, 15))


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def member(stage):
    return worlds.make_juror(stage)


@pytest.fixture
def assignment(edition, member):
    return worlds.make_assignment(worlds.make_entry(edition), member, position=1)


@pytest.fixture
def sheet(assignment):
    return opened(assignment)


@pytest.fixture
def juror(client, member):
    client.force_login(member.user)
    return client


def opened(assignment) -> ScoreSheet:
    juror = assignment.member.user
    return scoring_sheets.open_sheet(assignment=assignment, by=juror, at=NOW, no_conflict=True)


def address(name, assignment, *args) -> str:
    return reverse(f"judging:{name}", args=[assignment.code, *args])


def criteria(sheet) -> dict[str, int]:
    return dict(sheet.rubric.criteria.values_list("code", "pk"))


def whole_form(sheet, points=(5, 3, 3, 3, 3), **extra) -> dict:
    form = {"note": "", "note_revision": "0"}
    for pk, given in zip(criteria(sheet).values(), points, strict=True):
        form |= {f"points_{pk}": given, f"comment_{pk}": "", f"revision_{pk}": "0"}
    return form | extra


def autosave(client, sheet, code="kebaruan", **fields):
    data = {"points": "4", "comment": "", "revision": "0"} | fields
    return client.post(address("score_save", sheet.assignment, criteria(sheet)[code]), data, headers=JSON)


def test_gate_shows_title_and_agency_but_no_word_of_the_proposal(juror, assignment):
    page = juror.get(address("sheet", assignment)).content.decode()
    proposal = assignment.entry.proposal
    shown = [text in page for text in (proposal.title, proposal.agency.name, "Jawaban untuk")]
    assert shown == [True, True, False]


def test_gate_passed_opens_the_sheet(juror, assignment):
    answer = juror.post(address("sheet_open", assignment), {"no_conflict": "1"})
    assert (answer.status_code, answer.url) == (302, address("sheet", assignment))
    assert "Jawaban untuk kebaruan." in juror.get(answer.url).content.decode()


def test_gate_with_a_conflict_leads_to_the_next_reading(juror, edition, member, assignment):
    following = worlds.make_assignment(worlds.make_entry(edition), member, position=2)
    answer = juror.post(address("sheet_recuse", assignment), {"reason": "Pernah mendampingi."})
    assert (answer.status_code, answer.url) == (302, address("sheet", following))
    assert Conflict.objects.get().reason == "Pernah mendampingi."
    assert juror.get(address("sheet", assignment)).status_code == 404


def test_gate_with_a_conflict_needs_a_reason(juror, assignment):
    assert juror.post(address("sheet_recuse", assignment), {"reason": " "}).status_code == 422
    assert Assignment.objects.get().recused_at is None


def test_foreign_and_nonexistent_assignments_are_the_same_404(juror, assignment, edition, stage):
    foreign = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    theirs = opened(foreign)
    pages = [juror.get(address("sheet", foreign)), juror.get("/juri/TIDAKADA2222/")]
    assert [page.status_code for page in pages] == [404, 404]
    assert autosave(juror, theirs).status_code == 404
    assert juror.post(address("comment_save", foreign), {"comment": "x", "revision": 0}).status_code == 404
    assert juror.post(address("sheet", foreign), whole_form(theirs)).status_code == 404
    assert not Score.objects.filter(points__isnull=False).exists()


def test_pinned_conflict_closes_an_opened_sheet(juror, sheet, edition):
    Conflict.objects.create(
        user=sheet.assignment.member.user,
        proposal=sheet.assignment.entry.proposal,
        source="organiser",
        reason="Kerabat",
        stated_at=NOW,
        stated_by=edition.announced_by,
    )
    assert juror.get(address("sheet", sheet.assignment)).status_code == 404
    assert autosave(juror, sheet).status_code == 404


def test_autosave_before_the_gate_is_404(juror, assignment, stage):
    criterion = stage.rubrics.get().criteria.first()
    answer = juror.post(address("score_save", assignment, criterion.pk), {"points": 4, "revision": 0})
    assert answer.status_code == 404


def test_autosave_answers_with_the_new_revision(juror, sheet):
    answer = autosave(juror, sheet, comment="Baris satu\r\nbaris dua")
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    score = Score.objects.get(sheet=sheet, points=4)
    assert score.comment == "Baris satu\nbaris dua"


def test_autosave_ignores_a_weight_that_somebody_sends(juror, sheet):
    autosave(juror, sheet, weight="100")
    weights = list(sheet.rubric.criteria.values_list("weight", flat=True))
    assert weights == [25, 20, 15, 25, 15]
    payload = json.loads(LedgerEvent.objects.get(kind="sheet.saved").payload)
    assert sorted(payload) == ["comment_sha256", "criterion", "points", "revision"]


def test_autosave_over_a_newer_one_answers_409_with_both(juror, sheet):
    autosave(juror, sheet, points="4", comment="satu")
    answer = autosave(juror, sheet, points="2", comment="dua")
    body = answer.json()
    assert answer.status_code == 409
    assert body["current"] == {"points": 4, "comment": "satu", "revision": 1}
    assert body["given"] == {"points": 2, "comment": "dua", "revision": 0}


@pytest.mark.parametrize(
    ("points", "status"), [("6", 422), ("0", 422), ("-1", 422), ("tiga", 422), ("", 200), ("5", 200)]
)
def test_autosave_takes_points_of_the_scale_only(juror, sheet, points, status):
    assert autosave(juror, sheet, points=points).status_code == status


def test_autosave_after_the_end_answers_409_with_the_servers_time(juror, sheet, stage):
    Stage.objects.filter(pk=stage.pk).update(closes_at=NOW - timedelta(minutes=1))
    answer = autosave(juror, sheet)
    assert answer.status_code == 409
    assert "Waktu server sekarang" in answer.json()["message"]
    assert answer.json()["message"].count("WIB") == 2


def test_autosave_of_the_general_comment(juror, sheet):
    data = {"comment": "Layak.", "revision": "0"}
    answer = juror.post(address("comment_save", sheet.assignment), data, headers=JSON)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    stale = juror.post(address("comment_save", sheet.assignment), data | {"comment": "x"}, headers=JSON)
    assert (stale.status_code, stale.json()["current"]) == (409, {"comment": "Layak.", "revision": 1})


def test_form_without_script_saves_everything(juror, sheet):
    answer = juror.post(address("sheet", sheet.assignment), whole_form(sheet, save="1"))
    assert (answer.status_code, answer.url) == (302, address("sheet", sheet.assignment))
    assert list(sheet.scores.order_by("pk").values_list("points", flat=True)) == [5, 3, 3, 3, 3]
    assert ScoreSheet.objects.get().status == "draft"


def test_form_finalises_and_leads_to_the_next_unfinished(juror, edition, member, sheet):
    following = worlds.make_assignment(worlds.make_entry(edition), member, position=2)
    answer = juror.post(address("sheet", sheet.assignment), whole_form(sheet, finalise="1"))
    assert (answer.status_code, answer.url) == (302, address("sheet", following))
    page = juror.get(address("sheet", sheet.assignment)).content.decode()
    assert [text in page for text in ("70,00", "Buka berikutnya", "<form id=")] == [True, True, False]


def test_form_sent_twice_is_done_once(juror, sheet):
    form = whole_form(sheet, finalise="1")
    answers = [juror.post(address("sheet", sheet.assignment), form) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert LedgerEvent.objects.filter(kind="sheet.finalised").count() == 1
    assert LedgerEvent.objects.filter(kind="sheet.saved").count() == 5


def test_form_with_a_missing_criterion_is_saved_but_not_final(juror, sheet):
    form = whole_form(sheet, points=(5, "", 3, 3, 3), finalise="1")
    answer = juror.post(address("sheet", sheet.assignment), form)
    assert answer.status_code == 422
    assert "Signifikansi belum dinilai." in answer.content.decode()
    assert list(sheet.scores.order_by("pk").values_list("points", flat=True)) == [5, None, 3, 3, 3]
    assert ScoreSheet.objects.get().status == "draft"


def test_form_that_was_overtaken_keeps_its_words_and_shows_both(juror, sheet):
    autosave(juror, sheet, points="2", comment="dari jendela lain")
    first = criteria(sheet)["kebaruan"]
    form = whole_form(sheet, finalise="1") | {f"comment_{first}": "kata saya"}
    answer = juror.post(address("sheet", sheet.assignment), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [text in page for text in ("kata saya", "dari jendela lain")] == [True, True]
    assert Score.objects.get(sheet=sheet, criterion=first).points == 2


def test_form_off_the_scale_answers_422_and_keeps_every_word(juror, sheet):
    last = criteria(sheet)["keberlanjutan"]
    form = whole_form(sheet, points=(9, 3, 3, 3, 3)) | {f"comment_{last}": "tetap ada"}
    answer = juror.post(address("sheet", sheet.assignment), form)
    assert answer.status_code == 422
    assert "tetap ada" in answer.content.decode()


def test_blind_stage_hides_the_agency_everywhere(juror, edition, stage, member):
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    agency = worlds.make_agency(name="Dinas Perikanan Laut")
    entry = worlds.make_entry(edition, agency=agency, title="Layar Dinas Perikanan Laut")
    payload = json.loads(entry.version.payload)
    payload["sections"][0]["answers"][0]["text"] = "Di DINAS PERIKANAN LAUT kami melaut."
    changed = ProposalVersion.objects.create(
        proposal=entry.proposal,
        number=2,
        payload=json.dumps(payload),
        sha256="0" * 64,
        submitted_at=NOW,
        submitted_by=edition.announced_by,
    )
    entry.version = changed
    entry.save(update_fields=["version"])
    assignment = worlds.make_assignment(entry, member)
    pages = [juror.get(reverse("judging:queue")), juror.get(address("sheet", assignment))]
    sheet = opened(assignment)
    pages.append(juror.get(address("sheet", assignment)))
    pages.append(juror.post(address("sheet", assignment), whole_form(sheet, finalise="1"), follow=True))
    pages.append(juror.get(address("sheet", assignment)))
    found = [
        name in page.content.decode().casefold()
        for page, name in product(pages, ("perikanan", "siti aminah", "198001012005012001"))
    ]
    assert found == [False] * 15


def test_nip_of_the_team_is_never_shown(juror, sheet):
    page = juror.get(address("sheet", sheet.assignment)).content.decode()
    assert ["Siti Aminah" in page, "198001012005012001" in page] == [True, False]


def add_file(edition, member) -> tuple[Assignment, str]:
    content = b"%PDF-1.4 isi"
    entry = worlds.make_entry(edition)
    slot = edition.slots.create(position=1, code="pernyataan", title="Surat pernyataan")
    attachment = Attachment.objects.create(
        proposal=entry.proposal,
        slot=slot,
        file=files.store("attachments", content, ".pdf"),
        name="surat.pdf",
        size=len(content),
        sha256=files.digest(content),
        content_type="application/pdf",
        pages=1,
        uploaded_at=NOW,
        uploaded_by=entry.proposal.created_by,
    )
    payload = json.loads(entry.version.payload)
    row = {"slot": slot.code, "title": slot.title, "code": attachment.code, "name": "surat.pdf"}
    payload["attachments"] = [row | {"size": len(content), "pages": 1, "sha256": attachment.sha256}]
    entry.version = ProposalVersion.objects.create(
        proposal=entry.proposal,
        number=2,
        payload=json.dumps(payload),
        sha256="1" * 64,
        submitted_at=NOW,
        submitted_by=edition.announced_by,
    )
    entry.save(update_fields=["version"])
    return worlds.make_assignment(entry, member), attachment.sha256


def test_file_opens_only_past_the_gate_of_the_own_assignment(juror, client, edition, stage, member):
    assignment, sha256 = add_file(edition, member)
    url = address("sheet_file", assignment, sha256)
    assert juror.get(url).status_code == 404
    opened(assignment)
    answer = juror.get(url)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.4 isi")
    assert juror.get(address("sheet_file", assignment, "0" * 64)).status_code == 404
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    assert juror.get(url).status_code == 404
    Stage.objects.filter(pk=stage.pk).update(is_blind=False)
    client.force_login(worlds.make_juror(stage).user)
    assert client.get(url).status_code == 404


def test_file_closes_when_the_juror_steps_back(juror, edition, member):
    assignment, sha256 = add_file(edition, member)
    opened(assignment)
    Assignment.objects.filter(pk=assignment.pk).update(recused_at=NOW, ended_as="conflict")
    assert juror.get(address("sheet_file", assignment, sha256)).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_sheet_page_costs_eleven_queries(juror, edition, member, sheet, django_assert_num_queries, size):
    sheet.rubric.criteria.update(section=edition.sections.first())
    for position in range(size - 1):
        worlds.make_assignment(worlds.make_entry(edition), member, position=position + 2)
    juror.get(address("sheet", sheet.assignment))
    with django_assert_num_queries(11):
        juror.get(address("sheet", sheet.assignment))


def test_autosave_costs_eleven_statements(juror, sheet, django_assert_num_queries):
    """Session, person, row; then the verb's eight, of which two mark the transaction."""
    url = address("score_save", sheet.assignment, criteria(sheet)["kebaruan"])
    juror.post(url, {"points": "4", "revision": "0"})
    with django_assert_num_queries(11):
        juror.post(url, {"points": "3", "revision": "1"})
