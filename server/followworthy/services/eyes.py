"""*Needs your eyes*: links that no program may look at, few a week; a curator opens each and says what is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from followworthy.domain.curator_looks import IN_PASSING, OPENED, curator_of, in_passing
from followworthy.domain.eyes import WEEK, EyesRules, Week, week
from followworthy.domain.records import Expert, Link
from followworthy.domain.same_name import agree
from followworthy.domain.typed_address import linkedin_link
from followworthy.domain.values import Outcome
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services import seeing
from followworthy.services.proposing import rematch
from followworthy.services.repairing import propose_repairs
from followworthy.store import Session, checks, experts, looks
from followworthy.store.looks import Look, Silence

RULES = EyesRules()
REPEATS_FOR = timedelta(days=1)
"""Within it, a browser that says of a link what it said before adds nothing."""
Saw = Literal["fine", "moved", "led", "missing"]
MET: dict[Saw, Outcome] = {
    "fine": Outcome.ANSWERED,
    "moved": Outcome.REDIRECTED,
    "led": Outcome.REDIRECTED,
    "missing": Outcome.MISSING,
}
ELSEWHERE: tuple[Saw, ...] = ("moved", "led")


@dataclass(frozen=True, slots=True)
class Report:
    """What a paired browser met at a link: the page's own `name`, and the `address` where it moved or led to.

    `led` is not so sure as `moved`: another page that was opened at that moment may have been taken for this one.
    """

    expert_id: str
    url: str
    saw: Saw
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a report: whether it was kept, and the revision's number if it changed anything."""

    kept: bool
    number: int | None = None


def this_week(session: Session, now: datetime, rules: EyesRules = RULES) -> Week:
    """Give what a curator is asked to open now."""
    silence = _silence(now, rules)
    first = looks.wanted(session, silence, rules.a_week)
    beyond = looks.count_wanted(session, silence) - len(first)
    return week(first, _given(session, now), now, rules, beyond=beyond)


def count(session: Session, now: datetime, rules: EyesRules = RULES) -> int:
    """Count what a curator is asked to open now."""
    room = max(0, rules.a_week - len(_given(session, now)))
    return looks.count_wanted(session, _silence(now, rules), room)


def lately(session: Session, now: datetime) -> list[Look]:
    """Give what curators said in the last seven days, the latest first, one for each saying."""
    return _sayings(looks.of_curators(session, now - WEEK))


def since(session: Session, look_id: int) -> list[Look]:
    """Give what curators said after a look, the latest first, one for each saying."""
    return _sayings(looks.of_curators_after(session, look_id))


def fine(session: Session, expert_id: str, url: str, by: str, now: datetime, rules: Rules, how: str = "") -> int | None:
    """Keep that it is there; give the revision's number, if that changed anything. Raises RefusedError."""
    number = seeing.fine(session, *seeing.current_link(session, expert_id, url), by, now, rules, how)
    return _settled(session, expert_id, number, now, rules)


def not_there(
    session: Session, expert_id: str, url: str, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep that it is not there; what to do with the address then waits in the review queue. Raises RefusedError."""
    number = seeing.not_there(session, *seeing.current_link(session, expert_id, url), by, now, rules, how)
    return _settled(session, expert_id, number, now, rules)


def moved(
    session: Session, expert_id: str, url: str, address: str, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Publish where the curator found it, at once. Raises RefusedError for what cannot be the address."""
    number = seeing.moved(session, *seeing.current_link(session, expert_id, url), address, by, now, rules, how)
    rematch(session, [expert_id])
    return _settled(session, expert_id, number, now, rules)


def led(
    session: Session, expert_id: str, url: str, address: str, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep where the link led; whether the address is theirs waits in the review queue. Raises RefusedError."""
    number = seeing.led(session, *seeing.current_link(session, expert_id, url), address, by, now, rules, how)
    return _settled(session, expert_id, number, now, rules)


def take_back(session: Session, look_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Take one saying back with what it changed. Raises RefusedError when that cannot be."""
    look = looks.get(session, look_id)
    number = seeing.take_back(session, look_id, by, now, rules)
    return _settled(session, look.expert_id if look else "", number, now, rules)


def report(session: Session, told: Report, by: str, now: datetime, rules: Rules, *, opened: bool) -> Taken:
    """Keep what a curator's paired browser met; `opened` tells whether they had opened it from the desk.

    Browsers are examined as forms are, and what they read must name the expert. Raises RefusedError; nothing is kept.
    """
    if _is_repeated(session, told, by, now):
        return Taken(kept=False)
    expert, link = seeing.current_link(session, told.expert_id, told.url)
    _examine(told, expert, link)
    how = OPENED if opened else IN_PASSING
    if told.saw in ELSEWHERE:
        tell = moved if told.saw == "moved" else led
        return Taken(True, tell(session, told.expert_id, told.url, told.address, by, now, rules, how))
    say = fine if told.saw == "fine" else not_there
    return Taken(True, say(session, told.expert_id, told.url, by, now, rules, how))


def _is_repeated(session: Session, told: Report, by: str, now: datetime) -> bool:
    """Tell whether the curator's latest look at the link, a day ago at most, said the same."""
    mine = [one for one in checks.of_link(session, told.expert_id, told.url) if curator_of(one) == by]
    if not mine or now - mine[-1].at >= REPEATS_FOR or mine[-1].outcome is not MET[told.saw]:
        return False
    return told.saw not in ELSEWHERE or mine[-1].moved_to == _canonical(session, told)


def _canonical(session: Session, told: Report) -> str:
    expert = experts.get(session, told.expert_id)
    return linkedin_link(told.address, expert.kind).url if expert else ""


def _examine(told: Report, expert: Expert, link: Link) -> None:
    if link.key is None:
        raise RefusedError(f"{link.url} is no LinkedIn address.")
    if told.saw != "missing" and not agree(told.name, expert.name, expert.kind):
        raise RefusedError(f"The page names {told.name or 'nobody'}, not {expert.name}.")


def _given(session: Session, now: datetime) -> list[datetime]:
    """Give when curators looked in the last seven days because they were asked to, once for each saying."""
    asked = (one for one in looks.of_curators(session, now - WEEK) if not in_passing(one.check))
    return sorted(at for _, at in {(one.expert_id, one.check.at) for one in asked})


def _silence(now: datetime, rules: EyesRules) -> Silence:
    return Silence(now - rules.vouched_for, now - rules.missing_again, now - rules.seen_for)


def _sayings(found: list[Look]) -> list[Look]:
    said = {(one.expert_id, one.check.at): one for one in reversed(found)}
    return sorted(said.values(), key=lambda one: one.check.at, reverse=True)


def _settled(session: Session, expert_id: str, number: int | None, now: datetime, rules: Rules) -> int | None:
    propose_repairs(session, now, rules, of=expert_id)
    return number
