from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import ChecklistItem
from proposals.models import Proposal, Screening
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    now = timezone.now()
    edition = worlds.make_edition(opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=1))
    edition.announced_at = now - timedelta(days=40)
    edition.save()
    for position, (code, kind) in enumerate([("umur", "age"), ("judul", "")], 1):
        ChecklistItem.objects.create(
            competition=edition,
            position=position,
            code=code,
            question=f"Butir {code}",
            reason=f"Kurang {code}",
            check_kind=kind,
        )
    return edition


@pytest.fixture
def bureau(edition, client):
    client.force_login(edition.announced_by)
    return edition.announced_by


def queue(edition):
    return reverse("proposals:screening_list", args=[edition.slug])


def desk(proposal):
    return reverse("proposals:screening", args=[proposal.competition.slug, proposal.code])


def answers(decision="", revision=0, judul="ya", umur="ya"):
    return {
        "revision": revision,
        "met_umur": umur,
        "note_umur": "dari SK",
        "met_judul": judul,
        "note_judul": "",
        "note": "Terima kasih",
        "putusan": decision,
    }


@pytest.mark.parametrize("persona", ["foreign organiser", "juror", "entrant"])
def test_pages_outsiders_get_404(client, edition, persona):
    proposal = worlds.make_submitted(edition)
    user = {
        "foreign organiser": lambda: worlds.make_edition().announced_by,
        "juror": lambda: worlds.make_juror(worlds.scoring_stage(edition)).user,
        "entrant": lambda: proposal.created_by,
    }[persona]()
    client.force_login(user)
    assert client.get(queue(edition)).status_code == 404
    assert client.get(desk(proposal)).status_code == 404
    assert client.post(desk(proposal), answers("lolos")).status_code == 404


def test_pages_auditor_reads_and_decides_nothing(client, edition):
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    proposal = worlds.make_submitted(edition)
    assert client.get(queue(edition)).status_code == 200
    assert client.get(desk(proposal)).status_code == 200
    assert client.post(desk(proposal), answers("lolos")).status_code == 403
    assert Proposal.objects.get().status == "submitted"


def test_draft_is_404_for_the_secretariat(client, edition, bureau):
    assert client.get(desk(worlds.make_draft(edition))).status_code == 404


@pytest.mark.parametrize("page", [queue, lambda edition: desk(edition.proposals.first())])
def test_pages_cost_the_same_for_one_row_and_for_three(
    client, edition, bureau, page, django_assert_max_num_queries
):
    worlds.make_submitted(edition)
    client.get(page(edition))
    address = page(edition)
    with django_assert_max_num_queries(100) as one:
        client.get(address)
    worlds.make_submitted(edition)
    worlds.make_submitted(edition)
    with django_assert_max_num_queries(len(one)):
        assert client.get(address).status_code == 200


def test_queue_filters_by_outcome_category_and_words(client, edition, bureau):
    health, schools = edition.categories.all()
    agency = worlds.make_agency("DINKES", name="Dinas Kesehatan")
    first = worlds.make_submitted(edition, title="Besuk Kiamat", category=health, agency=agency)
    second = worlds.make_submitted(edition, title="Kopi Roro", category=schools)
    Proposal.objects.filter(pk=second.pk).update(status="rejected")

    def listed(**query):
        return list(client.get(queue(edition), query).context["object_list"])

    assert listed() == [first, second]
    assert listed(status="belum") == [first]
    assert listed(status="tidak") == [second]
    assert listed(kategori=schools.pk) == [second]
    assert listed(cari="dinas kesehatan") == [first]
    assert listed(cari="kopi") == [second]
    assert listed(sort="-judul") == [second, first]
    assert listed(status="entah", kategori="99999", page="0") == [first, second]


