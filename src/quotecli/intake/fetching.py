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
from urllib.parse import unquote, urlsplit

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.intake.address import is_address

MAX_PAGE = 20_000_000
"""The most bytes of a page."""
MAX_SECONDS = 30.0
"""The time that a page may take."""
_MAX_REDIRECTS = 5
_PIECE = 1 << 16
_HINT = "draft that address itself, if you trust the page"
_PROXY_HINT = "look at http_proxy, https_proxy and no_proxy, if the address is right"
_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateError(QuotecliError):
    """An address that leads to a private network and may not."""


def find_private(host: str) -> str:
    """Return the number of a host on this machine or a network of one's own, "" on the web.

    Of several numbers of a name one is enough. A name that is not known is not private.
    """
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None)}
    except (OSError, ValueError):
        return ""
    return next((one for one in sorted(found) if not _is_public(ipaddress.ip_address(one))), "")


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(number.packed[-4:])
        if inner is None:
            return number.is_global and number in _UNICAST
        number = inner
    return number.is_global and not number.is_multicast


def fetch(
    address: str, tell: Callable[[str], None], may_be_private: bool | None = None
) -> tuple[bytes, str]:
    """Return the bytes at an address, and the address that it leads to.

    Each redirect is passed to `tell`. With `may_be_private`, the address and its redirects may be
    on private networks; by default, the redirects may if the address is. Raises PrivateError if
    one is and may not, and UnreadableError if the page cannot be had, is larger than MAX_PAGE or
    takes longer than MAX_SECONDS.
    """
    # A server that sends a byte now and then never lets a socket time out: the whole is waited for.
    answers: queue.SimpleQueue[tuple[bytes, str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_ask(address, tell, may_be_private))
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


def _ask(
    address: str, tell: Callable[[str], None], may_be_private: bool | None
) -> tuple[bytes, str]:
    opener = urllib.request.OpenerDirector()
    try:
        private = find_private(_read_host(address))
    except ValueError as error:
        raise UnreadableError(f"unreadable: {error}", place=Place(address)) from None
    if private and may_be_private is False:
        told = f"on a private network, {private}"
        raise PrivateError(told, place=Place(address), hint=_HINT)
    is_open = bool(private) if may_be_private is None else may_be_private
    for handler in (
        _Plain(is_open),
        _Secure(is_open),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),  # of a proxy, such as socks5
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
        hint = _PROXY_HINT if urllib.request.getproxies().keys() - {"no"} else ""
        raise UnreadableError(f"unreadable: {reason}", place=Place(address), hint=hint) from None


def _read_host(address: str) -> str:
    """Return the host of an address as urllib reads it; raises ValueError if there is none."""
    return unquote(urlsplit(address).hostname or "")


def _read(stream: IO[bytes], address: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_PAGE:
            raise UnreadableError(f"larger than {MAX_PAGE // 10**6} MB", place=Place(address))
    return b"".join(pieces)


def _guard(kind: type[http.client.HTTPConnection]) -> Any:
    """Return the kind of connections that ask nothing of a private network.

    A name may lead elsewhere the next time it is looked up.
    """

    class Guarded(kind):  # type: ignore[misc, valid-type]  # of either kind of connection
        def connect(self) -> None:
            super().connect()
            number = self.sock.getpeername()[0]
            if find_private(number):
                self.close()
                told = f"on a private network, {number}"
                raise PrivateError(told, place=Place(self.host), hint=_HINT)

    return Guarded


_GUARDED_PLAIN = _guard(http.client.HTTPConnection)
_GUARDED_SECURE = _guard(http.client.HTTPSConnection)


def is_proxied(request: urllib.request.Request) -> bool:
    """Return True if a proxy is connected, whose own address says nothing of the page."""
    return request.has_proxy() or bool(getattr(request, "_tunnel_host", None))


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self._is_open = is_open

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        free = self._is_open or is_proxied(req)
        return self.do_open(http.client.HTTPConnection if free else _GUARDED_PLAIN, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self._is_open = is_open

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        free = self._is_open or is_proxied(req)
        return self.do_open(http.client.HTTPSConnection if free else _GUARDED_SECURE, req)


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
        host, place = _read_host(newurl), Place(req.full_url)
        if not is_address(newurl) or not host:
            fp.close()
            raise QuotecliError(f"redirected to {newurl}", place=place, hint=_HINT)
        if not self._is_open and find_private(host):
            fp.close()
            told = f"redirected to a private network, {newurl}"
            raise PrivateError(told, place=place, hint=_HINT)
        self._tell(f"redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
