"""Fetching from real servers on 127.0.0.1: good ones, slow ones, hostile ones."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tts_service.contracts.own_address import is_own as is_own_address
from tts_service.errors import BadRequest, Forbidden, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.timed_network import tls_context
from workers.web.charset import decode_page
from workers.web.fetch import MAX_BYTES, FetchedPage, NotModified, fetch
from workers.web.guard import rules_of

HTML = "<!doctype html><title>Brücke</title><p>A bridge opened in Zürich – at last.</p>"
SYSTEM_RESOLVER = socket.getaddrinfo
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by path from ``Site.answers``; remembers what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, dict(self.headers)))
        with contextlib.suppress(ConnectionError):  # a client that has seen enough hangs up
            site.answers[self.path](self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    def send(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Site:
    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.site = self  # type: ignore[attr-defined]
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.origin = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return self.origin + path

    def page(self, path: str, body: bytes, **headers: str) -> str:
        sent = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.answer(path, lambda handler: handler.send(200, sent, body))

    def redirect(self, path: str, to: str) -> str:
        return self.answer(path, lambda handler: handler.send(302, {"Location": to, "Content-Length": "0"}))

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def other() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def naming(*sites: Site) -> Settings:
    return Settings(allowed_sites=tuple(site.origin for site in sites))


def test_a_page_comes_with_its_address_and_validators(site: Site) -> None:
    url = site.page("/story", HTML.encode(), ETag='"one"', Last_Modified="Wed, 10 Dec 2025 08:00:00 GMT")
    page = fetch(url + "?utm_source=mail#top", naming(site))
    assert page == FetchedPage(url, HTML, '"one"', "Wed, 10 Dec 2025 08:00:00 GMT")
    path, headers = site.asked[0]
    assert path == "/story"
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["User-Agent"].startswith("tts-service")


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    def answer(handler: Handler) -> None:
        unchanged = (
            handler.headers["If-None-Match"] == '"one"' and handler.headers["If-Modified-Since"] == "then"
        )
        handler.send(304 if unchanged else 500, {"Content-Length": "0"})

    url = site.answer("/story", answer)
    with pytest.raises(NotModified):
        fetch(url, naming(site), etag='"one"', last_modified="then")
    with pytest.raises(UpstreamFailed, match="500"):
        fetch(url, naming(site))


def test_a_304_to_a_plain_question_is_a_fault(site: Site) -> None:
    url = site.answer("/story", lambda handler: handler.send(304, {"Content-Length": "0"}))
    with pytest.raises(UpstreamFailed, match="304"):
        fetch(url, naming(site))


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
    ],
)
def test_packed_pages(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    url = site.page("/packed", pack(HTML.encode()), Content_Encoding=encoding)
    assert fetch(url, naming(site)).html == HTML


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", gzip.compress(HTML.encode())[:-12], "broke off"),
        ("gzip", HTML.encode(), "damaged"),
        ("deflate", b"\xff" * 40, "damaged"),
        ("br", HTML.encode(), "'br'"),
        ("gzip, gzip", gzip.compress(gzip.compress(HTML.encode())), "not asked for"),
    ],
    ids=["cut off", "not packed", "nonsense", "unknown", "twice"],  # not of the bytes, which hold the time
)
def test_pages_that_cannot_be_unpacked(site: Site, encoding: str, body: bytes, says: str) -> None:
    url = site.page("/packed", body, Content_Encoding=encoding)
    with pytest.raises(UpstreamFailed, match=says):
        fetch(url, naming(site))


def test_a_bomb_is_defused_while_it_is_unpacked(site: Site) -> None:
    bomb = gzip.compress(b"<p>" + bytes(40 * MAX_BYTES))
    assert len(bomb) < MAX_BYTES / 10
    url = site.page("/bomb", bomb, Content_Encoding="gzip")
    with pytest.raises(TooLarge, match="5,000,000"):
        fetch(url, naming(site))


def test_an_endless_page_ends_at_the_size_limit(site: Site) -> None:
    def answer(handler: Handler) -> None:
        handler.send(200, {"Content-Type": "text/html"})
        for _ in itertools.takewhile(lambda _: not site.over.is_set(), itertools.count()):
            handler.wfile.write(b"<p>on and on</p>" * 4096)

    with pytest.raises(TooLarge):
        fetch(site.answer("/endless", answer), naming(site))


def test_a_page_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    url = site.answer(
        "/large",
        lambda handler: handler.send(200, {"Content-Type": "text/html", "Content-Length": "5000001"}),
    )
    with pytest.raises(TooLarge):
        fetch(url, naming(site))


def drip(handler: Handler) -> None:
    """A byte now and then: no single read waits long, all of them together wait for ever."""
    handler.send(200, {"Content-Type": "text/html"})
    while not handler.server.site.over.wait(0.02):  # type: ignore[attr-defined]
        handler.wfile.write(b"<")


def mute(handler: Handler) -> None:
    handler.server.site.over.wait(60)  # type: ignore[attr-defined]


@pytest.mark.parametrize("answer", [drip, mute])
def test_a_slow_page_is_given_up_at_the_deadline(site: Site, answer: Answer) -> None:
    with pytest.raises(UpstreamFailed, match=r"longer than 0\.3 s") as caught:
        fetch(site.answer("/slow", answer), naming(site), deadline_s=0.3)
    assert caught.value.kind == "upstream-timeout"


def test_the_deadline_is_for_all_redirects_together(site: Site) -> None:
    def answer(handler: Handler) -> None:
        site.over.wait(0.2)
        handler.send(302, {"Location": "/again", "Content-Length": "0"})

    site.answer("/again", answer)
    with pytest.raises(UpstreamFailed, match="longer than"):
        fetch(site.origin + "/again", naming(site), deadline_s=0.5)


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "text/plain; charset=utf-8", "application/json"]
)
def test_what_is_not_html_is_refused(site: Site, kind: str) -> None:
    with pytest.raises(Unprocessable, match=kind.partition(";")[0]) as caught:
        fetch(site.page("/file", b"%PDF-1.7", Content_Type=kind), naming(site))
    assert caught.value.kind == "not-html"


def test_a_page_without_a_type_is_told_by_its_look(site: Site) -> None:
    def untyped(body: bytes) -> Answer:
        return lambda handler: handler.send(200, {"Content-Length": str(len(body))}, body)

    assert fetch(site.answer("/page", untyped(b"\n<p>Hello")), naming(site)).html == "\n<p>Hello"
    with pytest.raises(Unprocessable):
        fetch(site.answer("/file", untyped(b"PK\x03\x04")), naming(site))


@pytest.mark.parametrize(
    ("status", "says"), [(401, "a password"), (402, "requires payment"), (403, "let this service in")]
)
def test_a_page_that_is_closed_to_the_public(site: Site, status: int, says: str) -> None:
    url = site.answer("/paid", lambda handler: handler.send(status, {"Content-Length": "0"}))
    with pytest.raises(Unprocessable, match=rf"{status}.*{says}.*Send the article's text") as refused:
        fetch(url, naming(site))
    assert refused.value.kind == "not-public"


def test_a_page_that_leads_to_a_login_is_closed_wherever_that_is(site: Site) -> None:
    url = site.redirect("/paid", "https://login.other.example/?next=/paid")
    with pytest.raises(Unprocessable, match=r"leads to https://login\.other\.example/") as refused:
        fetch(url, naming(site))
    assert refused.value.kind == "not-public"


@pytest.mark.parametrize(
    ("status", "says"),
    [(404, "no such page"), (429, "later"), (503, "has an error"), (204, "not a page")],
)
def test_refusals_say_what_to_do(site: Site, status: int, says: str) -> None:
    url = site.answer("/no", lambda handler: handler.send(status, {"Content-Length": "0"}))
    with pytest.raises(UpstreamFailed, match=rf"{status}.*{says}"):
        fetch(url, naming(site))


def test_a_closed_port_and_an_unknown_host() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(UpstreamFailed, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", Settings(allowed_sites=(f"http://127.0.0.1:{port}",)))
    with pytest.raises(UpstreamFailed, match="cannot be found"):
        fetch("http://no-such-host.invalid/", Settings(), deadline_s=5)


def test_no_http_at_all() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def greet() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(UpstreamFailed, match="does not speak HTTP"):
            fetch(f"http://127.0.0.1:{port}/", Settings(allowed_sites=(f"http://127.0.0.1:{port}",)))


def test_redirects_are_followed_to_the_page(site: Site) -> None:
    story = site.page("/b/story", HTML.encode())
    site.redirect("/b/two", "story")
    site.redirect("/one", "/b/two")
    assert fetch(site.origin + "/one", naming(site)).url == story


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(UpstreamFailed, match="more than 5 times"):
        fetch(site.origin + "/a", naming(site))
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_x", "javascript:1", "//user:pw@h/"],
)
def test_a_redirect_to_anything_but_a_page_is_refused(site: Site, to: str) -> None:
    with pytest.raises(BadRequest, match="http://"):
        fetch(site.redirect("/away", to), naming(site))


def test_a_redirect_off_the_allowed_sites_is_refused(site: Site, other: Site) -> None:
    secret = other.page("/secret", HTML.encode())
    with pytest.raises(Forbidden) as caught:
        fetch(site.redirect("/away", secret), naming(site))
    assert caught.value.kind == "site-not-allowed"
    assert other.asked == []


def intranet_at(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def getaddrinfo(host: str, *how: Any, **more: Any) -> Any:
        return SYSTEM_RESOLVER(address if host == "intranet.example" else host, *how, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both names are on the list, so that only the address speaks against the second."""
    settings = Settings(allowed_sites=(site.origin, "http://intranet.example"))
    led = site.redirect("/away", "http://intranet.example/")
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "0.0.0.0", "192.0.0.192", "fec0::1"):
        intranet_at(monkeypatch, address)
        with pytest.raises(Forbidden) as caught:
            fetch(led, settings)
        assert caught.value.kind == "private-address", address


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://[::ffff:10.1.2.3]/",
        "http://0/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(Forbidden) as caught:
        fetch(url, Settings())
    assert caught.value.kind == "private-address"


