"""How we name ourselves to the sites we visit: honestly."""

from urllib.parse import quote

from followworthy import __version__

PRODUCT = "Followworthy"
ALLOWED = "@:/?&=#+~%,;!$'*[]"
"""What an address may hold besides letters and digits; the rest is percent-encoded, so a header stays a header."""


def user_agent(contact: str | None) -> str:
    """Give the User-Agent: product and version, and the address (mail or web) where site owners reach the operator."""
    product = f"{PRODUCT}/{__version__}"
    if contact is None:
        return product
    return f"{product} (+{quote(contact, safe=ALLOWED)})"


def product_token(agent: str) -> str:
    """Give the part of a User-Agent that robots.txt speaks to: `Followworthy/0.1.0 (+...)` -> `Followworthy`."""
    return agent.split("/", 1)[0].strip()
