"""What we may ask for at all: http and https, no name or password inside, the usual ports.

This looks at the spelling only. Where a name really leads is the guard's matter, at connection time.
"""

from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from requests import PreparedRequest, RequestException

from followworthy.fetcher.trouble import VisitError

USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it goes out: `url` normalised and without fragment, `host` the name that pace counts by."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Give scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def read_address(url: str, allow_loopback: bool) -> Address:
    """Read an address. Raises VisitError (`address`) for one we do not ask for.

    With `allow_loopback` any port passes here: test servers have odd ones, and the guard looks again.
    """
    prepared = PreparedRequest()
    try:
        prepared.prepare_url(url.strip(), None)
        plain = urldefrag(prepared.url or "").url
        parts = urlsplit(plain)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (RequestException, ValueError) as error:
        raise VisitError("address", "This is not an address that can be asked for.") from error
    if parts.scheme not in USUAL_PORTS:
        raise VisitError("address", "Only http and https addresses are looked at.")
    if not host or host.startswith(".") or "%" in host:  # "%": a zone id, which is only ever local
        raise VisitError("address", "The address names no host that can be asked.")
    if parts.username is not None or parts.password is not None:
        raise VisitError("address", "The address carries a name or password, so it is not asked for.")
    if port is None:
        port = USUAL_PORTS[parts.scheme]
    if port not in USUAL_PORTS.values() and not allow_loopback:
        raise VisitError("address", f"The address uses port {port}; only 80 and 443 are asked.")
    return Address(plain, parts.scheme, host, port)
