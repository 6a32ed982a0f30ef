import pytest
from django.urls import reverse

from judging.models import Assignment, AssignmentPlan, PanelMember
from judging.services import planning
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def bureau(edition, client):
    client.force_login(edition.announced_by)
    return edition.announced_by


def address(name, stage, *more):
    return reverse(f"judging:{name}", args=[stage.code, *more])


PAGES = ["panel", "panel_add", "assignments", "plan_request"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("persona", ["foreign organiser", "juror", "entrant"])
def test_pages_outsiders_get_the_same_404(client, edition, stage, page, persona):
    user = {
        "foreign organiser": lambda: worlds.make_edition().announced_by,
        "juror": lambda: worlds.make_juror(stage).user,
        "entrant": lambda: worlds.make_entry(edition).proposal.created_by,
    }[persona]()
    client.force_login(user)
    assert client.get(address(page, stage)).status_code == 404


@pytest.mark.parametrize(("page", "status"), [*zip(PAGES, [200, 403, 200, 403], strict=True)])
def test_pages_auditor_reads_and_changes_nothing(client, edition, stage, page, status):
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert client.get(address(page, stage)).status_code == status


def test_pages_screening_stage_has_no_panel(client, edition, bureau):
    screening = edition.stages.get(kind="screening")
    assert client.get(address("panel", screening)).status_code == 404


@pytest.mark.parametrize("page", ["panel", "assignments"])
def test_pages_cost_the_same_for_one_row_and_for_three(
    client, edition, stage, bureau, page, django_assert_max_num_queries
):
    def grow():
        worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))

    grow()
    client.get(address(page, stage))
    with django_assert_max_num_queries(100) as one:
        client.get(address(page, stage))
    grow()
    grow()
    with django_assert_max_num_queries(len(one)):
        assert client.get(address(page, stage)).status_code == 200


def test_panel_add_finds_and_seats_somebody(client, stage, bureau):
    person = worlds.make_user(name="Rina Wati")
    found = client.get(address("panel_add", stage), {"cari": "rina"}).context["found"]
    assert found == [(person, [])]
    for _click in range(2):
        answer = client.post(address("panel_seat", stage, person.code))
        assert answer.status_code == 302
    assert PanelMember.objects.get().user == person


@pytest.mark.parametrize("query", ["cari=%00abc", "cari=" + "x" * 500, "cari=a"])
def test_panel_add_hostile_search_is_answered(client, stage, bureau, query):
    assert client.get(f"{address('panel_add', stage)}?{query}").status_code == 200


def test_panel_invite_shows_the_link_once(client, stage, bureau):
    form = {"name": "Rina", "email": "rina@kampus.ac.id", "institution": "Undip"}
    assert client.post(address("panel_add", stage), form).status_code == 302
    assert client.get(address("panel", stage)).context["new_link"]["email"] == "rina@kampus.ac.id"
    assert client.get(address("panel", stage)).context["new_link"] is None


def test_panel_invite_unknown_agency_keeps_every_word(client, stage, bureau):
    form = {"name": "Rina", "email": "rina@kampus.ac.id", "institution": "Undip", "employer": "Entah"}
    answer = client.post(address("panel_add", stage), form)
    assert answer.status_code == 422
    assert [answer.context["form"][name].value() for name in form] == list(form.values())


def test_panel_remove_twice_is_done_once(client, stage, bureau):
    member = worlds.make_juror(stage)
    for _click in range(2):
        assert client.post(address("panel_remove", stage, member.code)).status_code == 302
    assert PanelMember.objects.count() == 0


def test_member_cap_and_conflicts_are_shown(client, edition, stage, bureau):
    dinas = worlds.make_agency("DINKES")
    member = worlds.make_juror(stage, employer=dinas)
    worlds.make_entry(edition, agency=dinas)
    page = client.get(address("panel_member", stage, member.code))
    assert len(page.context["conflicts"]) == 1
    client.post(address("panel_member", stage, member.code), {"load_cap": "4"})
    member.refresh_from_db()
    assert member.load_cap == 4
    assert client.post(address("panel_member", stage, member.code), {"load_cap": "-1"}).status_code == 422


