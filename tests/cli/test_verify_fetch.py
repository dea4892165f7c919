"""`quotecli verify --fetch`: the pages that an article links to, from a server on this machine."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quotecli.intake.fetching import is_proxied
from tests.cli.conftest import Run
from tests.intake.make import PAGE, make_pdf

asked: list[str] = []


class _Pages(http.server.BaseHTTPRequestHandler):
    server: http.server.HTTPServer

    def do_GET(self) -> None:
        asked.append(self.path)
        if self.path.endswith("/inside"):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/page")
            self.end_headers()
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.end_headers()
        self.wfile.write(PAGE.encode() if self.path == "/page" else b"It rained in Tarn.")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_links_of_an_article_are_fetched_if_that_is_asked_for(run: Run, site: str) -> None:
    article = (
        f"---\ntitle: T\nurl: {site}/own\n---\n[They said]({site}/page#top) that “it rained in"
        f" Tarn” (<{site}/none>). See <a href='{site}/page'>it</a>.\n"
    )
    run("verify", "-", stdin=article, status=1)
    assert asked == []
    done = run("verify", "-", "--fetch-private", "-f", "jsonl", stdin=article)
    assert asked == ["/own", "/page", "/none"]
    assert done.err.count("note: fetching ") == 3
    assert "HTTP 404" in done.err
    found = json.loads(done.out)
    assert (found["verdict"], found["passage"]["file"]) == ("verbatim", f"{site}/own")


def write_word(path: Path, site: str) -> None:
    """Write a Word file with a link, a link that was deleted, one of a field, and one of a note."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    document = docx.Document()
    paragraph = document.add_paragraph("They heard “it rained in Tarn” ")

    def link(part: Part, address: str) -> str:
        number = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink {names} r:id="{number}"><w:r><w:t>it</w:t></w:r></w:hyperlink>'

    body = document.part
    field = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("HYPERLINK", f' "{site}/b"')
    )
    for piece in (
        link(body, f"{site}/page#top"),
        f"<w:del {names}>{link(body, f'{site}/gone')}</w:del>",
        f"<w:ins {names}>{field}</w:ins>",
        link(body, "mailto:ada@example.org"),
    ):
        paragraph._p.append(parse_xml(piece))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = Part(PackURI("/word/footnotes.xml"), kind, b"", document.part.package)
    body.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    notes._blob = f"<w:footnotes {names}>{link(notes, f'{site}/note')}</w:footnotes>".encode()
    document.save(str(path))


def write_pdf(path: Path, site: str) -> None:
    """Write a PDF file with three links, two to one page and one within the file."""
    path.write_bytes(
        make_pdf(
            [
                f'<a name="top"/>They heard “it rained in Tarn” <a href="{site}/page#top">there</a>,'
                f' <a href="{site}/b">and there</a>.',
                f'See <a href="{site}/page">it</a>, <a href="#top">above</a>,'
                f' and <a href="{site}/note">here</a>.',
            ]
        )
    )


@pytest.mark.parametrize("write", [write_word, write_pdf])
def test_the_links_of_word_and_pdf_files_are_links_too(
    run: Run, site: str, tmp_path: Path, write: Callable[[Path, str], None]
) -> None:
    write(tmp_path / "article", site)
    done = run("verify", tmp_path / "article", "--fetch-private", "-f", "jsonl")
    assert asked == ["/page", "/b", "/note"]
    found = json.loads(done.out)
    assert (found["verdict"], found["passage"]["file"]) == ("verbatim", f"{site}/b")


def test_no_more_than_so_many_are_fetched(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.cli.verify_articles._MAX_FETCHED", 2)
    article = " ".join(f"[a]({site}/{number})" for number in range(5))
    done = run("verify", "-", "--fetch-private", stdin=f"{article} “It rained in Tarn.”")
    assert asked == ["/0", "/1"]
    assert "fetching 2 of 5 links" in done.err


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:{port}",
        "localhost:{port}",
        "2130706433:{port}",
        "127%2e0%2e0%2e1:{port}",
        "[::ffff:127.0.0.1]:{port}",
        "[::1]:{port}",
        "169.254.169.254",
    ],
)
def test_a_link_of_an_article_leads_to_no_private_network(run: Run, site: str, host: str) -> None:
    link = f"http://{host.format(port=site.rpartition(':')[2])}/page"
    done = run("verify", "-", "--fetch", stdin=f"“It rained in Tarn.” <{link}>", status=1)
    assert f"{link}: on a private network, " in done.err
    assert "--fetch-private" in done.err
    assert asked == []


@pytest.mark.parametrize("without_proxy", ["*", "moving.example"])
def test_a_name_that_leads_elsewhere_when_it_is_connected_is_asked_nothing(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch, without_proxy: str
) -> None:
    real, looked_up = socket.getaddrinfo, []

    def look_up(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "moving.example":
            return real(host, *args, **kwargs)
        looked_up.append(host)
        return real("8.8.8.8" if len(looked_up) == 1 else "127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setenv("no_proxy", without_proxy)
    link = f"http://moving.example:{site.rpartition(':')[2]}/page"
    done = run("verify", "-", "--fetch", stdin=f"“It rained in Tarn.” <{link}>", status=1)
    assert "on a private network, 127.0.0.1" in done.err
    assert (asked, len(looked_up)) == ([], 2)


def test_a_proxy_may_be_private_and_what_it_is_asked_for_may_not(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", site)
    links = ["http://8.8.8.8/page", "http://8.8.8.8/inside", f"{site}/page"]
    article = "“It rained in Tarn.” " + " ".join(f"<{link}>" for link in links)
    done = run("verify", "-", "--fetch", stdin=article)
    assert asked == links[:2]
    assert f"8.8.8.8/inside: redirected to a private network, {site}/page" in done.err
    assert f"{site}/page: on a private network, 127.0.0.1" in done.err


def test_a_host_is_no_proxy_because_another_scheme_has_it_as_one(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.intake.fetching.find_private", _make_finder("", "127.0.0.1"))
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.setenv("https_proxy", site)
    done = run("verify", "-", "--fetch", stdin=f"“It rained in Tarn.” <{site}/page>", status=1)
    assert "on a private network, 127.0.0.1" in done.err
    assert asked == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_request_tells_if_a_proxy_is_connected(scheme: str) -> None:
    request = urllib.request.Request(f"{scheme}://8.8.8.8/page")
    assert not is_proxied(request)
    request.set_proxy("127.0.0.1:3128", "http")
    assert is_proxied(request)


def _make_finder(*answers: str) -> Callable[[str], str]:
    """Return what gives one answer after the other, whatever it is asked."""
    left = iter(answers)
    return lambda host: next(left)


@pytest.mark.parametrize(
    "proxy", ["http://[bad", "http:/none", "http://127.0.0.1:x", "socks5://127.0.0.1:9", "//"]
)
def test_a_proxy_that_is_none_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", proxy)
    link = "http://8.8.8.8/page"
    done = run("verify", "-", "--fetch", stdin=f"“It rained in Tarn.” <{link}>", status=1)
    assert f"{link}: unreadable: " in done.err
    assert "http_proxy" in done.err


def test_a_link_that_is_no_address_is_told(run: Run) -> None:
    done = run("verify", "-", "--fetch", stdin="“It rained in Tarn.” <http://[bad/x>", status=1)
    assert "http://[bad/x: unreadable: Invalid IPv6 URL" in done.err
