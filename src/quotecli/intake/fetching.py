"""One web page from its address, and nothing else."""

from __future__ import annotations

import http.client
import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO, Any
from urllib.parse import urlsplit

from quotecli.errors import Place, QuotecliError, UnreadableError

MAX_PAGE = 20_000_000
"""The most bytes of a page."""
MAX_SECONDS = 30.0
"""The time that a page may take."""
_MAX_REDIRECTS = 5
_PIECE = 1 << 16


def is_address(source: str) -> bool:
    """Return True for an address on the web."""
    return source.lower().startswith(("http://", "https://"))


def fetch(address: str, tell: Callable[[str], None]) -> tuple[bytes, str]:
    """Return the bytes at an address, and the address that it leads to.

    Each redirect is passed to `tell`. Raises UnreadableError if the page cannot be had, is larger
    than MAX_PAGE or takes longer than MAX_SECONDS.
    """
    # A server that sends a byte now and then never lets a socket time out: the whole is waited for.
    answers: queue.SimpleQueue[tuple[bytes, str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_ask(address, tell))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=MAX_SECONDS)
    except queue.Empty:
        told = f"slower than {MAX_SECONDS:.0f} s"
        raise UnreadableError(told, place=Place(address)) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ask(address: str, tell: Callable[[str], None]) -> tuple[bytes, str]:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.ProxyHandler(),
        _Redirects(tell),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(address, headers={"User-Agent": "quotecli"})
    try:
        with opener.open(request, timeout=MAX_SECONDS) as stream:
            return _read(stream, address), stream.url
    except urllib.error.HTTPError as error:
        error.close()
        raise UnreadableError(f"unreadable: HTTP {error.code}", place=Place(address)) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreadableError(f"unreadable: {reason}", place=Place(address)) from None


def _read(stream: IO[bytes], address: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_PAGE:
            raise UnreadableError(f"larger than {MAX_PAGE // 10**6} MB", place=Place(address))
    return b"".join(pieces)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to pages on the web, and tells where they lead."""

    max_redirections = _MAX_REDIRECTS

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if not is_address(newurl) or not urlsplit(newurl).hostname:
            raise QuotecliError(f"redirected to {newurl}", place=Place(req.full_url))
        self._tell(f"redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
