"""What we believe of a link from all its checks, and when to look again.

Pure: the same checks, moment and salt give the same judgement. Neutral checks (`walled`, `failed`) and
`vouched` ones never change a verdict; one `answered` always revives. All thresholds are in Rules.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from followworthy.domain.values import Check, Judgement, Outcome, Verdict

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CURATOR = "curator"
"""The witness whose look is a person's yes."""
SPEAKING = (Outcome.ANSWERED, Outcome.MISSING, Outcome.REDIRECTED)
"""The outcomes that say something about the link itself."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All thresholds of the audit. The last wait of a tuple goes on for ever."""

    gone_looks: int = 3
    gone_apart: timedelta = DAY
    gone_over: timedelta = 14 * DAY
    weak_looks: int = 4
    weak_over: timedelta = 10 * DAY
    moved_looks: int = 2
    moved_apart: timedelta = 3 * DAY
    alive_first: timedelta = 7 * DAY
    alive_growth: float = 1.5
    alive_longest: timedelta = 30 * DAY
    walled_first: timedelta = 7 * DAY
    walled_growth: float = 2.0
    walled_longest: timedelta = 60 * DAY
    failing_waits: tuple[timedelta, ...] = (24 * HOUR, 48 * HOUR, 96 * HOUR, 7 * DAY)
    gone_waits: tuple[timedelta, ...] = (30 * DAY, 90 * DAY)
    failed_waits: tuple[timedelta, ...] = (6 * HOUR, 24 * HOUR, 72 * HOUR)
    moved_wait: timedelta = 30 * DAY
    stale_after: timedelta = 90 * DAY
    jitter: float = 0.15
    first_within: timedelta = timedelta(0)
    """The first looks of many new links are spread over this time."""


@dataclass(slots=True)
class _Belief:
    """What the checks up to here amount to.

    `run` are the latest speaking checks of one outcome in a row; `missing_since` is when the link was first
    missing since it last answered.
    """

    verdict: Verdict = Verdict.UNCONFIRMED
    run: list[Check] = field(default_factory=list)
    missing_since: datetime | None = None
    answered_at: datetime | None = None
    looks_gone: int = 0


def judge(checks: Sequence[Check], now: datetime, salt: str, rules: Rules | None = None) -> Judgement:
    """Judge a link by its checks, oldest first. `salt` names the link, so that looks spread out but stay put."""
    rules = rules or Rules()
    belief = _Belief()
    for check in checks:
        _learn(belief, check, rules)
    return Judgement(
        verdict=belief.verdict,
        because=_because(belief, checks),
        next_check_at=max(now, _next_look(belief, checks, now, salt, rules)),
        confirmed=f"{belief.answered_at:%Y-%m}" if belief.answered_at else None,
    )


def is_stale(checks: Sequence[Check], now: datetime, rules: Rules) -> bool:
    """Tell whether nothing was heard of a link for long, since the latest evidence or else since the first look."""
    spoke = [one.at for one in checks if one.outcome in SPEAKING] or [one.at for one in checks[:1]]
    return bool(spoke) and now - spoke[-1] >= rules.stale_after


def _learn(belief: _Belief, check: Check, rules: Rules) -> None:
    """Take one more check into account."""
    if check.outcome not in SPEAKING:
        return
    if belief.run and not _goes_on(belief.run[-1], check):
        belief.run.clear()
    belief.run.append(check)
    if check.outcome is Outcome.ANSWERED:
        belief.verdict, belief.answered_at, belief.missing_since = Verdict.ALIVE, check.at, None
        belief.looks_gone = 0
    elif check.outcome is Outcome.REDIRECTED:
        if len(_spaced(belief.run, rules.moved_apart)) >= rules.moved_looks:
            belief.verdict = Verdict.MOVED
    else:
        _learn_missing(belief, check, rules)


def _learn_missing(belief: _Belief, check: Check, rules: Rules) -> None:
    belief.missing_since = belief.missing_since or check.at
    if belief.verdict is Verdict.GONE:
        belief.looks_gone += 1
    elif _buried(belief.run, rules):
        belief.verdict, belief.looks_gone = Verdict.GONE, 1
    else:
        belief.verdict = Verdict.FAILING


def _goes_on(before: Check, check: Check) -> bool:
    """Tell whether a check says the same as the one before it; a redirect to elsewhere says something new."""
    return before.outcome is check.outcome and before.moved_to == check.moved_to


