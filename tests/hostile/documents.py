"""Hostile documents: number -> bytes, the same on every machine. No two kinds hurt in the same way."""

import codecs
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.pages import HTML, MARKDOWN, page
from tests.hostile.patterns import fragments
from tests.hostile.units import CHARACTERS, FLAT, MARKS, NESTED

HUGE = 100_000
"""So many times a unit is repeated in one document of twenty; in the others far fewer."""
LONGEST = 2_000_000
"""Bytes. A larger document that is not refused is a list of people by its shape: `make bench` measures these."""
PAGES = (*HTML, *MARKDOWN)
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-16",
    "utf-16-le",
    "cp1252",
    "cp1251",
    "shift_jis",
    "gb18030",
    "utf-7",
    "cp500",
)
DECLARED = ("", "", "text/html", "text/html; charset=utf-8", "text/html; charset=utf-16", "text/html; charset=punycode")

Random = random.Random


@dataclass(frozen=True)
class Hostile:
    """A document that means no good."""

    number: int
    kind: str
    body: bytes
    content_type: str = ""


def dice_for(seed: int | str) -> Random:
    """Give dice that fall the same way every time."""
    return Random(seed)


def hostile(number: int, most: int = LONGEST) -> Hostile:
    """Make the document of that number, of at most so many bytes."""
    dice = dice_for(number)
    make = KINDS[number % len(KINDS)]
    text = make(dice, _times(dice))[:most]
    encoding = dice.choice(ENCODINGS)
    body = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    if dice.random() < 0.1:
        body = codecs.BOM_UTF8 + body
    if dice.random() < 0.1:
        body = _scratched(dice, body)
    return Hostile(number, make.__name__.strip("_"), body[:most], dice.choice(DECLARED))


def _times(dice: Random) -> int:
    return HUGE if dice.random() < 0.05 else int(10 ** dice.uniform(0, 3.7))


def _begin(dice: Random) -> str:
    return dice.choice(("<!doctype html>", "<html><body>", "", "<h1>Voices</h1><ul>", "# Voices\n\n", "1. ", "<p>"))


def _nested(dice: Random, times: int) -> str:
    unit = dice.choice(NESTED)
    return (
        _begin(dice) + unit * times + dice.choice(("", "Odile Fennwick")) + dice.choice(("", "</div>", "</b>")) * times
    )


def _comb(dice: Random, times: int) -> str:
    """Nest as deep as is allowed, and put much there."""
    deep = dice.choice(NESTED) * dice.choice((20, 100, 200, 240))
    return "<!doctype html>" + deep + dice.choice((*FLAT, *NESTED)) * min(times, 20_000)


def _flat(dice: Random, times: int) -> str:
    return _begin(dice) + dice.choice(FLAT) * times


