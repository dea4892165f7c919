"""`quotecli verify --fetch`: the pages that an article links to, from a server on this machine."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.intake.make import PAGE, make_pdf

asked: list[str] = []


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
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
    thread = threading.Thread(target=server.serve_forever)
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
    done = run("verify", "-", "--fetch", "-f", "jsonl", stdin=article)
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
    done = run("verify", tmp_path / "article", "--fetch", "-f", "jsonl")
    assert asked == ["/page", "/b", "/note"]
    found = json.loads(done.out)
    assert (found["verdict"], found["passage"]["file"]) == ("verbatim", f"{site}/b")


def test_no_more_than_so_many_are_fetched(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.cli.verify_articles._MAX_FETCHED", 2)
    article = " ".join(f"[a]({site}/{number})" for number in range(5))
    done = run("verify", "-", "--fetch", stdin=f"{article} “It rained in Tarn.”")
    assert asked == ["/0", "/1"]
    assert "fetching 2 of 5 links" in done.err
