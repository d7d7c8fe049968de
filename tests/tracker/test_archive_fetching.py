"""Fetching a copy: from a server in this process, which only a library argument lets it reach; nothing else is."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final
from unittest import mock

import pytest

from tests.cli_runner import items, run, tracker
from tracker.archive.addresses import is_public
from tracker.archive.copies import Copy
from tracker.archive.fetching import Limits, fetch
from tracker.errors import FetchError

LOOPBACK: Final = ipaddress.ip_address("127.0.0.1")
_TLS: Final = b"\x16\x03"
OK: Final = b"HTTP/1.1 200 OK\r\n"


def may_reach_this_machine(address: Any) -> bool:
    return bool(address == LOOPBACK)


@dataclass
class Server:
    """Answers each connection with the next bytes of the script, as they are, and keeps what it was asked."""

    port: int
    asked: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(*answers: bytes | Callable[[socket.socket], None], reads: bool = True) -> Iterator[Server]:
    """Serve these answers, one a connection, on a free port of this machine; without `reads` they read themselves."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening.getsockname()[1])

        def serve() -> None:
            for answer in answers:
                try:
                    connection, _ = listening.accept()
                except OSError:  # shut at the end of the test: nobody asked for the rest
                    return
                with connection:
                    server.asked += [_request(connection)] if reads else []
                    if callable(answer):
                        answer(connection)
                    else:
                        _send(connection, answer)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _request(connection: socket.socket) -> bytes:
    asked = b""
    while not asked.endswith(b"\r\n\r\n") and not asked.startswith(_TLS) and (more := connection.recv(4096)):
        asked += more
    return asked


def _send(connection: socket.socket, answer: bytes) -> None:
    with suppress(OSError):  # whoever asked has enough
        connection.sendall(answer)


