"""Which addresses a webhook may be sent to; DESIGN's rule against asking for others.

A name is resolved once, every address it has is judged, and the connection goes to the
address that was judged (`posting`). Numbers in odd forms (octal, decimal, mapped into
IPv6) are what the resolver makes of them, so they are judged like any other.
"""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from sscsim import control, registry, settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("169.254.0.0/16", "fe80::/10"),  # link-local, with the clouds' metadata in it
        *("100.100.100.200/32", "fd00:ec2::254/128"),  # metadata of clouds elsewhere
        *("0.0.0.0/8", "::/128"),
        "64:ff9b:1::/48",  # a translator of one's own: to which IPv4 address, nobody can tell
        *("224.0.0.0/4", "240.0.0.0/4", "ff00::/8"),
    )
)
_INSIDE = tuple(
    ipaddress.ip_network(text)
    # Never of the internet, whatever the `ipaddress` of this Python says of them.
    for text in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "2001:db8::/32")
)
# Of translators: the well-known prefix, and that of those without state.
_HOLDING_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::ffff:0:0:0/96"))
RESOLVE_S = 3.0
"""How long a resolver may take; it can't be told itself."""
_PORTS = {"http": 80, "https": 443}


class TargetRefused(ValueError):
    """Nothing is sent there; `reason` is a word for the caller and for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL whose address was judged: connect to `address`, speak of `host`."""

    url: str
    scheme: str
    host: str
    port: int
    address: str


def check_url(url: str) -> SplitResult:
    """The parts of a URL that could be sent to; TargetRefused without asking any resolver."""
    if any(ord(char) <= 32 or ord(char) == 127 for char in url) or "\\" in url:
        raise TargetRefused("not_a_url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise TargetRefused("not_a_url") from None
    if parts.scheme not in _PORTS:
        raise TargetRefused("scheme_not_allowed")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("credentials_in_url")
    if not parts.hostname or port == 0:
        raise TargetRefused("not_a_url")
    return parts


def resolved(host: str, port: int) -> list[str]:
    """Every address the machine's resolver knows for a name; none when it takes too long."""
    found: list[str] = []
    asking = threading.Thread(target=_resolve, args=(host, port, found), daemon=True)
    asking.start()
    asking.join(RESOLVE_S)
    if asking.is_alive() or not found:
        raise TargetRefused("name_not_known")
    return found


def _resolve(host: str, port: int, found: list[str]) -> None:
    with contextlib.suppress(OSError, UnicodeError):
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found += dict.fromkeys(str(entry[4][0]) for entry in entries)


def checked(url: str, resolver: Resolver | None = None) -> Target:
    """The target of a URL, with the one address to connect to. Raises TargetRefused."""
    parts = check_url(url)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    found = (resolver or resolved)(host, port)
    if not found:
        raise TargetRefused("name_not_known")
    for text in found:
        judge(text, port)
    return Target(url, parts.scheme, host, port, found[0])


def judge(text: str, port: int) -> None:
    """TargetRefused unless a webhook may go to this address and port."""
    try:
        address = plain(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        raise TargetRefused("not_an_address") from None
    if any(address in network for network in _NEVER if network.version == address.version):
        raise TargetRefused("address_never_allowed")
    if port in own_ports() and (not address.is_global or _is_ours(address)):
        raise TargetRefused("own_port")
    current = settings.current()
    is_inside = not address.is_global or any(
        address in network for network in _INSIDE if network.version == address.version
    )
    if is_inside and not (current.on_loopback or current.webhook_allow_private):
        raise TargetRefused("private_address")


def plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it stands for one.

    >>> str(plain(ipaddress.ip_address("::ffff:169.254.169.254")))
    '169.254.169.254'
    >>> str(plain(ipaddress.ip_address("64:ff9b::7f00:1")))
    '127.0.0.1'
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _HOLDING_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
    if inner is not None:
        return inner
    high, low = int(address) >> 32, int(address) & 0xFFFF_FFFF
    # "IPv4-compatible", long deprecated: ::a.b.c.d (but ::1 is loopback itself)
    return ipaddress.IPv4Address(low) if high == 0 and low > 1 else address


def own_ports() -> frozenset[int]:
    """Ports on which the simulator itself answers, or what it stores things in."""
    current = settings.current()
    found = {current.port, current.sip2_port, *current.own_ports}
    if not current.own_ports:  # whatever was free when it was asked for
        found |= {row.port for row in control.own_ports.every("culture")}
    if current.topology == "full":
        found |= {service.port for service in registry.SERVICES}
        found |= {registry.GATEWAY_PORT, registry.SIP2_PORT}
    for url in (current.redis_url, current.database_url, *current.service_urls.values()):
        parts = urlsplit(url)
        found.add(parts.port or _DEFAULTS.get(parts.scheme.partition("+")[0], 0))
    return frozenset(found - {0})


_DEFAULTS = {"redis": 6379, "rediss": 6379, "postgresql": 5432}


def _is_ours(address: Address) -> bool:
    """Whether this machine has the address: then, and only then, a socket can be bound to it."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True


REASONS: dict[str, dict[str, Any]] = {
    "not_a_url": {"zh": "不是有效的 URL", "en": "is not a URL"},
    "scheme_not_allowed": {"zh": "只接受 http 与 https", "en": "must be http or https"},
    "credentials_in_url": {"zh": "URL 中不能有用户名或密码", "en": "may hold no user or password"},
    "name_not_known": {"zh": "域名无法解析", "en": "has a name that can't be resolved"},
    "not_an_address": {"zh": "地址无效", "en": "leads to no address"},
    "address_never_allowed": {
        "zh": "链路本地、元数据或组播地址从不允许",
        "en": "leads to a link-local, metadata or multicast address, which is never allowed",
    },
    "own_port": {"zh": "指向模拟器自己的端口", "en": "leads to a port of the simulator itself"},
    "private_address": {
        "zh": "未绑定本机时不允许内网地址（SSC_WEBHOOK_ALLOW_PRIVATE=1 可放开）",
        "en": "leads to a private address while the simulator is not bound to loopback"
        " (SSC_WEBHOOK_ALLOW_PRIVATE=1 allows it)",
    },
}
