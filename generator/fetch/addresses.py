"""Which addresses may be fetched, and how addresses are shown.

In: a URL, or the IP address that a name led to. Out: the URL's parts; whether an IP address is a machine of this
network rather than of the internet; a URL without what may be a secret. Refuses, as `FetchError`, other schemes than
http and https, and URLs without a host.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from generator.errors import FetchError

PORTS: Final = {"http": 80, "https": 443}
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Where an IPv6 network puts the addresses of the IPv4 internet (RFC 6052, RFC 8215)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: what a connection needs, and name and password where the URL had them."""

    scheme: str
    host: str
    port: int
    path: str
    login: str = ""

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be the same for a password to be sent (RFC 6454, section 4)."""
        return self.scheme, self.host, self.port


def target(url: str) -> Target:
    """Take a URL apart. Raises `FetchError`."""
    hint = "Give a whole address such as https://example.org/feed.xml"
    if any(ord(sign) <= 32 or 127 <= ord(sign) < 160 for sign in url.strip()):
        raise FetchError("the address has spaces or control characters in it", hint=hint)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if not _is_ip(parts.hostname or "") else parts.hostname
    except ValueError:
        raise FetchError("the address is none", hint=hint) from None
    if parts.scheme not in PORTS:
        raise FetchError(f"'{parts.scheme or 'nothing'}:' is not fetched, only http: and https: are", hint=hint)
    if not host:
        raise FetchError("the address names no host", hint=hint)
    path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    return Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path, login)


def shown(url: str) -> str:
    """A URL for messages: without name, password, query and fragment, which may be secrets.

    >>> shown("https://anna:geheim@example.org/feed?token=1234")
    'https://example.org/feed'
    """
    try:
        made = target(url)
    except FetchError:
        return "the address"
    host = f"[{made.host}]" if ":" in made.host else made.host
    port = "" if PORTS[made.scheme] == made.port else f":{made.port}"
    return f"{made.scheme}://{host}{port}{made.path.partition('?')[0]}"


def is_local(address: str) -> bool:
    """Whether an IP address is not one of the internet: loopback, private, link-local, shared (RFC 6598), multicast or
    reserved by IANA's special-purpose registries, also where such an IPv4 address is written as an IPv6 one."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return not found.is_global or found.is_multicast
    inner = _inner(found)
    if inner is not None:
        return is_local(str(inner))
    return not found.is_global or found.is_multicast or found.is_site_local


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED) or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    """A path or query in ASCII; what is quoted already stays."""
    from urllib.parse import quote

    return quote(text, safe="/%:=&?~#+!$,;'@()*[]")