def answer(body: bytes, *headers: str) -> bytes:
    lines = [*headers, f"Content-Length: {len(body)}"]
    return OK + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def found(location: str, status: str = "302 Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def fetched(url: str, **limits: Any) -> Copy:
    return fetch(url, may_reach=may_reach_this_machine, limits=Limits(**limits))


def test_a_document_comes_with_its_type_and_charset() -> None:
    with serving(answer(b"caf\xe9", "Content-Type: Text/HTML; charset=ISO-8859-1")) as server:
        copy = fetched(server.url("/a b?q=é#part".replace(" ", "%20")))
    assert copy == Copy(b"caf\xe9", "text/html", "iso-8859-1")
    assert server.asked == [
        b"GET /a%20b?q=%C3%A9 HTTP/1.1\r\n"
        b"Host: 127.0.0.1:" + str(server.port).encode() + b"\r\n"
        b"User-Agent: negotiation-position-tracker\r\n"
        b"Accept: text/html, text/plain;q=0.9, */*;q=0.5\r\n"
        b"Accept-Encoding: identity\r\n"
        b"Connection: close\r\n\r\n"
    ]


def test_a_document_of_no_type_has_none() -> None:
    with serving(answer(b"text")) as server:
        assert fetched(server.url()) == Copy(b"text", None, None)


def test_a_charset_that_there_is_none_of_is_not_believed() -> None:
    with serving(answer(b"text", "Content-Type: text/plain; charset=klingon")) as server:
        assert fetched(server.url()) == Copy(b"text", "text/plain", None)


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_is_followed(status: str) -> None:
    """Relative ones too."""
    with serving(found("/there", status), answer(b"text")) as server:
        assert fetched(server.url("/here")).content == b"text"
    assert [line.split(b" ")[1] for line in server.asked] == [b"/here", b"/there"]


def test_five_redirects_are_followed_and_no_sixth() -> None:
    with serving(*[found("/x")] * 5, answer(b"text")) as server:
        assert fetched(server.url()).content == b"text"
    with serving(*[found("/x")] * 6) as server, pytest.raises(FetchError, match="leads on more than 5 times"):
        fetched(server.url())
    assert len(server.asked) == 6


ELSEWHERE: Final = [
    ("file:///etc/passwd", "'file:///etc/passwd' is not fetched: only http:// and https:// addresses are"),
    ("ftp://127.0.0.1/", "'ftp://127.0.0.1/' is not fetched: only http:// and https:// addresses are"),
    (
        "http://169.254.169.254/latest/",
        "169.254.169.254 is at 169.254.169.254, which is not an address of the public network; it is not fetched",
    ),
    ("http://me:secret@127.0.0.1/", "an address with a user name or password is not fetched; leave out what"),
    ("http://[::1]/", "::1 is at ::1, which is not an address of the public network; it is not fetched"),
    ("http://[::1/", "'http://[::1/' is no web address; give one such as https://example.org/report"),
]


@pytest.mark.parametrize(("location", "sentence"), ELSEWHERE)
def test_a_redirect_is_checked_like_the_first_address(location: str, sentence: str) -> None:
    with serving(found(location)) as server, pytest.raises(FetchError) as refused:
        fetched(server.url())
    assert str(refused.value).startswith(sentence)


def test_a_redirect_that_gives_up_encryption_is_refused() -> None:
    """Asked of a server that cannot encrypt: the check of the redirect itself needs no certificate."""
    from tracker.archive.addresses import Target
    from tracker.archive.fetching import _redirected

    here = Target("https://example.org/a", "https", "example.org", 443, "/a", "127.0.0.1")
    with pytest.raises(FetchError, match=r"leads to http://example\.org/b, which is not encrypted"):
        _redirected(here, "http://example.org/b", may_reach_this_machine)


NOT_PUBLIC: Final = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 224.0.0.1
255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1 :: ::1 fe80::1 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1:: 2001:0:1::1 2001:db8::1
64:ff9b:1::1
"""


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_what_only_this_machine_or_network_can_reach_is_not_public(address: str) -> None:
    """Also where it hides within an address of the new kind."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_the_world_can_reach_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "0"])
def test_this_machine_is_not_fetched_by_any_of_its_names(host: str) -> None:
    no_connection = mock.patch("socket.create_connection", side_effect=AssertionError("a connection"))
    with no_connection, pytest.raises(FetchError):
        fetch(f"http://{host}/")


@contextmanager
def resolving(*addresses: str) -> Iterator[list[str]]:
    """Let every name be at these addresses; yield what is looked up, numeric addresses too."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *more: Any, **options: Any) -> Any:
        asked.append(host)
        return real(host, port, *more, **options) if host in addresses else found

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    with mock.patch("socket.getaddrinfo", look_up):
        yield asked


def test_a_name_with_one_address_that_is_not_public_is_refused() -> None:
    """Whichever of them is the first."""
    for addresses in (("93.184.215.14", "10.0.0.1"), ("10.0.0.1", "93.184.215.14")):
        with resolving(*addresses), pytest.raises(FetchError) as refused:
            fetch("https://example.org/")
        assert str(refused.value) == (
            "example.org is at 10.0.0.1, which is not an address of the public network; it is not fetched"
        )


def test_the_address_that_was_looked_at_is_the_one_connected_to() -> None:
    """A name is resolved once: it may be somewhere else a moment later. The server is told the name."""
    with serving(answer(b"text")) as server:
        with resolving("127.0.0.1") as asked:
            assert fetched(f"http://example.org:{server.port}/").content == b"text"
        assert asked == ["example.org", "127.0.0.1"]
    assert f"Host: example.org:{server.port}\r\n".encode() in server.asked[0]


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(answer(b"text")) as server:
        assert fetched(server.url()).content == b"text"


UNFIT: Final = [
    (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answers 404 Not Found; check the address"),
    (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "answers 302 Found; check the address"),
    (b"HTTP/1.1 204 No Content\r\n\r\n", "answers 204 No Content; check the address"),
    (answer(b""), "answers nothing; check the address"),
    (answer(b"x", "Content-Encoding: gzip"), "answers compressed, unasked; save it by hand and use --file"),
    (b"gibberish\r\n\r\n", "could not be fetched (BadStatusLine); try again, or save it by hand and use --file"),
    (b"", "could not be fetched (RemoteDisconnected); try again, or save it by hand and use --file"),
    (
        OK + b"Content-Length: 10\r\n\r\nshort",
        "could not be fetched (IncompleteRead); try again, or save it by hand and use --file",
    ),
    (
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        "could not be fetched (IncompleteRead); try again, or save it by hand and use --file",
    ),
    (
        OK + b"X: y\r\n" * 200 + b"\r\n",
        "could not be fetched (HTTPException); try again, or save it by hand and use --file",
    ),
    (
        OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        "could not be fetched (LineTooLong); try again, or save it by hand and use --file",
    ),
]


@pytest.mark.parametrize(("sent", "sentence"), UNFIT, ids=[sentence[:30] for _, sentence in UNFIT])
def test_what_is_no_document_is_said(sent: bytes, sentence: str) -> None:
    with serving(sent) as server, pytest.raises(FetchError) as refused:
        fetched(server.url())
    assert str(refused.value) == f"{server.url()} {sentence}"


def test_a_document_may_be_as_large_as_allowed_and_no_larger() -> None:
    """By what is sent, whatever was announced."""
    with serving(answer(b"x" * 100)) as server:
        assert len(fetched(server.url(), size=100).content) == 100
    unannounced = OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"64\r\n" + b"x" * 100 + b"\r\n" + b"1\r\nx\r\n0\r\n\r\n"
    for sent in (answer(b"x" * 101), unannounced):
        with serving(sent) as server, pytest.raises(FetchError, match="is larger than 0 MB, the largest copy"):
            fetched(server.url(), size=100)


BEGUN: Final = [
    b"",
    b"HTTP/1.1 200",
    OK + b"X: y\r\n",
    OK + b"Content-Length: 9\r\n\r\nbegun",
    OK + b"\r\nwhole, for all that the head tells",
]


@pytest.mark.parametrize("begun", BEGUN)
def test_a_server_that_stops_in_the_middle_is_not_waited_for(begun: bytes) -> None:
    """In the head as in the body."""
    ended = Event()

    def stop(connection: socket.socket) -> None:
        _send(connection, begun)
        ended.wait()

    with serving(stop) as server:
        try:
            with pytest.raises(FetchError) as refused:
                fetched(server.url(), seconds=0.2)
        finally:
            ended.set()
    assert str(refused.value) == f"{server.url()} took longer than 0.2 seconds; try again, or save it by hand"


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for() -> None:
    """No read ever takes as long as allowed; all of them together do."""
    ended = Event()

    def drip(connection: socket.socket) -> None:
        _send(connection, OK)
        while not ended.wait(0.02):
            _send(connection, b"X: y\r\n" if not ended.is_set() else b"")

    with serving(drip) as server:
        try:
            with pytest.raises(
                FetchError, match=r"took longer than 0.3 seconds|could not be fetched \(HTTPException\)"
            ):
                fetched(server.url(), seconds=0.3)
        finally:
            ended.set()


def test_no_time_is_left_for_the_next_redirect() -> None:
    no_connection = mock.patch("socket.create_connection", side_effect=AssertionError("a connection"))
    with no_connection, pytest.raises(FetchError, match="took longer than 0 seconds"):
        fetched("http://127.0.0.1:9/", seconds=0)


@pytest.fixture
def certified(tmp_path: Path) -> ssl.SSLContext:
    """What a server encrypts with, as 127.0.0.1 and example.org; nobody trusts it unless told to."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here that would make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1,DNS:example.org"
    )
    made = [openssl, *words.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@contextmanager
def serving_encrypted(context: ssl.SSLContext, body: bytes) -> Iterator[Server]:
    """Serve this document once, encrypted."""

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as encrypted:
            _request(encrypted)
            encrypted.sendall(answer(body))

    with serving(serve, reads=False) as server:
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "example.org"])
def test_a_document_is_fetched_encrypted(
    certified: ssl.SSLContext, host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is that of the name, whatever address was connected to."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with serving_encrypted(certified, b"text") as server, resolving("127.0.0.1"):
        assert fetched(f"https://{host}:{server.port}/").content == b"text"


def test_a_certificate_of_another_name_is_refused(
    certified: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    refused = pytest.raises(FetchError, match=r"could not be fetched \(encryption: CERTIFICATE_VERIFY_FAILED\)")
    with serving_encrypted(certified, b"text") as server, resolving("127.0.0.1"), refused:
        fetched(f"https://example.com:{server.port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(certified: ssl.SSLContext) -> None:
    refused = pytest.raises(FetchError, match=r"could not be fetched \(encryption: CERTIFICATE_VERIFY_FAILED\)")
    with serving_encrypted(certified, b"text") as server, refused:
        fetched(server.url().replace("http:", "https:"))


def test_a_server_that_does_not_encrypt_is_said() -> None:
    with serving(b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        url = server.url().replace("http:", "https:")
        with pytest.raises(FetchError, match=r"could not be fetched \(encryption: WRONG_VERSION_NUMBER\)"):
            fetched(url)


def test_nobody_listening_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match=r"could not be fetched \(ConnectionRefusedError\)"):
        fetched(f"http://127.0.0.1:{port}/")


NO_ADDRESS: Final = [
    ("http:///x", "'http:///x' names no machine; give one such as https://example.org/report"),
    ("http://example.org:99999/", "'http://example.org:99999/' is no web address; give one such as"),
    ("http://example.org:0/", "'http://example.org:0/' names no machine; give one such as"),
    ("http://a..b/", "'http://a..b/' names no machine; give one such as"),
    ("http://example.org/a b", "'http://example.org/a b' is no web address: it has spaces or controls, or is too long"),
    ("http://example.org/\r\nX: y", "'http://example.org/\\r\\nX: y' is no web address: it has spaces or controls"),
    ("javascript:alert(1)", "'javascript:alert(1)' is not fetched: only http:// and https:// addresses are"),
    ("http://user@example.org/", "an address with a user name or password is not fetched; leave out what stands"),
]


@pytest.mark.parametrize(("url", "sentence"), NO_ADDRESS)
def test_what_is_no_address_is_said(url: str, sentence: str) -> None:
    with (
        mock.patch("socket.getaddrinfo", side_effect=AssertionError("a look-up")),
        pytest.raises(FetchError) as refused,
    ):
        fetch(url)
    assert str(refused.value).startswith(sentence)


def test_a_name_that_nobody_knows_is_said() -> None:
    with mock.patch("socket.getaddrinfo", side_effect=socket.gaierror), pytest.raises(FetchError) as refused:
        fetch("https://nowhere.invalid/")
    assert str(refused.value) == (
        "no machine is known as 'nowhere.invalid'; check the address, and that there is a network"
    )


@pytest.fixture
def _reachable(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line reach this machine, as it never does otherwise."""
    monkeypatch.setattr(
        "tracker.archive.fetching.fetch.__kwdefaults__", {"may_reach": may_reach_this_machine, "limits": None}
    )


@pytest.mark.usefixtures("_reachable")
def test_a_source_is_fetched_when_asked() -> None:
    """Type, charset and day of retrieval come with it; its text is read as the server says."""
    with serving(answer(b"caf\xe9", "Content-Type: text/plain; charset=iso-8859-1")) as server:
        tracker("source add report --fetch --url", server.url())
    (source,) = [each for each in items("source list") if each["id"] == "report"]
    assert source["sha256"] == sha256(b"caf\xe9").hexdigest()
    assert (source["media_type"], source["retrieved"]) == ("text/plain", "2026-01-05")
    assert items("source text report")[0]["text"] == "café"


@pytest.mark.usefixtures("_reachable")
def test_a_source_is_fetched_again_from_the_address_on_record() -> None:
    with serving(answer(b"one"), answer(b"two")) as server:
        tracker("source add report --fetch --url", server.url())
        tracker("source amend report --fetch")
    assert items("source text report")[0]["text"] == "two"


@pytest.mark.usefixtures("demo")
def test_what_may_not_be_fetched_leaves_nothing() -> None:
    refused = run("source", "add", "report", "--fetch", "--url", "http://127.0.0.1:9/")
    assert (refused.code, refused.err) == (
        2,
        "tracker: 127.0.0.1 is at 127.0.0.1, which is not an address of the public network; it is not fetched\n",
    )
    assert items("log show --last 1")[0]["entry"] == "e54"
    assert not Path("tracker.db.sources").exists()


@pytest.mark.usefixtures("demo")
def test_nothing_is_fetched_unless_asked() -> None:
    with mock.patch("socket.getaddrinfo", side_effect=AssertionError("a look-up")):
        tracker("source add report --url https://example.org/a")
        tracker("record russia venue supports --said 2025-09-05 --source https://example.org/b --new")