def test_ports_where_no_pages_are() -> None:
    for url in ("http://news.example:25/", "https://news.example:6379/"):
        with pytest.raises(Forbidden) as caught:
            fetch(url, Settings())
        assert caught.value.kind == "port-not-allowed"


@pytest.mark.parametrize(
    "url",
    ["", "news.example", "ftp://news.example/", "http://", "http://a b/", "http://user:pw@news.example/"],
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    with pytest.raises(BadRequest):
        fetch(url, Settings())


def own_page(url: str, settings: Settings) -> bool:
    """It is refused as one of the service's own."""
    with pytest.raises(Forbidden) as caught:
        fetch(url, settings)
    return caught.value.kind == "own-page" and "Send the article's text" in caught.value.detail


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "127.0.0.2", "0.0.0.0", "LOCALHOST."]
)
def test_the_service_is_never_read_by_itself(site: Site, other: Site, host: str) -> None:
    """Whoever allows it, under whatever name its port is reached."""
    site.page("/demo/", HTML.encode())
    url = f"http://{host}:{site.port}/demo/"
    for allowed in ((), (site.origin,), (other.origin,), (f"http://{host.rstrip('.').lower()}:{site.port}",)):
        settings = Settings(port=site.port, allowed_sites=allowed)
        with pytest.raises(Forbidden) as caught:
            fetch(url, settings)
        assert caught.value.kind in ("own-page", "site-not-allowed", "port-not-allowed")
    assert own_page(f"{site.origin}/audio/abc.mp3", Settings(port=site.port, allowed_sites=(site.origin,)))
    assert site.asked == []


