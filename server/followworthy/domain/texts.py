"""Texts as people may write them: nothing in them that nobody sees. Judges no meaning."""

import unicodedata

UNSEEN = frozenset({"Cc", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories that no text needs. Unassigned ones stay: they are emoji younger than this Python."""
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Overrides of the reading direction: they make one name look like another."""

LONGEST_ADDRESS = 2048


def unseen_in(text: str) -> str | None:
    """Give the first character of a text that nobody sees, or None."""
    return next((one for one in text if one in TURNING or unicodedata.category(one) in UNSEEN), None)


def tidy(value: object, most: int = 300) -> str:
    """Give what a stranger's data hold as one plain line of at most `most` characters; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    seen = "".join(" " if one.isspace() else one for one in value[: 4 * most] if one.isspace() or not unseen_in(one))
    return one_line(seen)[:most].rstrip()


def address(value: object) -> str:
    """Give what a stranger's data hold where an address should be, untouched; "" for no text or a far too long one.

    Cutting or cleaning would make another address of it, which could be somebody else's.
    """
    return value if isinstance(value, str) and len(value) <= LONGEST_ADDRESS else ""


def one_line(text: str) -> str:
    """Give a text on one line, with single blanks."""
    return " ".join(text.split())


def lines(text: str) -> str:
    """Give a text with line breaks as files have them (a browser's form sends CR LF), and no blanks around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
