"""`quotecli verify --fetch`: the pages that an article links to, from a server on this machine."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Run
from tests.intake.make import PAGE

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


def test_no_more_than_so_many_are_fetched(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.cli.verify_articles._MAX_FETCHED", 2)
    article = " ".join(f"[a]({site}/{number})" for number in range(5))
    done = run("verify", "-", "--fetch", stdin=f"{article} “It rained in Tarn.”")
    assert asked == ["/0", "/1"]
    assert "fetching 2 of 5 links" in done.err
