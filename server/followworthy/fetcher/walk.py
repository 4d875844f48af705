"""Following redirects by hand: each hop is an address of its own, looked at before it is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from followworthy.fetcher.address import Address
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.turns import Turns

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `location` (absolute) when it points elsewhere, `cut` when the body went on past the cap.

    `retry_after` is for how many seconds the host asked to be left alone.
    """

    url: str
    status: int
    location: str | None = None
    content_type: str = ""
    body: bytes = b""
    cut: bool = False
    retry_after: float | None = None


def walk(
    start: Address, read: Callable[[str], Address], ask: Callable[[Address], Turns[Answer]], met: list[Answer]
) -> Turns[None]:
    """Ask, and go where each answer points; all are added to `met`, which keeps them whatever comes after.

    Begun in the turn of the first address's host, and `ask` in that of each. Raises VisitError (`loop`), and what
    `read` and `ask` raise.
    """
    address, seen = start, set[str]()
    while True:
        answer = yield from ask(address)
        met.append(answer)
        if answer.location is None:
            return
        seen.add(address.url)
        address = read(answer.location)
        if address.url in seen:
            raise VisitError("loop", "The redirects lead in a circle.")
        if len(seen) > MOST_REDIRECTS:
            raise VisitError("loop", f"There were more than {MOST_REDIRECTS} redirects.")
        yield address.host
