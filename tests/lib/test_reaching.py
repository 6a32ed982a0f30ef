"""Which addresses of the web answer, asked over real sockets; and that nothing inside is ever asked."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from kipp.lib.addresses import Verdict, is_inside, resolve
from kipp.lib.reaching import Checker

OUTSIDE, INSIDE = "127.0.0.1", "127.0.0.2"  # both are this machine: the test says which one is the web


class Site(BaseHTTPRequestHandler):
    """Answers by its path and remembers who asked for what."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        status, onward = self.server.answers.get(
            (self.command, self.path), self.server.answers.get(self.path, (404, ""))
        )
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def log_message(self, *args):
        pass


def serve(address: str, port: int = 0):
    server = ThreadingHTTPServer((address, port), Site)
    server.asked, server.answers = [], {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def web():
    server = serve(OUTSIDE)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def inner(web):
    """A machine inside, at the same port of another address."""
    server = serve(INSIDE, web.server_address[1])
    yield server
    server.shutdown()
    server.server_close()


def checker(**names: list[str]) -> Checker:
    """Names are resolved by this table; only INSIDE is inside."""
    table = {name.replace("_", "."): addresses for name, addresses in names.items()}
    return Checker(
        resolve=lambda host, port: table.get(host, []), is_inside=lambda address: str(address) == INSIDE
    )


def url(web, path: str, host: str = "situs.test") -> str:
    return f"http://{host}:{web.server_address[1]}{path}"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"/a": (200, "")}, Verdict.ANSWERS),
        ({"/a": (204, "")}, Verdict.ANSWERS),
        ({("HEAD", "/a"): (405, ""), ("GET", "/a"): (200, "")}, Verdict.ANSWERS),
        ({}, Verdict.NOT_FOUND),
        ({"/a": (410, "")}, Verdict.NOT_FOUND),
        ({"/a": (401, "")}, Verdict.CLOSED),
        ({"/a": (500, "")}, Verdict.CLOSED),
        ({"/a": (302, "/b"), "/b": (200, "")}, Verdict.ANSWERS),
        ({"/a": (302, "/a")}, Verdict.TOO_MANY),
        ({"/a": (302, "file:///etc/passwd")}, Verdict.UNFIT),
    ],
)
def test_check_says_how_a_site_answers(web, answers, verdict):
    web.answers = answers
    assert checker(situs_test=[OUTSIDE]).check(url(web, "/a")) == verdict


def test_check_follows_three_redirects_and_not_a_fourth(web):
    web.answers = {f"/{n}": (302, f"/{n + 1}") for n in range(4)} | {"/4": (200, "")}
    assert checker(situs_test=[OUTSIDE]).check(url(web, "/1")) == Verdict.ANSWERS
    assert checker(situs_test=[OUTSIDE]).check(url(web, "/0")) == Verdict.TOO_MANY


def test_check_asks_in_the_name_of_the_host_at_the_address_that_was_judged(web):
    web.answers = {"/a?b=1": (200, "")}
    assert checker(situs_test=[OUTSIDE]).check(url(web, "/a?b=1")) == Verdict.ANSWERS
    assert web.asked == [("HEAD", "/a?b=1", f"situs.test:{web.server_address[1]}")]


def test_check_of_a_name_inside_asks_nobody(web, inner):
    inner.answers = {"/a": (200, "")}
    assert checker(dalam_test=[INSIDE]).check(url(web, "/a", "dalam.test")) == Verdict.PRIVATE
    assert inner.asked == []


def test_check_of_a_name_with_one_address_inside_asks_nobody(web, inner):
    assert checker(dua_test=[OUTSIDE, INSIDE]).check(url(web, "/a", "dua.test")) == Verdict.PRIVATE
    assert (web.asked, inner.asked) == ([], [])


def test_check_follows_no_redirect_inside(web, inner):
    inner.answers = {"/rahasia": (200, "")}
    web.answers = {"/a": (302, url(web, "/rahasia", "dalam.test"))}
    found = checker(situs_test=[OUTSIDE], dalam_test=[INSIDE]).check(url(web, "/a"))
    assert (found, inner.asked) == (Verdict.PRIVATE, [])


def test_check_of_a_name_that_changes_its_mind_stays_with_what_was_judged(web, inner):
    """Rebinding: harmless when judged, inside when asked again."""
    web.answers = {"/a": (200, "")}
    answers = iter([[OUTSIDE], [INSIDE]])
    rebinding = Checker(resolve=lambda host, port: next(answers), is_inside=lambda a: str(a) == INSIDE)
    assert rebinding.check(url(web, "/a")) == Verdict.ANSWERS
    assert (len(web.asked), inner.asked) == (1, [])


def test_check_where_nobody_listens_is_silent(web):
    port = web.server_address[1]
    web.shutdown()
    web.server_close()
    assert checker(situs_test=[OUTSIDE]).check(f"http://situs.test:{port}/") == Verdict.SILENT


def test_check_of_an_unknown_name_says_so():
    assert checker().check("http://tidak-ada.test/") == Verdict.NO_NAME


@pytest.mark.parametrize(
    "address",
    ["ftp://situs.test/", "javascript:alert(1)", "http://", "http://a:b@situs.test/", "http://[::1/"],
)
def test_check_of_what_is_no_page_says_so(address):
    assert checker(situs_test=[OUTSIDE]).check(address) == Verdict.UNFIT


def test_check_with_the_system_s_own_resolver_refuses_this_machine(web):
    web.answers = {"/a": (200, "")}
    for host in ("localhost", OUTSIDE, "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"):
        assert Checker().check(url(web, "/a", host)) in (Verdict.PRIVATE, Verdict.NO_NAME)
    assert web.asked == []
    assert OUTSIDE in resolve("localhost", 80)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001:0:1::1",
        "fec0::1",
        "::7f00:1",
    ],
)
def test_is_inside_knows_every_private_address(address):
    assert is_inside(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.10.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_is_inside_lets_the_open_web_through(address):
    assert not is_inside(ip_address(address))