def _flats(dice: Random, times: int) -> str:
    several = [dice.choice((*FLAT, *NESTED)) for _ in range(dice.randint(2, 6))]
    return _begin(dice) + "".join(several) * (times // 3 + 1)


def _soup(dice: Random, times: int) -> str:
    return _begin(dice) + "".join(dice.choices((*FLAT, *NESTED, *MARKS, *CHARACTERS), k=min(times, 20_000)))


def _attributes(dice: Random, times: int) -> str:
    many = " ".join(f"{dice.choice('abc')}{at}={dice.choice(('x', chr(34) * 2))}" for at in range(times))
    classes = " ".join(dice.choices(("share", "nav-", "-comments-", "x", "card"), k=min(times, HUGE)))
    one = dice.choice(
        (f"<p {many}>", f"<div class='{classes}'>", f"<li id='{'nav-' * times}'>", f"<a href='{'../' * times}'>")
    )
    return _begin(dice) + one + dice.choice(("", "Odile Fennwick", one[:9_999]))


def _marks(dice: Random, times: int) -> str:
    return _begin(dice) + dice.choice(MARKS) * times + dice.choice(("", "a", "\n\nOdile Fennwick"))


def _marked(dice: Random, times: int) -> str:
    units = [dice.choice(MARKS) for _ in range(dice.randint(2, 5))]
    opening, closing = units[0], units[-1]
    return dice.choice(
        ("".join(units) * times, opening * times + "a" + closing * times, opening * times + "\n" + closing * times)
    )


def _lines(dice: Random, times: int) -> str:
    line = "".join(dice.choices(MARKS, k=3)) + dice.choice(("Odile Fennwick", "a", " ", ""))
    return f"{line}\n" * times


def _one_line(dice: Random, times: int) -> str:
    unit = dice.choice((" ", "a", "A", "Aa ", "a.", "1", "-", "\u00a0", "Odile Fennwick ", "é"))
    return _begin(dice) + unit * times * 10 + dice.choice(("", "\n", "<", "!"))


def _characters(dice: Random, times: int) -> str:
    few = [dice.choice(CHARACTERS) for _ in range(dice.randint(1, 4))]
    entry = dice.choice(("- {}\n", "<li>{}</li>", "{}, ", "**{}** ", "<a href='/{}'>Odile</a>"))
    return _begin(dice) + "".join(entry.format(one) for one in few) * times


def _planes(dice: Random, times: int) -> str:
    def word() -> str:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randint(1, 9)))

    return "\n".join(f"{at}. {word()} {word()} {word()}" for at in range(min(times, 5_000)))


def _killers(dice: Random, times: int) -> str:
    """Repeat what the expressions look for, and end with what they do not."""
    pieces = [dice.choice((*fragments(), " ", "-", "a", "1", "\t", "/", ".")) for _ in range(dice.randint(1, 4))]
    return _begin(dice) + "".join(pieces) * times + dice.choice(("!", "\n", "\0", "x", "", ">"))


def _entities(dice: Random, times: int) -> str:
    entity = dice.choice(
        ("&amp;", "&", "&#x41;", "&#0;", "&#xd800;", "&NotAnEntity;", "&lt;div&gt;", "&nbsp;", "&amp;amp;")
    )
    bomb = "<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>"
    return dice.choice(("", bomb)) + _begin(dice) + entity * times


def _mangled(dice: Random, times: int) -> str:
    """Cut, splice and double a page that was once fine."""
    whole = page(dice.choice(PAGES), min(max(times * 10, 2_000), 300_000))
    for _ in range(dice.randint(1, 8)):
        at, to = sorted((dice.randrange(len(whole)), dice.randrange(len(whole))))
        whole = dice.choice(
            (whole[:to], whole[at:], whole[:at] + whole[to:], whole[:to] + whole[at:], whole[to:] + whole[:at])
        )
        whole = whole or "x"
    drop = dice.choice(("</li>", "</a>", "</div>", '"', ">", "\n", "- ", "](", "</p>", "|", " "))
    return whole.replace(drop, dice.choice(("", drop * 2, "\n")))[:1_000_000]


def _mixed(dice: Random, times: int) -> str:
    """Put something hostile into the middle of a page that is fine."""
    whole = page(dice.choice(PAGES), 5_000)
    at = dice.randrange(len(whole))
    return whole[:at] + dice.choice(KINDS[:-1])(dice, times) + whole[at:]


def _table(dice: Random, times: int) -> str:
    cell = dice.choice(("Odile Fennwick", '"', '""', "", "a;b", "x\ty"))
    wide = dice.choice((",", ";", "\t", "|")).join([cell] * min(times, 20_000))
    return f"name,url{wide}\n" + (wide + "\n") * dice.choice((1, 3, 50))


def _scratched(dice: Random, body: bytes) -> bytes:
    scratched = bytearray(body or b"x")
    for _ in range(dice.randint(1, 50)):
        scratched[dice.randrange(len(scratched))] = dice.randrange(256)
    return bytes(scratched)


KINDS: tuple[Callable[[Random, int], str], ...] = (
    *(_nested, _comb, _flat, _flats, _soup, _attributes, _marks, _marked, _lines, _one_line, _characters, _planes),
    *(_killers, _killers, _entities, _mangled, _mangled, _table, _mixed),
)
