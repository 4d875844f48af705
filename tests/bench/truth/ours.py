"""Our own policy: the real eye, verdict, brake and controls, in daily runs, with a curator who comes once a week.

The curator opens what waits and sees what a person sees: behind a login wall the page, in a week of lies the lie.
"""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from followworthy.domain.brake import FEARED, Brake, Flip
from followworthy.domain.controls import LOOKS, MOST_LOOKS, distrust
from followworthy.domain.manners import DAILY, rest
from followworthy.domain.outcome import is_wall
from followworthy.domain.values import Check, Outcome, Verdict
from followworthy.domain.verdict import Rules, judge
from tests.bench.truth.exchanges import exchange, met
from tests.bench.truth.score import Ledger
from tests.bench.truth.web import DAYS, PROFILES, Life, Meets, Web

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
REMEMBERED = 60
"""So many latest looks decide; older ones change nothing, and judging them would only take time."""
SAMPLE, PATIENCE = 3, 14
"""The curator opens so many of what is held, and takes it after so many days in which all of it stays gone."""
IN_PERSON = {Meets.LOGIN, Meets.REFUSED}
GOOD = Life("good", PROFILES, ())
IMPOSSIBLE = Life("impossible", PROFILES, ((0, Meets.NOT_FOUND),))


@dataclass(slots=True)
class _Link:
    """A link as the catalog knows it."""

    life: Life
    verdict: Verdict = Verdict.UNCONFIRMED
    checks: list[Check] = field(default_factory=list)


@dataclass(slots=True)
class _Held:
    """Flips that wait for the curator, with the number of checks of each link that they rest on."""

    day: int
    flips: dict[int, Verdict]


