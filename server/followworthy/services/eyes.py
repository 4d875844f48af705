"""*Needs your eyes*: links that no program may look at, few a week; a curator opens each and says what is there."""

from datetime import datetime

from followworthy.domain.eyes import WEEK, EyesRules, Week, week
from followworthy.domain.verdict import Rules
from followworthy.services import seeing
from followworthy.services.proposing import rematch
from followworthy.services.repairing import propose_repairs
from followworthy.store import Session, looks
from followworthy.store.looks import Look

RULES = EyesRules()


def this_week(session: Session, now: datetime, rules: EyesRules = RULES) -> Week:
    """Give what a curator is asked to open now."""
    given = {(one.expert_id, one.check.at) for one in looks.of_curators(session, now - WEEK)}
    return week(looks.watched(session), sorted(at for _, at in given), now, rules)


def lately(session: Session, now: datetime) -> list[Look]:
    """Give what curators said in the last seven days, the latest first, one for each saying."""
    said = {(one.expert_id, one.check.at): one for one in reversed(looks.of_curators(session, now - WEEK))}
    return sorted(said.values(), key=lambda one: one.check.at, reverse=True)


def fine(session: Session, expert_id: str, url: str, by: str, now: datetime, rules: Rules) -> int | None:
    """Keep that it is there; give the revision's number, if that changed anything. Raises RefusedError."""
    number = seeing.fine(session, *seeing.current_link(session, expert_id, url), by, now, rules)
    return _settled(session, expert_id, number, now, rules)


def not_there(session: Session, expert_id: str, url: str, by: str, now: datetime, rules: Rules) -> int | None:
    """Keep that it is not there; what to do with the address then waits in the review queue. Raises RefusedError."""
    number = seeing.not_there(session, *seeing.current_link(session, expert_id, url), by, now, rules)
    return _settled(session, expert_id, number, now, rules)


def moved(session: Session, expert_id: str, url: str, address: str, by: str, now: datetime, rules: Rules) -> int | None:
    """Publish where the curator found it, at once. Raises RefusedError for what cannot be the address."""
    number = seeing.moved(session, *seeing.current_link(session, expert_id, url), address, by, now, rules)
    rematch(session, [expert_id])
    return _settled(session, expert_id, number, now, rules)


def take_back(session: Session, look_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Take one saying back with what it changed. Raises RefusedError when that cannot be."""
    look = looks.get(session, look_id)
    number = seeing.take_back(session, look_id, by, now, rules)
    return _settled(session, look.expert_id if look else "", number, now, rules)


def _settled(session: Session, expert_id: str, number: int | None, now: datetime, rules: Rules) -> int | None:
    propose_repairs(session, now, rules, of=expert_id)
    return number
