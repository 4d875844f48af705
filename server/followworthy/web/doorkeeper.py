"""Makes guessing slow: who was wrong too often has to wait. Kept in memory, for this process alone."""

import threading
from datetime import datetime, timedelta

from flask import current_app

FREE_TRIES = 5
PAUSE = timedelta(minutes=5)
PASSWORDS = "passwords"
"""The door that signing in and changing the password share."""
TOO_MANY = "Too many wrong passwords. Wait five minutes, then try again."


class Doorkeeper:
    """Counts wrong tries by whatever tells who tries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: dict[tuple[str, ...], tuple[int, datetime]] = {}

    def refuses(self, who: tuple[str, ...], now: datetime) -> bool:
        """Tell whether somebody has to wait."""
        with self._lock:
            self._wrong = {one: seen for one, seen in self._wrong.items() if seen[1] + PAUSE > now}
            return self._wrong.get(who, (0, now))[0] >= FREE_TRIES

    def note(self, who: tuple[str, ...], now: datetime, *, right: bool) -> None:
        """Note a try."""
        with self._lock:
            if right:
                self._wrong.pop(who, None)
            else:
                self._wrong[who] = (self._wrong.get(who, (0, now))[0] + 1, now)


def doorkeeper_of(door: str) -> Doorkeeper:
    """Give the one who counts at a door of the application that answers."""
    keepers: dict[str, Doorkeeper] = current_app.extensions.setdefault("followworthy.doorkeepers", {})
    return keepers.setdefault(door, Doorkeeper())
