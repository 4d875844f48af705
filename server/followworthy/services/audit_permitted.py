"""Direct looks at hosts whose owners permitted them: controls first, one at a time, and none after the first wall."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

from followworthy.domain.controls import distrust, impossible
from followworthy.domain.manners import Manners, rest
from followworthy.domain.outcome import evidence, is_wall
from followworthy.domain.values import Exchange, Outcome
from followworthy.store import Database, runs
from followworthy.store.checks import DueLink
from followworthy.store.runs import StoppedHost


class FetchesOne(Protocol):
    """What direct looks need of a fetcher: one visit, which never raises."""

    def fetch(self, url: str) -> Exchange:
        """Visit an address."""


class Permitted:
    """The direct looks of one run. `controls` is what its report tells of them, `skipped` what was not looked at."""

    def __init__(
        self, database: Database, fetcher: FetchesOne, clock: Callable[[], datetime], manners: Manners, run_id: int
    ) -> None:
        self.controls: list[dict[str, Any]] = []
        self.skipped: Counter[str] = Counter()
        self._database = database
        self._fetcher = fetcher
        self._clock = clock
        self._manners = manners
        self._run_id = run_id

    def visits(self, host: str, links: list[DueLink], enough: Callable[[], bool]) -> Iterator[tuple[DueLink, Exchange]]:
        """Look at a host's links, unless its controls say that its answers mean nothing, until it puts up a wall."""
        if enough():
            return
        reason = self._reason(host)
        for place, link in enumerate(links):
            if enough():
                return
            if reason:
                self.skipped[reason] += len(links) - place
                return
            exchange = self._fetcher.fetch(link.url)
            reason = self._wall(host, exchange)
            yield link, exchange

    def _reason(self, host: str) -> str:
        """Look at the controls of a host, if it has any; give why nothing else there is worth a look, or nothing."""
        permission = self._manners.of(host).permission
        if permission is None or permission.good is None:
            return ""
        met: list[Outcome] = []
        for url in (permission.good, impossible(permission.good, f"run {self._run_id}")):
            exchange = self._fetcher.fetch(url)
            met.append(evidence(exchange, self._manners.key_of(url)).outcome)
            wall = self._wall(host, exchange)
            if wall:
                return wall
        said = distrust(*met)
        self.controls.append({"host": host, "good": str(met[0]), "impossible": str(met[1]), "said": said})
        return f"{host}: {said}" if said else ""

    def _wall(self, host: str, exchange: Exchange) -> str:
        """Let a host rest that put up a wall, and say so; one that answers has its earlier walls forgotten."""
        with self._database.writing() as session:
            if not is_wall(exchange):
                if exchange.trouble is None:
                    runs.forgive_hosts(session, [host])
                return ""
            stops = runs.stops(session, host) + 1
            until = self._clock() + rest(stops)
            runs.stop_host(session, StoppedHost(host, stops, until))
        return f"{host} put up a wall and rests until {until:%d %B, %H:%M} UTC"
