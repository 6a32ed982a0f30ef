"""Addresses that people typed lead out through one page, and only those that the portal signed."""

import pytest
from django.template import Context, Template

from kipp.lib import leaving


@pytest.mark.parametrize(
    "target",
    [
        "https://contoh.go.id/video?v=1&t=2#awal",
        "http://contoh.go.id",
        "https://contoh.go.id/" + "a" * 1900,
        "https://contoh.go.id/“kutip”/日本",
    ],
)
def test_leave_url_leads_back_to_what_was_signed(target):
    address = leaving.leave_url(target)
    assert address.startswith("/keluar/")
    assert address.count("/") == 3
    assert leaving.target_of(address.split("/")[2]) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "javascript:alert(1)",
        "data:text/html,x",
        "//contoh.go.id",
        "contoh.go.id",
        "https://",
        "https://[",
    ],
)
def test_leave_url_of_what_is_no_page_is_empty(target):
    assert leaving.leave_url(target) == ""


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: "A" + s, lambda s: s.split(":")[0], lambda s: ""]
)
def test_target_of_a_changed_signature_is_none(change):
    signed = leaving.leave_url("https://contoh.go.id/").split("/")[2]
    assert leaving.target_of(change(signed)) is None


def test_host_of_a_lookalike_name_is_written_as_the_network_knows_it():
    assert leaving.host_of("https://cоntoh.go.id/") == "xn--cntoh-jye.go.id"


def test_filter_writes_the_leave_page():
    shown = Template("{% load ui %}{{ url|leave_url }}").render(Context({"url": "https://contoh.go.id/"}))
    assert shown == leaving.leave_url("https://contoh.go.id/")
