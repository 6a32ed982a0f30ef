"""Many at once: a list first, then each in its own transaction, and the truth about what was done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Proposal, Screening
from proposals.services import screening, screening_by_two
from proposals.services.screening import Found
from tests import worlds

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def edition():
    """One line that the portal computes, one that a person answers."""
    edition = worlds.make_edition(opens_at=NOW - timedelta(days=30), closes_at=NOW - timedelta(days=1))
    edition.checklist.create(
        position=1, code="judul", question="Judul berbeda", reason="Judul sama", check_kind="duplicate"
    )
    edition.checklist.create(position=2, code="surat", question="Surat ada", reason="Surat tidak ada")
    return edition


@pytest.fixture
def bureau(edition, client):
    user = worlds.make_user(agency=edition.organiser, role="bureau")
    client.force_login(user)
    return user


def looked_at(edition, by, is_met=True, **fields):
    """Somebody answered the line that the portal cannot."""
    proposal = worlds.make_submitted(edition, **fields)
    screening.save_findings(
        version=proposal.versions.get(), by=by, at=NOW, revision=0, findings={"surat": Found(is_met)}
    )
    return proposal


def post(client, edition, **data):
    return client.post(reverse("proposals:screening_bulk", args=[edition.slug]), data)


def shown(response):
    context = response.context
    fits = [candidate.proposal.title for candidate in context["fits"]]
    return fits, {candidate.proposal.title: candidate.problem for candidate in context["left_out"]}


def chosen(response):
    return [candidate.chosen for candidate in response.context["fits"]]


def statuses():
    return dict(Proposal.objects.values_list("title", "status"))


def test_list_names_what_was_found_and_leaves_out_open_and_unmet_lines(client, edition, bureau):
    good = looked_at(edition, bureau, title="Baik")
    bad = looked_at(edition, bureau, is_met=False, title="Buruk")
    unseen = worlds.make_submitted(edition, title="Belum dilihat")
    twins = [looked_at(edition, bureau, title="Kembar") for _number in range(2)]
    done = worlds.make_submitted(edition, title="Selesai", status="rejected")
    codes = [proposal.code for proposal in (good, bad, unseen, *twins, done)]
    response = post(client, edition, tindakan="lolos", pilih=codes)
    fits, left_out = shown(response)
    assert (response.status_code, fits) == (200, ["Baik"])
    assert response.context["fits"][0].computed == ["Judul berbeda"]
    agencies = [twin.agency.name for twin in twins]
    assert left_out.pop("Kembar") in {
        f"Tidak terpenuhi: Judul berbeda: Judul yang sama sudah terdaftar dari {name}." for name in agencies
    }
    assert left_out == {
        "Buruk": "Tidak terpenuhi: Surat ada.",
        "Belum dilihat": "Belum diperiksa: Surat ada.",
        "Selesai": "Sudah diputuskan.",
    }
    assert statuses()["Baik"] == "submitted"


def test_pass_writes_the_computed_lines_as_findings(client, edition, bureau):
    looked_at(edition, bureau, title="Baik")
    code = Proposal.objects.get().code
    confirmation = post(client, edition, tindakan="lolos", pilih=[code])
    response = post(client, edition, tindakan="lolos", pilih=chosen(confirmation), yakin="1")
    assert [result.proposal.title for result in response.context["done"]] == ["Baik"]
    found = Screening.objects.get().findings.order_by("item__position").values_list("item__code", "is_met")
    assert (statuses(), list(found)) == ({"Baik": "passed"}, [("judul", True), ("surat", True)])


def test_pass_leaves_what_changed_since_it_was_shown_and_says_so(client, edition, bureau):
    same, changed, decided = (looked_at(edition, bureau, title=title) for title in "ABC")
    codes = [same.code, changed.code, decided.code]
    confirmation = chosen(post(client, edition, tindakan="lolos", pilih=codes))
    screening.save_findings(
        version=changed.versions.get(), by=bureau, at=NOW, revision=1, findings={"surat": Found(True, "hm")}
    )
    screening.decide(
        version=decided.versions.get(),
        by=bureau,
        at=NOW,
        outcome="rejected",
        revision=1,
        findings={"surat": Found(False)},
    )
    response = post(client, edition, tindakan="lolos", pilih=confirmation, yakin="1")
    refused = {result.proposal.title: result.problem for result in response.context["refused"]}
    assert [result.proposal.title for result in response.context["done"]] == ["A"]
    assert refused == {
        "B": "Pemeriksaan ini sudah disimpan orang lain. Bandingkan, lalu simpan lagi.",
        "C": "Sudah diputuskan.",
    }
    assert statuses() == {"A": "passed", "B": "submitted", "C": "rejected"}


def test_pass_twice_changes_nothing_more(client, edition, bureau):
    looked_at(edition, bureau, title="Baik")
    confirmation = chosen(post(client, edition, tindakan="lolos", pilih=[Proposal.objects.get().code]))
    for _click in range(2):
        response = post(client, edition, tindakan="lolos", pilih=confirmation, yakin="1")
    assert [result.problem for result in response.context["refused"]] == ["Sudah diputuskan."]
    assert edition.ledger.count() == 1


def test_reject_needs_one_line_and_one_remark_for_all(client, edition, bureau):
    for title in "AB":
        worlds.make_submitted(edition, title=title)
    confirmation = post(client, edition, tindakan="tidak", semua="1", saring="")
    picked = chosen(confirmation)
    assert post(client, edition, tindakan="tidak", pilih=picked, yakin="1").status_code == 422
    assert set(statuses().values()) == {"submitted"}
    reason = {"butir": "surat", "keterangan": "Tidak ada satu pun surat."}
    response = post(client, edition, tindakan="tidak", pilih=picked, yakin="1", **reason)
    assert len(response.context["done"]) == 2
    assert statuses() == {"A": "rejected", "B": "rejected"}
    found = Screening.objects.values_list("findings__item__code", "findings__is_met", "findings__note")
    assert set(found) == {("surat", False, "Tidak ada satu pun surat.")}


def test_all_with_the_filter_reaches_other_pages_and_nothing_else(client, edition, bureau):
    health, schools = edition.categories.all()
    for number in range(27):
        looked_at(edition, bureau, title=f"S{number:02}", category=health)
    looked_at(edition, bureau, title="Lain", category=schools)
    response = post(client, edition, tindakan="lolos", semua="1", saring=f"kategori={health.pk}&page=2")
    fits, left_out = shown(response)
    assert (len(fits), "Lain" in fits, left_out) == (27, False, {})


@pytest.mark.parametrize("size", [1, 4])
def test_list_asks_one_question_more_for_each_proposal(client, edition, bureau, size):
    for _number in range(size):
        worlds.make_submitted(edition)
    post(client, edition, tindakan="lolos", semua="1")
    with CaptureQueriesContext(connection) as queries:
        post(client, edition, tindakan="lolos", semua="1")
    assert len(queries) == 10 + size


def test_bulk_in_an_edition_of_two_proposes_and_another_confirms(client, edition, bureau):
    edition.screened_by_two = True
    edition.save()
    proposal = looked_at(edition, bureau, title="Baik")
    confirmation = chosen(post(client, edition, tindakan="lolos", pilih=[proposal.code]))
    post(client, edition, tindakan="lolos", pilih=confirmation, yakin="1")
    assert (statuses()["Baik"], Screening.objects.get().proposed_by) == ("submitted", bureau)
    own = post(client, edition, tindakan="sahkan", pilih=[proposal.code])
    assert shown(own) == ([], {"Baik": "Anda yang mengusulkan; orang lain yang mengesahkan."})
    client.force_login(worlds.make_user(agency=edition.organiser, role="bureau"))
    confirmation = chosen(post(client, edition, tindakan="sahkan", pilih=[proposal.code]))
    post(client, edition, tindakan="sahkan", pilih=confirmation, yakin="1")
    assert statuses()["Baik"] == "passed"


def test_confirm_own_proposal_by_a_forged_form_is_refused(client, edition, bureau):
    edition.screened_by_two = True
    edition.save()
    proposal = looked_at(edition, bureau)
    screening_by_two.propose(
        version=proposal.versions.get(),
        by=bureau,
        at=NOW,
        outcome="passed",
        revision=1,
        findings={"judul": Found(True), "surat": Found(True)},
    )
    response = post(client, edition, tindakan="sahkan", pilih=[f"{proposal.code}:2"], yakin="1")
    assert [result.problem for result in response.context["refused"]] == [
        "Anda yang mengusulkan; orang lain yang mengesahkan."
    ]
    assert Proposal.objects.get().status == "submitted"


def test_foreign_codes_are_not_there(client, edition, bureau):
    foreign = worlds.make_submitted(worlds.make_edition())
    response = post(client, edition, tindakan="lolos", pilih=[foreign.code])
    assert shown(response) == ([], {})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tindakan": "lolos"},
        {"tindakan": "hapus", "semua": "1"},
        {"tindakan": "lolos", "pilih": ["A:x"]},
        {"tindakan": "lolos", "pilih": ["A" * 17]},
        {"tindakan": "lolos", "pilih": [f"A{n}" for n in range(51)]},
        {"tindakan": "lolos", "semua": "1", "saring": "x" * 501},
    ],
)
def test_hostile_input_is_422(client, edition, bureau, data):
    assert post(client, edition, **data).status_code == 422


def test_auditor_decides_nothing(client, edition):
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert post(client, edition, tindakan="lolos", semua="1").status_code == 403
