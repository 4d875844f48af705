"""Which internet addresses we connect to: public ones only, judged after the name was resolved.

No exception for clever spellings: an IPv4 address inside an IPv6 one is judged as the IPv4 address it is,
tunnels (6to4, Teredo) and zone ids are refused. Loopback is admitted only where a setting says so.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from followworthy.fetcher.address import USUAL_PORTS
from followworthy.fetcher.trouble import VisitError

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All public IPv6 there is; whatever lies outside is special by design."""
NAT64 = IPv6Network("64:ff9b::/96")
REFUSED_V6 = (
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
)
REFUSED_V4 = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),  # shared by carriers
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("224.0.0.0/4"),  # multicast
    IPv4Network("240.0.0.0/4"),  # reserved
)

SocketAddress = tuple[str | int, ...]
"""What the resolver gives and `socket.connect` takes: text, port, and for IPv6 flow and scope."""


def vet(host: str, port: int, found: Iterable[SocketAddress], allow_loopback: bool) -> None:
    """Raise VisitError (`address`) unless every address the name leads to may be connected to."""
    for address in found:
        text = str(address[0])
        scoped = len(address) > 3 and address[3] != 0
        if allow_loopback and not scoped and is_loopback(text):
            continue
        if scoped or not is_public(text):
            leads = host if host == text else f"{host} leads to {text}, which"
            raise VisitError("address", f"{leads} is not a public address.")
        if port not in USUAL_PORTS.values():
            raise VisitError("address", f"{host} is asked on port {port}; only 80 and 443 are asked.")


def is_loopback(text: str) -> bool:
    """Tell whether a numeric address is this very machine."""
    address = _read(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address is not None and address.is_loopback


def is_public(text: str) -> bool:
    """Tell whether a numeric address is one of the open internet."""
    address = _read(text)
    if address is None:
        return False
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        return _public_v6(address) if inner is None else _public_v4(inner)
    return _public_v4(address)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Read a numeric address; None for what is none, or has a zone id."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that the network would really reach (IPv4-mapped, NAT64)."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped


def _public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in REFUSED_V4)


def _public_v6(address: IPv6Address) -> bool:
    return address in GLOBAL_UNICAST and address.is_global and not any(address in network for network in REFUSED_V6)