def test_no_redirect_leads_to_the_service(site: Site, other: Site) -> None:
    own = site.page("/demo/", HTML.encode())
    led = other.redirect("/away", own)
    named = Settings(port=site.port, allowed_sites=(site.origin, other.origin))
    assert own_page(led, named)
    assert site.asked == []
    assert fetch(led, Settings(allowed_sites=(site.origin, other.origin))).html == HTML


def test_the_services_public_address_is_never_read() -> None:
    """Nothing is looked up: the address alone is enough."""
    rules = rules_of(Settings(public_url="https://listen.example", allowed_sites=("https://listen.example",)))
    for url in (
        "https://listen.example/demo/",
        "http://listen.example/",
        "https://LISTEN.example:443/audio/a.mp3",
    ):
        with pytest.raises(Forbidden) as caught:
            rules.check(url)
        assert caught.value.kind == "own-page"


def test_no_name_leads_to_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "10.0.0.9"):
        resolves_to(monkeypatch, iter([["93.184.215.14", address]]))
        assert own_page("http://alias.example:8080/demo/", Settings(host="10.0.0.9", port=8080))


def test_an_address_of_the_machine_is_the_services_when_it_listens_on_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = "127.0.0.1"
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
    ):
        # No network, no address.
        probe.connect(("192.0.2.1", 9))  # nothing is sent
        here = probe.getsockname()[0]
    everywhere = Settings(
        host="0.0.0.0", port=8080, api_keys=("key",), allowed_sites=(f"http://{here}:8080",)
    )
    assert own_page(f"http://{here}:8080/demo/", everywhere)
    resolves_to(monkeypatch, iter([["93.184.215.14"]]))
    monkeypatch.setattr(socket, "create_connection", far_away)
    with pytest.raises(UpstreamFailed):
        fetch("http://elsewhere.example:8080/", msgspec.structs.replace(everywhere, allowed_sites=()))


