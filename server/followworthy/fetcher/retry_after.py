"""Retry-After: for how long a host wants to be left alone, told in seconds or as a date (RFC 9110, 10.2.3)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Now = Callable[[], datetime]
"""The wall clock, aware UTC."""
MOST_DIGITS = 9


def seconds_asked(headers: Mapping[str, str], now: Now | None) -> float | None:
    """Give the seconds, 0 for a date gone by; None if nothing (or nothing readable) is asked.

    A date is counted from the answer's own Date, so that a wrong clock on either side does not matter; `now` is
    for answers without one.
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:MOST_DIGITS])
    until = _read(asked)
    since = _read(headers.get("Date", "")) or (now() if now is not None else None)
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _read(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
