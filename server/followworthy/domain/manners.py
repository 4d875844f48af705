"""Manners per host: its rules, its pace, and what its owner permits. Pure; reads no files.

What marks a profile page is `outcome`'s matter; here stands for which hosts LinkedIn's marks hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from followworthy.domain.outcome import NAMED_KINDS
from followworthy.domain.profile_url import parse_profile_url

RESTS = (timedelta(hours=24), timedelta(hours=72), timedelta(days=7))
"""So long a host rests that put up a wall once, twice, or more often in a row."""
DAILY = 50
LINKEDIN = "https://www.linkedin.com"


@dataclass(frozen=True, slots=True)
class Permission:
    """What a host's owner allowed the operator: who and when (`reason`), how many looks a day, the control address."""

    reason: str
    daily: int = DAILY
    good: str | None = None


@dataclass(frozen=True, slots=True)
class HostManners:
    """One host: whose rules its pages follow, the shortest and the longest gap in seconds, a permission if any."""

    rules: Literal["web", "linkedin"] = "web"
    gap: tuple[float, float] | None = None
    permission: Permission | None = None


class Manners:
    """All hosts that need manners of their own; a name stands for everything below it (`de.linkedin.com`)."""

    def __init__(self, hosts: Mapping[str, HostManners] | None = None) -> None:
        """Take manners by host name."""
        self._hosts = dict(hosts or {})

    def home(self, host: str) -> str:
        """Give the name that stands for a host: that of the longest known one it lies below, else itself."""
        name = host.rstrip(".").casefold()
        while name and name not in self._hosts:
            name = name.partition(".")[2]
        return name or host.casefold()

    def of(self, host: str) -> HostManners:
        """Give a host's manners."""
        return self._hosts.get(self.home(host), HostManners())

    def permission(self, host: str) -> str | None:
        """Give the reason why a host's robots.txt need not be asked, None for nearly all."""
        permission = self.of(host).permission
        return permission.reason if permission else None

    def permitted(self) -> dict[str, Permission]:
        """Give all permissions, by host."""
        return {name: one.permission for name, one in self._hosts.items() if one.permission}

    def key_of(self, url: str) -> str | None:
        """Give the LinkedIn key of an address on a host that has LinkedIn's rules, None for all others."""
        try:
            parts = urlsplit(url)
        except ValueError:  # no address at all
            return None
        if self.of(parts.hostname or "").rules == "linkedin":
            url = f"{LINKEDIN}{parts.path}"
        found = parse_profile_url(url)
        return found.key if found.kind in NAMED_KINDS else None


def rest(stops: int) -> timedelta:
    """Give for how long a host rests after so many walls in a row."""
    return RESTS[min(stops, len(RESTS)) - 1]
