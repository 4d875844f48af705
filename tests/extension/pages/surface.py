"""What a test page is: where it lies on the site, what it says, and exactly which badges belong there.

A page is a file: a head of lines `word: value`, a line `---`, the page's HTML. `badges:` lists, in the order of the
document, whose badge and (after #) the id of what it stands behind or in; `then:` is a call of the page's own script,
and the `badges:` after it are what the page shows then. `policy: open` lets the page ask any address.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# What the badge of an invented expert is heard as.
LABELS = {
    "Odile Fennwick": "Odile Fennwick: recommended to follow, in 2 lists",
    "Sefa Ndiaye-Holt": "Sefa Ndiaye-Holt: recommended to follow, on the list Forty Voices on Work, 2019",
    "Tobin Ashgrove": "Tobin Ashgrove: recommended to follow, on the list Forty Voices on Work, 2019",
    "Ingela Hårte": "Ingela Hårte: recommended to follow, on the list Forty Voices on Work, 2019",
    "Guild of Careers": "Guild of Careers: recommended to follow, on the list Forty Voices on Work, 2019",
}

Badges = list[tuple[str, str]]


@dataclass(frozen=True)
class Stage:
    """A moment in the life of a page: the call that led to it (none for the first), and the badges it shows."""

    call: str | None
    badges: Badges


@dataclass(frozen=True)
class Surface:
    """One page in the shape of one surface and layout."""

    name: str
    url: str
    stages: tuple[Stage, ...]
    html: str
    direction: str
    policy: str

    @property
    def target(self) -> str:
        """What a browser asks the host for."""
        parts = urlsplit(self.url)
        return parts.path + ("?" + parts.query if parts.query else "")


def read_surface(path: Path) -> Surface:
    """Read one page's file."""
    head, _, html = path.read_text("utf-8").partition("\n---\n")
    assert html, f"{path.name} has no line ---"
    words: dict[str, str] = {}
    stages: list[Stage] = []
    call = None
    for line in head.splitlines():
        word, _, value = line.partition(": ")
        if word == "then":
            call = value
        elif word == "badges":
            stages.append(Stage(call, [_badge(one) for one in value.split(", ") if value != "none"]))
        else:
            words[word] = value
    return Surface(
        words["surface"],
        words["address"],
        tuple(stages),
        html,
        words.get("direction", "ltr"),
        words.get("policy", "strict"),
    )


def _badge(text: str) -> tuple[str, str]:
    name, _, place = text.partition(" #")
    assert name in LABELS, text
    return name, place
