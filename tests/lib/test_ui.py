"""The look's tags and components, against strings written by hand."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.utils import translation

from kipp.lib import charts, numbers
from kipp.lib.moments import format_clock, format_day, format_moment, format_remaining, format_weekday
from kipp.lib.queries import Chip, applied_filters
from kipp.styleguide import styleguide

TEMPLATES = settings.BASE_DIR / "templates"
# 22 November 2024 was a Friday; 16:59 UTC is 23.59 in Jakarta and one minute to midnight there.
DEADLINE = datetime(2024, 11, 22, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        ("Asia/Jakarta", "id", "Jumat, 22 November 2024 pukul 23.59 WIB"),
        ("Asia/Makassar", "id", "Sabtu, 23 November 2024 pukul 00.59 WITA"),
        ("Asia/Jayapura", "id", "Sabtu, 23 November 2024 pukul 01.59 WIT"),
        ("Asia/Jakarta", "en", "Friday, 22 November 2024 at 23:59 WIB"),
        ("Europe/Amsterdam", "id", "Jumat, 22 November 2024 pukul 17.59 UTC+01:00"),
        ("UTC", "en", "Friday, 22 November 2024 at 16:59 UTC"),
    ],
)
def test_format_moment_in_a_zone_names_day_clock_and_zone(zone, language, expected):
    assert format_moment(DEADLINE, zone, language) == expected


@pytest.mark.parametrize(
    ("write", "language", "expected"),
    [
        (format_day, "id", "1 Mei 2023"),
        (format_day, "en", "1 May 2023"),
        (format_weekday, "id", "Senin, 1 Mei 2023"),
        (format_weekday, "en", "Monday, 1 May 2023"),
    ],
)
def test_format_day_in_two_languages_uses_their_months(write, language, expected):
    assert write(date(2023, 5, 1), language) == expected


def test_format_clock_in_indonesian_uses_a_point():
    assert format_clock(DEADLINE, "Asia/Jakarta") == "23.59 WIB"


@pytest.mark.parametrize(
    ("before", "indonesian", "english"),
    [
        (timedelta(days=7), "7 hari lagi", "7 days left"),
        (timedelta(hours=48), "2 hari lagi", "2 days left"),
        (timedelta(hours=47, minutes=59), "47 jam lagi", "47 hours left"),
        (timedelta(hours=1), "1 jam lagi", "1 hour left"),
        (timedelta(minutes=59, seconds=59), "59 menit lagi", "59 minutes left"),
        (timedelta(seconds=59), "kurang dari 1 menit lagi", "less than 1 minute left"),
        (timedelta(hours=-3), "3 jam lalu", "3 hours ago"),
        (timedelta(days=-2), "2 hari lalu", "2 days ago"),
    ],
)
def test_format_remaining_rounds_down_to_the_unit_that_matters(before, indonesian, english):
    now = DEADLINE - before
    assert (format_remaining(DEADLINE, now), format_remaining(DEADLINE, now, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("value", "places", "indonesian", "english"),
    [
        (Decimal("1234.5"), 2, "1.234,50", "1,234.50"),
        (Decimal("84.505"), 2, "84,51", "84.51"),
        (Decimal("-0.5"), 0, "-1", "-1"),
        (3478, 0, "3.478", "3,478"),
        (91.67, 1, "91,7", "91.7"),
        (None, 2, "–", "–"),
        (0, 2, "0,00", "0.00"),
    ],
)
def test_format_number_rounds_half_up_and_never_shows_missing_as_zero(value, places, indonesian, english):
    assert numbers.format_number(value, places) == indonesian
    assert numbers.format_number(value, places, "en") == english


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0 B"), (1023, "1023 B"), (48211, "47 kB"), (1258291, "1,2 MB"), (3 * 1024**3, "3,0 GB")],
)
def test_format_size_uses_the_largest_fitting_unit(size, expected):
    assert numbers.format_size(size) == expected


def render(source, rf=None, path="/", **values):
    template = Template("{% load ui %}" + source)
    return template.render(RequestContext(rf.get(path), values) if rf else Context(values))


def test_filters_follow_the_language_of_the_page():
    source = '{{ at|moment:"Asia/Jakarta" }}|{{ at|day:"weekday" }}|{{ at|clock }}|{{ n|number:1 }}'
    values = {"at": DEADLINE, "n": Decimal("2.25")}
    with translation.override("id"):
        assert render(source, **values) == (
            "Jumat, 22 November 2024 pukul 23.59 WIB|Jumat, 22 November 2024|23.59 WIB|2,3"
        )
    with translation.override("en"):
        assert render(source, **values) == (
            "Friday, 22 November 2024 at 23:59 WIB|Friday, 22 November 2024|23:59 WIB|2.3"
        )


def test_filters_show_a_dash_for_what_is_missing():
    assert (
        render("{{ x|moment }}{{ x|day }}{{ x|clock }}{{ x|remaining:x }}{{ x|number }}", x=None) == "–––––"
    )


def test_icon_alone_has_a_name_and_beside_a_word_has_none():
    assert render('{% icon "lock" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/img/icons.svg#lock"></use></svg>'
    )
    assert render('{% icon "lock" label %}', label="Terkunci & aman") == (
        '<svg class="icon" role="img" aria-label="Terkunci &amp; aman">'
        '<use href="/static/img/icons.svg#lock"></use></svg>'
    )


def test_query_with_keeps_the_filters_and_changes_one_parameter(rf):
    path = "/?status=a&status=b&page=3&q=posyandu+balita"
    assert render("{% query_with page=4 %}", rf, path) == (
        "?status=a&amp;status=b&amp;page=4&amp;q=posyandu+balita"
    )
    assert render("{% query_with status=None page=None %}", rf, path) == "?q=posyandu+balita"


@pytest.mark.parametrize(
    ("path", "direction", "address"),
    [
        ("/?page=5&q=a", "none", "?q=a&amp;sort=title"),
        ("/?sort=title&page=5", "ascending", "?sort=-title"),
        ("/?sort=-title", "descending", "?sort=title"),
        ("/?sort=agency", "none", "?sort=title"),
    ],
)
def test_sort_link_turns_the_order_and_returns_to_the_first_page(rf, path, direction, address):
    out = render('{% sort_direction "title" %}|{% sort_link "title" "Judul" %}', rf, path)
    assert out.partition(" Judul")[0].partition(" <svg")[0] == (
        f'{direction}|<a class="sort-link" href="{address}">Judul'
    )


class AgencyFilter(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(label="Status", choices=[("s", "Terkirim"), ("d", "Draf")])
    q = django_filters.CharFilter(label="Cari")


def test_applied_filters_give_one_chip_a_value_that_removes_only_itself():
    data = QueryDict("status=s&status=d&q=posyandu&page=2&sort=title")
    assert applied_filters(AgencyFilter(data, queryset=QuerySet())) == [
        Chip("Status", "Terkirim", "?status=d&q=posyandu&sort=title"),
        Chip("Status", "Draf", "?status=s&q=posyandu&sort=title"),
        Chip("Cari", "posyandu", "?status=s&status=d&sort=title"),
    ]


def test_applied_filters_of_a_fresh_list_are_none():
    assert applied_filters(AgencyFilter(QueryDict(""), queryset=QuerySet())) == []


def test_page_range_of_a_long_list_elides_the_middle():
    page = Paginator(range(1234), 50).page(7)
    assert render("{% for p in page|page_range %}{{ p }} {% endfor %}", page=page) == "1 … 6 7 8 … 25 "


@pytest.mark.parametrize(
    ("count", "state"), [(0, "ok"), (179, "ok"), (180, "near"), (200, "near"), (201, "over")]
)
def test_counter_state_turns_before_the_limit(count, state):
    assert render("{% counter_state count 200 %}", count=count) == state


@pytest.mark.parametrize(
    ("value", "top", "expected"),
    [
        (50, 200, "25.0%"),
        (Decimal("82.5"), 100, "82.5%"),
        (300, 200, "100.0%"),
        (-1, 10, "0.0%"),
        (1, 0, "0%"),
    ],
)
def test_share_stays_on_the_scale(value, top, expected):
    assert charts.share(value, top) == expected


def test_scale_top_ignores_what_is_missing():
    assert charts.scale_top([("a", 3, None), ("b", None, 7), ("c", 5)]) == 7


def test_svg_bar_without_a_value_draws_nothing():
    assert charts.svg_bar(None, 10) == (
        '<svg class="chart-cell" width="100%" height="20" aria-hidden="true" focusable="false"></svg>'
    )
    assert charts.svg_bar(0, 10) != charts.svg_bar(None, 10)


class SampleForm(forms.Form):
    title = forms.CharField(label="Judul", help_text="Paling banyak 200 huruf.")
    note = forms.CharField(label="Catatan", required=False)


def test_form_field_with_an_error_says_it_in_a_word_and_in_the_summary():
    out = render("{% load crispy_forms_filters %}{{ form|crispy }}", form=SampleForm({"title": ""}))
    flat = " ".join(out.split())
    assert flat.count('<a href="#id_title">Judul</a>: Bidang ini tidak boleh kosong.') == 1
    assert flat.count('id="id_title_error"') == 1
    assert flat.count('aria-describedby="id_title_helptext id_title_error"') == 1
    assert flat.count('aria-label="Kesalahan:"') == 1
    assert flat.count('<span class="optional">(opsional)</span>') == 1


PAGINATION = '{% include "components/pagination.html" with page_obj=page only %}'


def test_pagination_keeps_the_filters_and_says_where_one_is(rf):
    page = Paginator(range(120), 50).page(2)
    out = render(
        '{% include "components/pagination.html" with page_obj=page only %}', rf, "/?q=a&page=2", page=page
    )
    assert re.findall(r'href="([^"]+)"', out) == [
        *("?q=a&amp;page=1", "/static/img/icons.svg#arrow-left", "?q=a&amp;page=1"),
        *("?q=a&amp;page=3", "?q=a&amp;page=3", "/static/img/icons.svg#arrow-right"),
    ]
    assert out.count('<p class="pages-count">51–100 dari 120</p>') == 1
    assert out.count('<span aria-current="page">2</span>') == 1


def test_pagination_of_one_page_is_silent(rf):
    page = Paginator(range(3), 50).page(1)
    out = render(PAGINATION, rf, page=page)
    assert out.strip() == ""


def test_server_error_page_needs_neither_request_nor_database():
    out = get_template("500.html").render()
    assert out.count("<h1>Terjadi gangguan pada server</h1>") == 1


def test_styleguide_opens(rf, db):
    request = rf.get("/styleguide/")
    request.user, request.arrived_at = AnonymousUser(), DEADLINE
    assert styleguide(request).status_code == 200


def test_components_are_all_used():
    names = [path.name for path in (TEMPLATES / "components").glob("*.html")]
    used = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    assert [name for name in names if f"components/{name}" not in used] == []


def test_heading_breaks_after_its_slashes_only_and_stays_escaped():
    assert Template("{% load ui %}{{ name|breakable }}").render(Context({"name": "A&B/C d"})) == (
        "A&amp;B/<wbr>C d"
    )
