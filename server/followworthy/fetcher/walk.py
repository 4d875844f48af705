"""Following redirects by hand: each hop is an address of its own, looked at before it is asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from followworthy.fetcher.address import Address
from followworthy.fetcher.trouble import VisitError

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `location` (absolute) when it points elsewhere, `cut` when the body went on past the cap."""

    url: str
    status: int
    location: str | None = None
    content_type: str = ""
    body: bytes = b""
    cut: bool = False


def walk(start: Address, read: Callable[[str], Address], ask: Callable[[Address], Answer]) -> Iterator[Answer]:
    """Ask, and go where each answer points. Raises VisitError (`loop`), and what `read` and `ask` raise."""
    address, seen = start, set[str]()
    while True:
        answer = ask(address)
        yield answer
        if answer.location is None:
            return
        seen.add(address.url)
        address = read(answer.location)
        if address.url in seen:
            raise VisitError("loop", "The redirects lead in a circle.")
        if len(seen) > MOST_REDIRECTS:
            raise VisitError("loop", f"There were more than {MOST_REDIRECTS} redirects.")