def test_assign_own_agency_by_hand_is_refused_with_the_reason(client, edition, stage, bureau):
    dinas = worlds.make_agency("DINKES")
    entry = worlds.make_entry(edition, agency=worlds.make_agency("PKM", parent=dinas))
    member = worlds.make_juror(stage, employer=dinas)
    answer = client.post(address("assignment_make", stage, entry.code, member.code))
    assert answer.status_code == 409
    assert answer.context["refused"].reasons == (
        "Juri bekerja atau berperan di instansi pengusul atau induknya.",
    )
    assert Assignment.objects.count() == 0


def test_assign_double_click_and_unassign(client, edition, stage, bureau):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    for _click in range(2):
        assert client.post(address("assignment_make", stage, entry.code, member.code)).status_code == 302
    reading = Assignment.objects.get()
    assert client.post(address("assignment_remove", stage, reading.code)).status_code == 302
    assert Assignment.objects.count() == 0


def test_pin_and_lift_go_through_their_forms(client, edition, stage, bureau):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    pin = address("conflict_pin", stage, entry.code, member.code)
    assert client.get(pin).status_code == 200
    assert client.post(pin, {"reason": ""}).status_code == 422
    assert client.post(pin, {"reason": "Klien"}).status_code == 302
    conflict = member.user.conflicts.get()
    lift = address("conflict_lift", stage, conflict.code)
    assert client.get(lift).status_code == 200
    assert client.post(lift, {"reason": "Salah orang"}).status_code == 302
    conflict.refresh_from_db()
    assert conflict.lifted_reason == "Salah orang"
    assert client.get(address("panel", stage)).status_code == 200


def test_filter_finds_entries_that_lack_readers(client, edition, stage, bureau):
    stage.readers = 1
    stage.save()
    full, bare = worlds.make_entry(edition), worlds.make_entry(edition)
    member = worlds.make_juror(stage, name="Rina")
    worlds.make_assignment(full, member)

    def listed(**query):
        return list(client.get(address("assignments", stage), query).context["object_list"])

    assert listed(juri="kurang") == [bare]
    assert listed(juri="cukup") == [full]
    assert listed(cari="rina") == [full]
    assert listed(juri="entah") == [bare, full]


def test_plan_is_asked_for_watched_applied_and_undone(client, edition, stage, bureau):
    for _number in range(3):
        worlds.make_entry(edition)
        worlds.make_juror(stage)
    answer = client.post(address("plan_request", stage), {"seed": "7"})
    plan = AssignmentPlan.objects.get()
    assert answer.url == address("plan", stage, plan.code)
    waiting = client.get(answer.url, headers={"HX-Request": "true"})
    assert (waiting.status_code, b"<html" in waiting.content) == (200, False)
    assert client.post(address("plan_apply", stage, plan.code)).status_code == 409
    planning.make(plan_id=plan.pk, at=plan.queued_at)
    assert client.get(answer.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    preview = client.get(answer.url).context["preview"]
    assert (preview.readings, preview.uncovered, preview.is_current) == (9, [], True)
    for _click in range(2):
        assert client.post(address("plan_apply", stage, plan.code)).status_code == 302
    assert Assignment.objects.count() == 9
    assert client.get(answer.url).status_code == 200
    assert client.post(address("plan_undo", stage, plan.code)).status_code == 302
    assert Assignment.objects.count() == 0


def test_plan_request_without_jurors_says_so(client, edition, stage, bureau):
    worlds.make_entry(edition)
    answer = client.post(address("plan_request", stage), {"seed": "7"})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        "Belum ada juri di tahap ini. Tambahkan juri lebih dahulu."
    ]


def test_plan_of_another_stage_is_404(client, edition, stage, bureau):
    other = worlds.make_edition()
    plan = AssignmentPlan.objects.create(
        stage=worlds.scoring_stage(other),
        seed=1,
        requested_by=other.announced_by,
        queued_at=other.opens_at,
    )
    assert client.get(address("plan", stage, plan.code)).status_code == 404
