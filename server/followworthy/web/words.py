"""What screens say: statuses, outcomes, dates in the glossary's words. Templates ask here; changes have `telling`."""

import re
from datetime import date, datetime, timedelta

from flask import Flask, request, url_for

from followworthy.domain.curator_looks import curator_of
from followworthy.domain.expiry import REVIEW_DUE
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Link, Source
from followworthy.domain.values import Check, JobRun
from followworthy.store.proposals import Proposal

KINDS = {"new": "new person", "correction": "correction", "repair": "repair", "withdrawal": "withdrawal"}
KINDS_OF_MANY = {"new": "new people", "correction": "corrections", "repair": "repairs", "withdrawal": "withdrawals"}
LEVELS = {"same": "somebody we know", "probable": "probable", "possible": "possible", "new": "nobody we know"}
OUTCOMES = {
    "answered": "answered",
    "redirected": "pointed elsewhere",
    "missing": "not there",
    "walled": "not ours to look at",
    "failed": "out of reach",
    "vouched": "named by their own site",
}
MET = re.compile(rf"\b(\d+) ({'|'.join(OUTCOMES)})\b")
WITNESSES = {"auditor": "the link audit", "site": "their own site", "reader": "a reader", "curator": "a curator"}
STATES = {
    "running": "under way",
    "finished": "finished",
    "interrupted": "interrupted",
    "no network": "no network",
    "cancelled": "stopped",
    "held": "waits for a curator",
    "thrown away": "thrown away",
}
VERDICTS = {
    "unconfirmed": "not confirmed yet",
    "alive": "confirmed",
    "moved": "moved",
    "failing": "not answering",
    "gone": "gone",
}
JOBS = {
    "audit": "the link audit",
    "backup": "the backup",
    "clean-up": "the clean-up",
    "health": "the note of the day",
    "reread": "reading lists again",
    "review": "asking for new reviews",
    "vouch": "asking Wikidata again",
}
STATUSES = {
    "unconfirmed": ("none", "s-none", "Not confirmed yet"),
    "alive": ("good", "s-good", "Confirmed"),
    "moved": ("warn", "s-moved", "Moved"),
    "failing": ("warn", "s-fail", "Not answering"),
    "gone": ("bad", "s-gone", "Gone"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def teach(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.filters.update(
        kind=kind, level=LEVELS.get, outcome=OUTCOMES.get, state=STATES.get, status=status, moment=moment
    )
    app.jinja_env.filters.update(verdict=VERDICTS.get, job=job, every=every, went=went)
    app.jinja_env.filters.update(witness=witness, capitalise=capitalise)
    app.jinja_env.filters.update(partial_date=partial_date, day=day, month=month, group=group, counts=counts)
    app.jinja_env.filters.update(short=short, away=away, role=role, rfc3339=rfc3339, screen=screen, work=work)


def kind(proposal: Proposal) -> str:
    """Give what a proposal is called."""
    if proposal.kind == "new" and proposal.claims[0].kind == "organisation":
        return "new organisation"
    return "review due" if proposal.source.id == REVIEW_DUE.id else KINDS[proposal.kind]


def month(at: datetime) -> str:
    """Give the month of a time: `November 2026`."""
    return f"{MONTHS[at.month - 1]} {at.year}"


def group(source: Source, kind: str, number: int) -> str:
    """Give what so many proposals of a kind from a source are called: "2 corrections from Forty Voices"."""
    if source.id == REVIEW_DUE.id:
        return f"{number} {'expert wants' if number == 1 else 'experts want'} a new review"
    return f"{number} {KINDS[kind] if number == 1 else KINDS_OF_MANY[kind]} from {source.title}"


def status(link: Link) -> tuple[str, str, str]:
    """Give a link's tone, shape and words."""
    tone, shape, words = STATUSES[link.verdict]
    if link.verdict == "alive" and link.confirmed:
        return tone, shape, f"Confirmed in {partial_date(link.confirmed)}"
    return tone, shape, words


def job(name: str) -> str:
    """Give what a job of the schedule does."""
    return JOBS.get(name, name)


def went(job: JobRun) -> tuple[str, str, str]:
    """Give how a job last went: tone, shape and words."""
    if job.under_way:
        return "none", "s-none", "Under way"
    if job.succeeded is None:
        return "none", "s-none", "Not run yet"
    said = screen(job.said) if job.name == "audit" else job.said
    return ("good", "s-good", said) if job.succeeded else ("warn", "s-fail", f"Failed: {said}")


def every(time: timedelta) -> str:
    """Give how often something is done: "every hour", "every day"."""
    hours = round(time / timedelta(hours=1))
    return {1: "every hour", 24: "every day"}.get(hours, f"every {hours} hours")


def capitalise(text: str) -> str:
    """Begin a clause as a sentence; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def witness(check: Check) -> str:
    """Give whose look it was: a curator's name, or what else looked."""
    return curator_of(check) or WITNESSES[check.witness]


def role(name: str) -> str:
    """Give what a curator's role is called."""
    return {"owner": "Owner", "curator": "Curator"}[name]


def rfc3339(at: datetime) -> str:
    """Give a time for programs: `2026-11-23T09:12:00Z`."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(at: datetime) -> str:
    """Give a time as people write it, in UTC."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def day(at: datetime) -> str:
    """Give the day of a time as a table has room for it, in UTC: `23 Nov 2026`."""
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}"


def partial_date(text: str | None) -> str:
    """Give `2019`, `May 2019` or `22 May 2019` for a date as precise as known."""
    parts = (text or "").split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{date.fromisoformat(text or '').day} {month} {parts[0]}"


def counts(met: dict[str, int]) -> str:
    """Give what a run met: "30 answered, 25 not ours to look at"."""
    return ", ".join(f"{number} {OUTCOMES[outcome]}" for outcome, number in met.items()) or "nothing"


def screen(said: str) -> str:
    """Give what a run said of its outcomes in the words of screens: "6 walled" becomes "6 not ours to look at"."""
    return MET.sub(lambda found: f"{found[1]} {OUTCOMES[found[2]]}", said)


def work(minutes: int) -> str:
    """Give how much work that is: in whole hours from two on, for nobody counts minutes then."""
    number, unit = (minutes, "minute") if minutes < 2 * 60 else (round(minutes / 60), "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def away(url: str) -> str:
    """Give what leads to an address: from the desk, to profiles by way of it, so that it expects no other."""
    profile = request.path.startswith("/desk/") and parse_profile_url(url).key
    return url_for("eyes.open_elsewhere", to=url) if profile else url


def short(url: str) -> str:
    """Give an address without what everybody knows."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