def _buried(missing: Sequence[Check], rules: Rules) -> bool:
    """Three missing in a row, a day apart, over two weeks; or four over ten days with a person's yes among them.

    Weak ones count only the second way: a wall may look like them.
    """
    strong = _spaced([check for check in missing if not check.weak], rules.gone_apart)
    if len(strong) >= rules.gone_looks and strong[-1] - strong[0] >= rules.gone_over:
        return True
    looks = _spaced(missing, rules.gone_apart)
    seen = any(check.witness == CURATOR for check in missing)
    return seen and len(looks) >= rules.weak_looks and looks[-1] - looks[0] >= rules.weak_over


def _spaced(checks: Sequence[Check], apart: timedelta) -> list[datetime]:
    """Give the times of those checks that lie far enough apart to count as looks of their own."""
    counted: list[datetime] = []
    for check in checks:
        if not counted or check.at - counted[-1] >= apart:
            counted.append(check.at)
    return counted


def _next_look(belief: _Belief, checks: Sequence[Check], now: datetime, salt: str, rules: Rules) -> datetime:
    """Give when the next look is due by the latest check, a little earlier or later so that looks spread out."""
    looks = [check for check in checks if check.outcome is not Outcome.VOUCHED]
    if not looks:
        return now + rules.first_within * _chance(salt)
    last = looks[-1]
    wait, least = _wait(belief, looks, rules)
    sway = 1 + rules.jitter * (2 * _chance(f"{salt} {last.at.isoformat()}") - 1)
    turn = last.at + max(wait * sway, least)
    ripe = _ripe(belief, rules)
    if ripe is None:
        return turn
    early, late = ripe - 2 * rules.jitter * wait, last.at + rules.gone_apart
    return ripe if early <= turn < ripe or (turn > ripe >= late) else turn


def _ripe(belief: _Belief, rules: Rules) -> datetime | None:
    """Give when a failing link can be buried: a look just before that costs another week, one long after it delays.

    It is counted from the first look that is not weak, if there is one, for only those bury without a person.
    """
    if belief.verdict is not Verdict.FAILING or belief.run[-1].outcome is not Outcome.MISSING:
        return None
    return next((check for check in belief.run if not check.weak), belief.run[0]).at + rules.gone_over


def _wait(belief: _Belief, looks: Sequence[Check], rules: Rules) -> tuple[timedelta, timedelta]:
    """Give the wait after the latest look, and the least it may be so that the next look counts."""
    met, verdict = looks[-1].outcome, belief.verdict
    wait, least = rules.moved_wait, timedelta(0)
    if met is Outcome.FAILED:
        wait = _step(rules.failed_waits, _in_a_row(looks))
    elif met is Outcome.WALLED:
        wait = _grown(rules.walled_first, rules.walled_growth, rules.walled_longest, _in_a_row(looks))
    elif met is Outcome.REDIRECTED and verdict is not Verdict.MOVED:
        wait = least = rules.moved_apart
    elif verdict is Verdict.ALIVE:
        wait = _grown(rules.alive_first, rules.alive_growth, rules.alive_longest, len(belief.run))
    elif verdict is Verdict.FAILING:
        wait, least = _step(rules.failing_waits, len(belief.run)), rules.gone_apart
    elif verdict is Verdict.GONE:
        wait = _step(rules.gone_waits, belief.looks_gone)
    return wait, least


def _in_a_row(looks: Sequence[Check]) -> int:
    """Count how often in a row, up to now, the same was met."""
    count = 0
    for check in reversed(looks):
        if check.outcome is not looks[-1].outcome:
            break
        count += 1
    return count


def _step(waits: Sequence[timedelta], count: int) -> timedelta:
    return waits[min(count, len(waits)) - 1]


def _grown(first: timedelta, growth: float, longest: timedelta, count: int) -> timedelta:
    wait = first
    for _ in range(count - 1):
        if wait >= longest:
            break
        wait *= growth
    return min(wait, longest)


def _chance(text: str) -> float:
    """Give a number from 0 to 1 that is always the same for the same text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) / 2**64


def _because(belief: _Belief, checks: Sequence[Check]) -> str:
    """Say in plain words why we believe what we believe."""
    if belief.verdict is Verdict.ALIVE and belief.answered_at:
        return f"It answered on {_day(belief.answered_at)}."
    if belief.verdict is Verdict.MOVED:
        return f"It leads for good to {belief.run[-1].moved_to}, since {_day(belief.run[0].at)}."
    if belief.missing_since:
        often = sum(one.outcome is Outcome.MISSING and one.at >= belief.missing_since for one in checks)
        looks = "1 look" if often == 1 else f"{often} looks"
        return f"Not there since {_day(belief.missing_since)}, in {looks}."
    return f"Not confirmed yet. {checks[-1].because}" if checks else "Nobody has looked yet."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
