"""Generated list pages in the shapes that articles have, as long as wanted. All people are invented."""

import itertools
from collections.abc import Callable, Iterator

FIRST = ("Odile", "Bram", "Ilse", "Dara", "Wendel", "Sefa", "Noor", "Tobin", "Kasimir", "Zoë", "Łucja", "Ana María")
LAST = (
    "Fennwick",
    "Tollerud",
    "Corvane",
    "Moonesh",
    "Aspinall",
    "Ndiaye-Holt",
    "van der Weth",
    "Ashgrove",
    "Brookmere",
)
ABOUT = (
    "writes about hiring and what comes after it, in plain words",
    "founder of Plain Hiring, keeps a shelf of books on careers",
    "has led teams for twenty years and says what went wrong",
    "asks better questions than most and answers her readers",
)
PROSE = "It is easy to follow the loud ones, and hard to find those who say something new; so the list is short. "
ENTRIES_A_SECTION = 25


def ul(number: int, name: str, about: str) -> str:
    """An item of a plain list: a link and a sentence."""
    return f'<li><a href="{address(number, name)}">{name}</a> {about}.</li>\n'


def cards(number: int, name: str, about: str) -> str:
    """A card: a picture, a heading, a role, a sentence and two icons."""
    return (
        f'<div class="card person"><img src="/faces/{number}.jpg" alt=""><h3 class="card-title">{name}</h3>'
        f'<p class="role">{about}</p><p>{PROSE}</p><ul class="icons"><li><a href="{address(number, name)}">'
        f'<svg class="icon"></svg></a></li><li><a href="https://site{number}.example/">Site</a></li></ul></div>\n'
    )


def headings(number: int, name: str, about: str) -> str:
    """A numbered heading with prose below it."""
    return (
        f'<h3>{number}. <a href="{address(number, name)}">{name}</a></h3>\n<p>{name} {about}.</p>\n<p>{PROSE * 2}</p>\n'
    )


def table(number: int, name: str, about: str) -> str:
    """A row of a table."""
    return (
        f"<tr><td>{number}</td><td><strong>{name}</strong></td><td>{about}</td>"
        f'<td><a href="{address(number, name)}">LinkedIn</a></td></tr>\n'
    )


def bullets(number: int, name: str, about: str) -> str:
    """A bullet of a Markdown list."""
    return f"- [{name}]({address(number, name)}) - {about}. [Site](https://site{number}.example/)\n"


def sections(number: int, name: str, about: str) -> str:
    """A numbered Markdown heading with prose below it."""
    return f"### {number}. {name}\n\n**{name}** {about}.\n{PROSE * 2}\n\n[Profile]({address(number, name)})\n\n"


def rows(number: int, name: str, about: str) -> str:
    """A row of a Markdown table."""
    return f"| {number} | [{name}]({address(number, name)}) | {about} |\n"


Shape = Callable[[int, str, str], str]
HTML: dict[Shape, tuple[str, str]] = {
    ul: ("<ul>\n", "</ul>\n"),
    cards: ('<div class="grid">\n', "</div>\n"),
    headings: ("", ""),
    table: ("<table><tr><th>No.</th><th>Name</th><th>Why</th><th>Where</th></tr>\n", "</table>\n"),
}
MARKDOWN: dict[Shape, tuple[str, str]] = {
    bullets: ("", "\n"),
    sections: ("", ""),
    rows: ("| No. | Name | Why |\n|---|---|---|\n", "\n"),
}


def page(shape: Shape, size: int) -> str:
    """Give a document of that shape of at least `size` characters: sections of a heading and its list."""
    html = shape in HTML
    begin, end = (HTML if html else MARKDOWN)[shape]
    title = "Voices on Work"
    made = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n<body><nav><ul>'
        f'<li><a href="/">Home</a></li></ul></nav><main><h1>{title}</h1>\n<p>{PROSE}</p>\n'
        if html
        else f"# {title}\n\n{PROSE}\n\n"
    ]
    length = len(made[0])
    for section, people in enumerate(_sections(), start=1):
        heading = f"<h2>Field {section}</h2>\n{begin}" if html else f"## Field {section}\n\n{begin}"
        made.append(heading + "".join(shape(*one) for one in people) + end)
        length += len(made[-1])
        if length >= size:
            break
    made.append("</main><footer><p>Imprint</p></footer></body></html>\n" if html else "")
    return "".join(made)


def address(number: int, name: str) -> str:
    """Give a person's invented profile address."""
    return f"https://www.linkedin.com/in/{name.lower().replace(' ', '-')}-{number}"


def _sections() -> Iterator[list[tuple[int, str, str]]]:
    names = itertools.cycle(f"{first} {last}" for last in LAST for first in FIRST)
    people = zip(itertools.count(1), names, itertools.cycle(ABOUT), strict=False)
    while True:
        yield list(itertools.islice(people, ENTRIES_A_SECTION))
