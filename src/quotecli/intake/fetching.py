"""One web page from its address, and nothing else."""

from __future__ import annotations

import http.client
import ipaddress
import queue
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO, Any
from urllib.parse import urlsplit

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.intake.address import is_address

MAX_PAGE = 20_000_000
"""The most bytes of a page."""
MAX_SECONDS = 30.0
"""The time that a page may take."""
_MAX_REDIRECTS = 5
_PIECE = 1 << 16
_HINT = "draft that address itself, if you trust the page"


def is_private(host: str) -> bool:
    """Return True for a host, by name or number, of this machine or of a network of one's own.

    Of several addresses of a name one is enough. A name that is not known is not private.
    """
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return not all(_is_public(ipaddress.ip_address(number)) for number in found)


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    return inner.is_global and not inner.is_multicast


def fetch(address: str, tell: Callable[[str], None]) -> tuple[bytes, str]:
    """Return the bytes at an address, and the address that it leads to.

    Each redirect is passed to `tell`. Raises UnreadableError if the page cannot be had, is larger
    than MAX_PAGE or takes longer than MAX_SECONDS, or if an address on the web leads to a private
    network.
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
    is_open = is_private(urlsplit(address).hostname or "")
    for handler in (
        _Plain(is_open),
        _Secure(is_open),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.ProxyHandler(),
        _Redirects(tell, is_open),
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


def _guard(kind: type[http.client.HTTPConnection], is_open: bool) -> Any:
    """Return the kind of connections that ask nothing of a private network, unless it is open.

    A name may lead elsewhere the next time it is looked up. A proxy's own address says nothing.
    """
    if is_open:
        return kind
    proxies = urllib.request.getproxies().values()
    known = {urlsplit(one if "://" in one else f"//{one}").hostname for one in proxies}

    class Guarded(kind):  # type: ignore[misc, valid-type]  # of either kind of connection
        def connect(self) -> None:
            super().connect()
            number = self.sock.getpeername()[0]
            if self.host not in known and is_private(number):
                self.close()
                raise UnreadableError(
                    f"leads to a private network, {number}", place=Place(self.host), hint=_HINT
                )

    return Guarded


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self._kind = _guard(http.client.HTTPConnection, is_open)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._kind, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self._kind = _guard(http.client.HTTPSConnection, is_open)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._kind, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to pages on the web, and tells where they lead.

    From the web they lead to no private network: a page would choose what is read there.
    """

    max_redirections = _MAX_REDIRECTS

    def __init__(self, tell: Callable[[str], None], is_open: bool) -> None:
        self._tell = tell
        self._is_open = is_open

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        host, what = urlsplit(newurl).hostname, ""
        if not is_address(newurl) or not host:
            what = f"redirected to {newurl}"
        elif not self._is_open and is_private(host):
            what = f"redirected to a private network, {newurl}"
        if what:
            fp.close()
            raise QuotecliError(what, place=Place(req.full_url), hint=_HINT)
        self._tell(f"redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
