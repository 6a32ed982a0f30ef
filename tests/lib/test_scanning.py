"""The scanner's own protocol, spoken with a real socket."""

import socket
import struct
import threading

import pytest

from kipp import env
from kipp.lib.scanning import Silent, virus_in

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(threading.Thread):
    """Reads one stream as clamd does; finds EICAR and nothing else."""

    def __init__(self, says: bytes | None = None):
        super().__init__(daemon=True)
        self.says = says
        self.heard = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.start()

    def run(self):
        line, _ = self.listener.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                self.heard += stream.read(size)
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.heard else b"stream: OK\0"
            line.sendall(found if self.says is None else self.says)


def test_virus_in_a_clean_file_is_none_and_the_whole_file_was_read():
    clamd = Clamd()
    content = bytes(range(256)) * 1000
    assert virus_in(content, clamd.address) == ""
    assert clamd.heard == content


def test_virus_in_an_infected_file_is_named():
    assert virus_in(b"awal" + EICAR, Clamd().address) == "Eicar-Test-Signature"


@pytest.mark.parametrize("says", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_virus_in_without_a_verdict_is_silent(says):
    with pytest.raises(Silent):
        virus_in(b"isi", Clamd(says).address)


def test_virus_in_is_silent_while_nobody_listens():
    with pytest.raises(Silent):
        virus_in(b"isi", "tcp://127.0.0.1:9")


def test_virus_in_asks_nobody_when_no_scanner_is_named():
    assert virus_in(EICAR, "") == ""


@pytest.mark.parametrize("url", ["", "tcp://clamd:3310", "tcp://clamd", "unix:///run/clamd.ctl"])
def test_scanner_address_that_can_be_understood_is_taken(url):
    assert env.read_scanner(url) == url


@pytest.mark.parametrize("url", ["clamd:3310", "http://clamd", "tcp://", "unix://", "unix:///"])
def test_scanner_address_that_cannot_be_understood_names_the_variable(url):
    with pytest.raises(env.BadEnvironment, match="CLAMD_URL"):
        env.read_scanner(url)
