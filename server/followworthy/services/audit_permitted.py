"""Direct looks at hosts whose owners permitted them: one at a time, and none after the first wall.

Controls come first, and again after bad news: what a host says that answers everything alike is not believed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from followworthy.domain.controls import blind, distrust, impossible
from followworthy.domain.manners import Manners, rest
from followworthy.domain.outcome import evidence, is_wall
from followworthy.domain.values import Exchange, Outcome
from followworthy.services.audit_tools import FetchesOne
from followworthy.store import Database, runs
from followworthy.store.checks import DueLink
from followworthy.store.runs import StoppedHost


class Permitted:
    """The direct looks of one run.

    `controls` is what its report tells of them, `skipped` what was not looked at; `void` are the links, as (expert id,
    url), of which it must not believe what it met.
    """

    def __init__(
        self, database: Database, fetcher: FetchesOne, clock: Callable[[], datetime], manners: Manners, run_id: int
    ) -> None:
        self.controls: list[dict[str, Any]] = []
        self.skipped: Counter[str] = Counter()
        self.void: set[tuple[str, str]] = set()
        self._database = database
        self._fetcher = fetcher
        self._clock = clock
        self._manners = manners
        self._run_id = run_id

    def visits(self, host: str, links: list[DueLink], enough: Callable[[], bool]) -> Iterator[tuple[DueLink, Exchange]]:
        """Look at a host's links, unless its controls say that its answers mean nothing, until it puts up a wall."""
        if enough():
            return
        reason, doubtful = self._reason(host, "before"), False
        for place, link in enumerate(links):
            if enough():
                return
            if reason:
                self.skipped[reason] += len(links) - place
                return
            exchange = self._fetcher.fetch(link.url)
            reason = self._wall(host, exchange)
            doubtful |= self._met(exchange, link.key, [link.name]) in (Outcome.MISSING, Outcome.REDIRECTED)
            yield link, exchange
        if doubtful and not reason:
            self._look_again(host, links)

    def _look_again(self, host: str, links: list[DueLink]) -> None:
        """Look at the controls once more after bad news: a host may have begun to answer all alike in the middle."""
        self._reason(host, "after")
        told = self.controls[-1] if self.controls else {}
        if told.get("host") == host and told.get("when") == "after" and told["said"]:
            told["void"] = len(links)
            self.void.update((link.expert_id, link.url) for link in links)

    def _reason(self, host: str, when: str) -> str:
        """Look at the controls of a host, if it has any; give why nothing else there is worth a look, or nothing."""
        permission = self._manners.of(host).permission
        if permission is None or permission.good is None:
            return ""
        met: list[Outcome] = []
        for url in (permission.good, impossible(permission.good, f"run {self._run_id} {when}")):
            exchange = self._fetcher.fetch(url)
            met.append(self._met(exchange, None, ()))
            wall = self._wall(host, exchange)
            if wall:
                return wall
        said = distrust(*met) or (blind(met[0]) if when == "before" else "")
        self.controls.append({"host": host, "when": when, "good": str(met[0]), "impossible": str(met[1]), "said": said})
        return f"{host}: {said}" if said else ""

    def _met(self, exchange: Exchange, key: str | None, names: Sequence[str]) -> Outcome:
        return evidence(exchange, key or self._manners.key_of(exchange.asked), names).outcome

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