class Ours:
    """One policy over one web. `flipped_by_lies` counts living links called something bad while their site lied."""

    def __init__(self, web: Web) -> None:
        self.ledger = Ledger()
        self.flipped_by_lies = 0
        self.held = 0
        self._web = web
        self._links = [_Link(life) for life in web.lives]
        self._turns = [(number * 20 / len(self._links), number) for number in range(len(self._links))]
        self._rules, self._brake = Rules(), Brake()
        self._waiting: list[_Held] = []
        self._stops, self._rests_until = 0, 0.0

    def play(self) -> Ledger:
        """Live through all days."""
        heapq.heapify(self._turns)
        for day in range(DAYS):
            self._run(day)
            if day % 7 == 6:
                self._curate(day)
        return self.ledger

    def _run(self, day: int) -> None:
        disturbed = self._web.disturbed("", day)
        if disturbed and disturbed.meets is Meets.OFFLINE:
            return  # no network: nothing is recorded, and all stays due
        looked: dict[int, Verdict] = {}
        for number in self._due(day):
            looked[number] = self._look(number, day)
        bad = any(self._links[number].life.host == PROFILES for number, one in looked.items() if one in FEARED)
        self.ledger.requests += LOOKS * bad  # the controls once more, within the same day: they meet the same
        self._settle(looked, day)

    def _due(self, day: int) -> list[int]:
        """Give whose turn it is: profiles only while their site permits it."""
        left = DAILY - MOST_LOOKS if self._site_is_true(day) else 0
        due: list[int] = []
        profiles: list[tuple[bool, float, int]] = []
        while self._turns and self._turns[0][0] <= day:
            turn, number = heapq.heappop(self._turns)
            link = self._links[number]
            if link.life.host == PROFILES:
                profiles.append((link.verdict is not Verdict.FAILING, turn, number))
            else:
                due.append(number)
        profiles.sort()
        for _, turn, number in profiles[left:]:
            heapq.heappush(self._turns, (turn, number))
        return due + [number for _, _, number in profiles[:left]]

    def _site_is_true(self, day: int) -> bool:
        """Look at the controls; a wall lets the site rest."""
        if day < self._rests_until:
            return False
        outcomes = []
        for control in (GOOD, IMPOSSIBLE):
            meets = self._web.visit(control, day)
            self.ledger.requests += 1
            if is_wall(exchange(meets, profile=True)):
                self._stops += 1
                self._rests_until = day + rest(self._stops) / DAY
                return False
            outcomes.append(met(meets, profile=True).outcome)
        self._stops = 0
        return not distrust(*outcomes)

    def _look(self, number: int, day: int) -> Verdict:
        """Look at one link; give what we then believe."""
        link = self._links[number]
        found = met(self._web.visit(link.life, day), profile=link.life.host == PROFILES)
        self.ledger.requests += 1
        if found.outcome is Outcome.MISSING and not link.life.lives(day):
            self.ledger.first.setdefault(link.life.url, day)
        return self._learn(number, day, Check(_at(day), found.outcome, "", "auditor", found.weak, found.moved_to))

    def _learn(self, number: int, day: int, check: Check) -> Verdict:
        link = self._links[number]
        link.checks = [*link.checks, check][-REMEMBERED:]
        judged = judge(link.checks, _at(day), str(number), self._rules)
        heapq.heappush(self._turns, ((judged.next_check_at - START) / DAY, number))
        return judged.verdict

    def _settle(self, looked: dict[int, Verdict], day: int) -> None:
        """Publish what changed, as far as the brake lets it."""
        flips = {number: self._flip(number, verdict) for number, verdict in looked.items()}
        answered = Counter(flips[number].host for number, verdict in looked.items() if verdict is Verdict.ALIVE)
        feared = any(flip.is_feared for flip in flips.values())
        alive = (
            Counter(link.life.host for link in self._links if link.verdict is Verdict.ALIVE) if feared else Counter()
        )
        for before in self._waiting:
            before.flips = {number: one for number, one in before.flips.items() if number not in looked}
        waiting = {number: one for before in self._waiting for number, one in before.flips.items()}
        both = [*flips.values(), *(self._flip(number, one) for number, one in waiting.items())]
        held = {flip.url for flip in self._brake.held(both, alive, answered)} if feared else set()
        left = {number: looked[number] for number, flip in flips.items() if flip.url in held}
        if left:
            first = min([day, *(before.day for before in self._waiting)])
            self._waiting = [_Held(first, left | waiting)]
            self.held += 1
        self._waiting = [before for before in self._waiting if before.flips]
        for number, verdict in looked.items():
            if number not in left:
                self._publish(number, verdict, day)

    def _flip(self, number: int, verdict: Verdict) -> Flip:
        link = self._links[number]
        return Flip(str(number), "", link.life.url, link.verdict, verdict, "")

    def _publish(self, number: int, verdict: Verdict, day: int) -> None:
        link = self._links[number]
        disturbed = self._web.disturbed(link.life.host, day)
        if self._flip(number, verdict).is_feared and disturbed and link.life.meets(day) is Meets.PAGE:
            self.flipped_by_lies += 1
        if (verdict is Verdict.GONE) is not (link.verdict is Verdict.GONE):
            self.ledger.call(link.life, day, dead=verdict is Verdict.GONE)
        link.verdict = verdict

    def _curate(self, day: int) -> None:
        """Decide about what is held, then open every failing link that only weak evidence speaks against."""
        for held in self._waiting[:]:
            sample = sorted(held.flips)[:: max(1, len(held.flips) // SAMPLE)][:SAMPLE]
            if any(self._sees(number, day) for number in sample):
                self._throw_away(held, day)
            elif day - held.day >= PATIENCE:
                self._waiting.remove(held)
                for number in held.flips:
                    self._publish(number, judge(self._links[number].checks, _at(day), str(number)).verdict, day)
        for number, link in enumerate(self._links):
            if link.verdict is Verdict.FAILING and link.checks[-1].weak:
                there = self._sees(number, day)
                outcome = Outcome.ANSWERED if there else Outcome.MISSING
                self._publish(number, self._learn_in_person(number, day, outcome), day)

    def _sees(self, number: int, day: int) -> bool:
        """Tell whether a person who opens the link finds the expert: walls for programs are none for people."""
        life = self._links[number].life
        meets = self._web.visit(life, day)
        return (life.meets(day) if meets in IN_PERSON else meets) in (Meets.PAGE, Meets.MOVED)

    def _learn_in_person(self, number: int, day: int, outcome: Outcome) -> Verdict:
        self._turns = [turn for turn in self._turns if turn[1] != number]
        heapq.heapify(self._turns)
        return self._learn(number, day, Check(_at(day), outcome, "", "curator"))

    def _throw_away(self, held: _Held, day: int) -> None:
        """Forget what the links met since, and look at them again at once."""
        self._waiting.remove(held)
        again = set(held.flips)
        for number in again:
            link = self._links[number]
            link.checks = [one for one in link.checks if one.at < _at(held.day)]
        self._turns = [turn for turn in self._turns if turn[1] not in again] + [(day, number) for number in again]
        heapq.heapify(self._turns)


def _at(day: float) -> datetime:
    return START + day * DAY