def far_away(*_: object, **__: object) -> socket.socket:
    raise OSError("far away")


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://listen.example/", True),
        ("http://listen.example/demo/?x=1", True),
        ("https://LISTEN.example:443/audio/a.mp3", True),
        ("https://listen.example.:443/", True),
        ("https://listen.example:8443/", False),
        ("https://news.example/", False),
        ("https://listen.example.news.example/", False),
        ("http://[::1]:8000/", True),
        ("http://[0:0:0:0:0:0:0:1]:8000/", True),
        ("http://[::ffff:127.0.0.1]:8000/", True),
        ("http://a.localhost:8000/", True),
        ("http://10.0.0.9:8000/", True),
        ("http://10.0.0.9:8001/", False),
        ("http://127.0.0.1:3000/", False),
    ],
)
def test_the_services_own_addresses(url: str, is_own: bool) -> None:
    settings = Settings(host="10.0.0.9", public_url="https://listen.example/", api_keys=("key",))
    assert is_own_address(url, settings) == is_own


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        *(
            ("/listen", True),
            ("/listen/demo/", True),
            ("/Listen/x", True),
            ("//listen/x", True),
            ("/a/../listen/x", True),
        ),
        *(("/%6cisten/x", True), ("/%256cisten/x", True), ("/listen%2fx", True), ("/listen/../story", False)),
        *(("/listening", False), ("/", False), ("/story?u=/listen/", False)),
    ],
)
def test_behind_a_site_only_the_services_folder_is_its_own(path: str, is_own: bool) -> None:
    settings = Settings(public_url="https://news.example/listen", api_keys=("key",))
    assert is_own_address(f"https://news.example{path}", settings) == is_own


def test_a_name_on_the_list_does_not_vouch_for_where_it_leads() -> None:
    """Who owns a name decides what it resolves to; only numbers and localhost are the operator's own word."""
    rules = rules_of(
        Settings(allowed_sites=("https://news.example", "http://127.0.0.1:8123", "http://localhost:9000"))
    )
    assert rules.private == {"http://127.0.0.1:8123", "http://localhost:9000"}


