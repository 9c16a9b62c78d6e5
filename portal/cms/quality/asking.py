"""Asking an address of another site whether it still leads on: public machines alone, a few seconds, no text read."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.parse import SplitResult

PATIENCE = 5.0  # s, to connect and for each piece of an answer
MOST_STEPS = 5  # of an address that leads to another
GONE = {404, 410}
LEADS_ON = {301, 302, 303, 307, 308}
ASK_AGAIN = {400, 403, 404, 405, 410, 500, 501}  # some answer a HEAD so, and a GET well
# Networks that wrap an address of another kind, which may be one of ours: NAT64, 6to4, Teredo.
_WRAPPERS = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


@dataclass(frozen=True)
class Answer:
    """What came back: the fault in words, empty when the address leads on; `is_sure` of what no second try changes."""

    fault: str = ""
    is_sure: bool = True
    was_heard: bool = True  # whether a machine answered at all


FINE = Answer()
INSIDE = Answer("mène à un réseau intérieur", was_heard=False)


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet: neither this machine nor a network behind it."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return (
        ip.is_global and not ip.is_multicast and not any(ip in each for each in _WRAPPERS if each.version == ip.version)
    )


def ask(address: str, agent: str, *, may_call: Callable[[str], bool] = is_public) -> Answer:
    """Follow an http(s) address to its end. Never raises; `may_call` says which IP addresses are called at all.

    The machine that was judged is the one that is called: a name is resolved once a step.
    """
    try:
        for _ in range(MOST_STEPS):
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                return Answer("mène à une adresse qu’aucun navigateur n’ouvre")
            machine = _machine_of(parts, may_call)
            if machine is None:
                return INSIDE
            status, further = _status(parts, machine, "HEAD", agent)
            if status in ASK_AGAIN:
                status, further = _status(parts, machine, "GET", agent)
            if status not in LEADS_ON or not further:
                return _judged(status)
            address = urljoin(address, further)
    except ssl.SSLCertVerificationError:
        return Answer("a un certificat qui n’est pas valable", is_sure=False)
    except (OSError, HTTPException):  # a name nobody has, a machine that is silent, or that speaks something else
        return Answer("ne répond pas", is_sure=False, was_heard=False)
    except ValueError:
        return Answer("n’est pas une adresse")
    return Answer("mène d’adresse en adresse, sans fin")


def _judged(status: int) -> Answer:
    if status in GONE:
        return Answer("mène à une page qui n’existe plus")
    return (
        Answer(f"mène à un site en panne ({status})", is_sure=False) if status >= 500 else FINE
    )  # a robot may be refused


def _machine_of(parts: SplitResult, may_call: Callable[[str], bool]) -> tuple[str, int] | None:
    """The first machine of a name, and the port; None when one of its machines may not be called."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(each[4][0]) for each in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    return (found[0], port) if all(may_call(each) for each in found) else None


def _status(parts: SplitResult, machine: tuple[str, int], method: str, agent: str) -> tuple[int, str]:
    """The status of an answer and where it leads; its text stays unread."""
    host = str(parts.hostname)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(host, machine[1], timeout=PATIENCE)
    try:
        connection.sock = socket.create_connection(machine, timeout=PATIENCE)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]")
        query = f"?{quote(parts.query, safe='/%:=&~+!$,;@()*[]?')}" if parts.query else ""
        connection.request(method, path + query, headers={"User-Agent": agent, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()