def test_desk_starts_with_what_the_portal_computed(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    form = client.get(desk(proposal)).context["form"]
    assert (form["met_umur"].value(), form["met_judul"].value()) == ("ya", None)


def test_desk_save_keeps_findings_and_stays(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    answer = client.post(desk(proposal), answers(judul=""))
    assert (answer.status_code, answer.url) == (302, desk(proposal))
    saved = Screening.objects.get()
    found = saved.findings.order_by("item__position").values_list("is_met", "note")
    assert (list(found), saved.note) == ([(True, "dari SK"), (None, "")], "Terima kasih")


def test_desk_pass_goes_on_to_the_next_that_waits(client, edition, bureau):
    first, second = worlds.make_submitted(edition), worlds.make_submitted(edition)
    assert client.post(desk(first), answers("lolos")).url == desk(second)
    assert client.post(desk(second), answers("tidak", umur="tidak")).url == queue(edition)
    assert list(Proposal.objects.order_by("pk").values_list("status", flat=True)) == ["passed", "rejected"]


def test_desk_double_click_is_answered_like_the_first(client, edition, bureau):
    first, second = worlds.make_submitted(edition), worlds.make_submitted(edition)
    assert client.post(desk(first), answers("lolos")).url == desk(second)
    assert client.post(desk(first), answers("lolos")).url == desk(second)
    assert edition.ledger.count() == 1


def test_desk_refusal_keeps_every_word(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    answer = client.post(desk(proposal), answers("lolos", judul=""))
    form = answer.context["form"]
    assert (answer.status_code, answer.context["refused"].reasons) == (422, ("Butir judul",))
    assert (form["note_umur"].value(), form["note"].value()) == ("dari SK", "Terima kasih")


def test_desk_stale_revision_shows_both_versions(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    client.post(desk(proposal), answers(judul="tidak"))
    answer = client.post(desk(proposal), answers(judul="ya"))
    assert answer.status_code == 409
    rows = list(answer.context["form"].rows())
    assert (rows[1].answer.value(), rows[1].stored.is_met) == ("ya", False)
    assert client.post(desk(proposal), answers(judul="ya", revision=1)).status_code == 302


def test_desk_while_the_call_is_open_is_closed(client, edition, bureau):
    edition.closes_at = timezone.now() + timedelta(days=1)
    edition.save()
    proposal = worlds.make_submitted(edition)
    page = client.get(desk(proposal))
    assert page.context["obstacle"].startswith("Pendaftaran bagi instansi ini baru ditutup pada ")
    assert client.post(desk(proposal), answers("lolos")).status_code == 409


@pytest.mark.parametrize("field", ["revision", "met_umur", "note_umur"])
def test_desk_hostile_input_is_422(client, edition, bureau, field):
    proposal = worlds.make_submitted(edition)
    bad = answers("lolos") | {field: "x" * 301}
    assert client.post(desk(proposal), bad).status_code == 422


def test_reconsider_needs_a_reason_and_opens_the_desk_again(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    client.post(desk(proposal), answers("lolos"))
    again = reverse("proposals:screening_reconsider", args=[edition.slug, proposal.code])
    assert client.post(again, {"reason": ""}).status_code == 422
    assert client.post(again, {"reason": "Keliru"}).url == desk(proposal)
    assert client.get(desk(proposal)).context["form"]["revision"].value() == 2


def test_desk_opened_is_written_down(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    client.get(desk(proposal))
    read = AuditEvent.objects.get(verb="proposal.read")
    assert (read.subject, read.by) == (f"proposal:{proposal.code}", bureau)


def history(proposal):
    return reverse("proposals:screening_history", args=[proposal.competition.slug, proposal.code])


def test_history_tells_who_opened_and_decided_with_words(client, edition, bureau):
    proposal = worlds.make_submitted(edition)
    client.get(desk(proposal))
    client.get(desk(proposal))
    client.post(desk(proposal), answers("tidak", umur="tidak"))
    again = reverse("proposals:screening_reconsider", args=[edition.slug, proposal.code])
    client.post(again, {"reason": "Keliru berkas"})
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    lines = client.get(history(proposal)).context["lines"]
    assert [(line.who, line.what, line.outcome, line.words, line.times) for line in lines] == [
        (bureau.name, "Meninjau kembali keputusan", "", "Keliru berkas", 1),
        (bureau.name, "Memutuskan", "Tidak lolos", "", 1),
        (bureau.name, "Membuka proposal", "", "", 2),
    ]
    only = client.get(history(proposal), {"hanya": "dibuka"}).context["lines"]
    assert [line.what for line in only] == ["Membuka proposal"]


def test_history_of_a_draft_or_to_the_agency_is_404(client, edition, bureau):
    assert client.get(history(worlds.make_draft(edition))).status_code == 404
    proposal = worlds.make_submitted(edition)
    client.force_login(proposal.created_by)
    assert client.get(history(proposal)).status_code == 404


def sentences(edition):
    return reverse("proposals:screening_reasons", args=[edition.slug])


def test_reasons_are_one_a_line_and_keep_another_ones_changes(client, edition, bureau):
    form = client.get(sentences(edition)).context["form"]
    standing = form["standing"].value()
    told = {"texts": " Belum  ditandatangani. \n\nJudul ganda.\nJudul ganda.", "standing": standing}
    assert client.post(sentences(edition), told).status_code == 302
    texts = list(edition.reason_texts.values_list("text", flat=True))
    assert texts == ["Belum ditandatangani.", "Judul ganda."]
    stale = client.post(sentences(edition), {"texts": "Lain.", "standing": standing})
    assert (stale.status_code, stale.context["stored"]) == (409, "Belum ditandatangani.\nJudul ganda.")
    assert stale.context["form"]["texts"].value() == "Lain."
    again = {"texts": "Lain.", "standing": stale.context["form"]["standing"].value()}
    assert client.post(sentences(edition), again).status_code == 302
    assert list(edition.reason_texts.values_list("text", flat=True)) == ["Lain."]


@pytest.mark.parametrize("texts", ["x" * 301, "\n".join(f"Kalimat {n}" for n in range(31))])
def test_reasons_too_long_or_too_many_are_422(client, edition, bureau, texts):
    assert client.post(sentences(edition), {"texts": texts}).status_code == 422
    assert edition.reason_texts.count() == 0


def test_reasons_stand_on_the_desk(client, edition, bureau):
    edition.reason_texts.create(position=1, text="Belum ditandatangani.")
    page = client.get(desk(worlds.make_submitted(edition))).content.decode()
    assert 'data-sentence="Belum ditandatangani."' in page
    assert '<option value="Belum ditandatangani.">' in page
