"""Whatever stands behind the question mark of a list, the answer is a page or a refusal, never a fault."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from kipp.lib.lists import FilteredListView
from tests.contracts.walking import walk

pytestmark = pytest.mark.django_db
CLIENT = Client(raise_request_exception=False)

#: Pages that read their query string: who opens them, and where. Lists know the names they listen to.
PAGES = {
    "competitions:list": ("anonymous", lambda town: []),
    "proposals:list": ("staff-a", lambda town: []),
    "proposals:innovations": ("bureau", lambda town: []),
    "proposals:screening_list": ("bureau", lambda town: [town.ours.judged.slug]),
    "judging:assignments": ("bureau", lambda town: [town.ours.stage.code]),
    "agencies:list": ("bureau", lambda town: []),
    "agencies:people": ("bureau", lambda town: []),
    "agencies:invitations": ("bureau", lambda town: []),
    "proposals:resemblance_list": ("bureau", lambda town: [town.ours.judged.slug]),
    "agencies:mail": ("bureau", lambda town: []),
    "agencies:batches": ("bureau", lambda town: []),
    "agencies:notices": ("bureau", lambda town: []),
    "judging:verify": ("anonymous", lambda town: []),
    "judging:queue": ("juror", lambda town: []),
    "judging:blindness": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:progress": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:contested": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:logbook": ("auditor", lambda town: [town.ours.judged.slug]),
    "judging:logbook_readings": ("auditor", lambda town: [town.ours.judged.slug]),
    "judging:day": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:live": ("juror", lambda town: [town.ours.stage.code]),
    "judging:timetable_ics": ("juror", lambda town: [town.ours.stage.code]),
    "judging:ranking": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:waivers": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:panel_add": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:panel_expertise": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:potential_conflicts": ("bureau", lambda town: [town.ours.stage.code]),
    "judging:calibration_pick": ("bureau", lambda town: [town.ours.stage.code]),
    "competitions:create": ("bureau", lambda town: []),
    "agencies:suggest": ("bureau", lambda town: []),
    "agencies:import_preview": ("bureau", lambda town: [town.ours.draft_import.code]),
}
#: What the other pages listen to.
NAMES = {
    "judging:verify": ["kode"],
    "judging:queue": ["tahap", "hanya", "page"],
    "judging:blindness": ["page"],
    "judging:progress": ["page", "saring"],
    "judging:contested": ["page"],
    "judging:day": ["ruang"],
    "judging:live": ["ruang"],
    "judging:timetable_ics": ["ruang", "saya"],
    "judging:ranking": ["hanya", "sort", "page"],
    "judging:waivers": ["juri", "page"],
    "judging:logbook": ["jenis", "cari", "page"],
    "judging:logbook_readings": ["cari", "page"],
    "judging:panel_add": ["cari", "page"],
    "judging:panel_expertise": ["page"],
    "judging:potential_conflicts": ["page"],
    "judging:calibration_pick": ["cari", "page"],
    "competitions:create": ["preset"],
    "agencies:suggest": ["for", "parent", "agency"],
    "agencies:import_preview": ["outcome", "page"],
}
VALUES = [
    "",
    "%00",
    "%ff%fe",
    "x" * 10_000,
    "9" * 400,
    "-1",
    "0",
    "999999",
    "9223372036854775808",
    "abc",
    "nan",
    "1e9",
    "1.5",
    "'%20OR%201=1--",
    "%25%27;DROP%20TABLE%20x",
    "__class__",
    "-",
    "--name",
    "pk__in",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "<script>",
    "{{7*7}}",
    "../../etc/passwd",
    "a&a=b&[]=c",
]


def names_of(name: str, url: str) -> list[str]:
    view = getattr(resolve(url).func, "view_class", None)
    return NAMES[name] if view is None else [*view.filterset_class.base_filters, "sort", "page"]


def addresses(town, name):
    url = reverse(name, args=PAGES[name][1](town))
    names = names_of(name, url)
    for value in VALUES:
        for each in names:
            yield f"{url}?{each}={value}"
        yield url + "?" + "&".join(f"{each}={value}" for each in names)
    yield f"{url}?" + "&".join(f"tidak_dikenal{number}=1" for number in range(900))
    yield f"{url}?" + "&".join(f"{names[0]}={number}" for number in range(900))


@pytest.mark.parametrize("name", PAGES)
def test_list_answers_hostile_queries_with_a_page_or_a_refusal(name, town):
    who = PAGES[name][0]
    CLIENT.logout()
    if town.personas[who] is not None:
        CLIENT.force_login(town.personas[who], "allauth.account.auth_backends.AuthenticationBackend")
    answers = {address: CLIENT.get(address).status_code for address in addresses(town, name)}
    allowed = {200, 302, 400, 404, 422}
    assert {address[:120]: status for address, status in answers.items() if status not in allowed} == {}


def test_every_list_is_among_the_pages(town):
    lists = {
        pattern
        for pattern, view in walk()
        if issubclass(getattr(view, "view_class", object), FilteredListView)
    }
    tried = {resolve(reverse(name, args=arguments(town))).route for name, (_who, arguments) in PAGES.items()}
    assert lists - tried == set()


def test_page_number_beyond_the_end_shows_the_last_page(town):
    CLIENT.force_login(town.personas["bureau"], "allauth.account.auth_backends.AuthenticationBackend")
    for wrong in ("999999", "abc", "-3", ""):
        page = CLIENT.get(reverse("agencies:people"), {"page": wrong}).context["page_obj"]
        assert page.number in (1, page.paginator.num_pages)