def resolves_to(monkeypatch: pytest.MonkeyPatch, answers: Iterator[list[str]]) -> None:
    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is asked first and private when it is asked again is asked but once."""
    connected: list[str] = []

    def create_connection(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("far away")

    monkeypatch.setattr(socket, "create_connection", create_connection)
    resolves_to(monkeypatch, iter([["93.184.215.14", "10.0.0.7"], ["127.0.0.1"]]))
    with pytest.raises(UpstreamFailed, match="cannot be reached"):
        fetch("http://rebinding.example/", Settings())
    assert connected == ["93.184.215.14"]


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Zürich – schön".encode(), "text/html", "Zürich – schön"),
        ("Zürich – schön".encode(), "text/html; charset=iso-8859-1", "Zürich – schön"),
        ("Zürich".encode("latin-1"), "text/html; charset=ISO-8859-1", "Zürich"),
        ("“Zürich”".encode("cp1252"), "text/html; charset=iso-8859-1", "“Zürich”"),
        (
            "<meta charset=windows-1251>Мост открыт".encode("cp1251"),
            "text/html",
            "<meta charset=windows-1251>Мост открыт",
        ),
        (
            '<meta http-equiv=x content="text/html; charset=Shift_JIS">橋'.encode("shift-jis"),
            "text/html",
            None,
        ),
        ("橋が開いた".encode("euc-jp"), "text/html; charset=EUC-JP", "橋が開いた"),
        (b"\xef\xbb\xbfbridge", "text/html", "bridge"),
        (b"\xff\xfe" + "Zürich".encode("utf-16-le"), "text/html", "Zürich"),
        ("Zürich".encode("utf-16-le"), "text/html; charset=utf-16le", "Zürich"),
        (
            "Мост через реку открыт после долгого ремонта.".encode("cp1251"),
            "text/html",
            "Мост через реку открыт после долгого ремонта.",
        ),
        ("Zürich".encode(), "text/html; charset=punycode", "Zürich"),
        (b"caf\xe9", "text/html; charset=unicode_escape", None),
        (b"caf\xe9 \xff", "text/html; charset=utf-8", None),
        (b"", "", ""),
    ],
)
def test_charsets(body: bytes, content_type: str, text: str | None) -> None:
    decoded = decode_page(body, content_type)
    assert decoded == text if text is not None else isinstance(decoded, str)


WESTERN = {
    "de": "Die Brücke über den Fluss wurde am Montag geöffnet – die Bürgermeisterin hielt eine große Rede.",
    "fr": "« Il était très dangereux », a-t-elle déclaré à la presse, où les élèves étaient présents.",
    "es": "La señora dijo que los niños podrán cruzar el río después del año próximo, mañana también.",
    "pt": "As informações são da comissão de educação, que também não fez recomendações.",
    "it": "Il sindaco ha detto che la città è più sicura perché il ponte sarà chiuso.",
    "sv": "Borgmästaren sade på måndagen att bron över ån stängs på grund av översvämning.",
    "en": "The mayor – who’s from São Paulo – said “the café is naïve”. A cliché, isn’t it?",
}
CENTRAL = {
    "pl": "Burmistrz ogłosił, że most zostanie zamknięty. Mieszkańcy są źli, będą musieli jeździć dookoła.",
    "cs": "Starosta oznámil, že most bude uzavřen. Příští týden se přes řeku nedostanou žádní řidiči.",
    "hu": "A polgármester bejelentette, hogy a hidat lezárják. A folyó vízszintje nőtt, az időjárás rossz.",
}
UNDECLARED = [
    *((text, "cp1252", "", many) for text in WESTERN.values() for many in (1, 6)),
    *((text, "cp1252", name, 1) for name, text in WESTERN.items()),
    *((text, "cp1250", name, 1) for name, text in CENTRAL.items()),
    *((text, "cp1250", "", 6) for text in CENTRAL.values()),
]


@pytest.mark.parametrize(("text", "codec", "language", "paragraphs"), UNDECLARED)
def test_a_page_without_a_charset_is_read_as_browsers_do(
    text: str, codec: str, language: str, paragraphs: int
) -> None:
    page = f"<html{language and f' lang={language}'}><title>x</title>{f'<p>{text}</p>' * paragraphs}</html>"
    assert decode_page(page.encode(codec), "text/html") == page


def test_tls_checks_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to a number, the certificate is checked against the name."""
    certificate = self_signed(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_context.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    secure = Site(tls=context)
    try:
        secure.page("/story", HTML.encode())
        by_name = f"https://localhost:{secure.port}"
        settings = Settings(allowed_sites=(by_name, secure.origin))
        assert fetch(f"{by_name}/story", settings).html == HTML
        with pytest.raises(UpstreamFailed, match="cannot be reached"):
            fetch(f"{secure.origin}/story", settings)
        assert tls_context.cache_info().misses == 1  # whom to trust is read once
    finally:
        secure.close()
        tls_context.cache_clear()


def self_signed(folder: Path, name: str) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
