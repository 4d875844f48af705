"""A pairing code as a person reads and types it: `K7QM-3XPD`. Draws none: chance is the caller's."""

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No letter that looks like a digit, and no vowel, so that no code is a word. Eight of 28 are 38 bits."""
LENGTH = 8
HALF = LENGTH // 2

COUNTED = 3
"""By so many first letters wrong tries are counted: of 21,952 doors, a new code stands before another one."""


def shown(letters: str) -> str:
    """Give a code as the desk shows it, in two halves."""
    return f"{letters[:HALF]}-{letters[HALF:]}"


def typed(text: str) -> str | None:
    """Give the letters of a code, however they were typed: in lower case, with blanks or dashes; None if it is none."""
    letters = "".join(one for one in text.upper() if one.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
