"""The desk's first page: what needs a curator now."""

from collections import Counter

from flask import Blueprint, render_template

from followworthy.domain.jobs import failing, late
from followworthy.services import audit_holding
from followworthy.services.standing import standing
from followworthy.store import experts, jobs, proposals, source_readings
from followworthy.store import runs as audit_runs
from followworthy.web.house import curators_only, house
from followworthy.web.words import group

pages = Blueprint("home", __name__, url_prefix="/desk")
SECONDS_A_PROPOSAL = 30


@pages.get("/")
@curators_only
def desk() -> str:
    """Show what needs the curator."""
    with house().database.reading() as session:
        waiting = proposals.waiting(session)
        kinds = [{link.kind for link in expert.links} for expert, _ in experts.published(session)]
        groups = Counter((one.source, one.kind) for one in waiting)
        first = {(one.source, one.kind): one.id for one in reversed(waiting)}
        held = audit_runs.held(session)
        runs, found = audit_runs.latest(session, limit=1), jobs.listed(session)
        return render_template(
            "home.html",
            groups=[(group(*of, number), number, first[of]) for of, number in groups.items()],
            minutes=minutes(len(waiting)),
            flips={run.id: len(audit_holding.flips_of(run)) for run in held},
            unread=sum(1 for one in source_readings.by_source(session).values() if one.trouble),
            without_address=sum(1 for one in kinds if "linkedin" not in one),
            standing=standing(session),
            last=runs[0] if runs else None,
            held=held,
            jobs=found,
            late=late(found, house().clock()),
            broken=failing(found),
            contact=house().contact,
            waiting=len(waiting),
        )


def minutes(number: int) -> int:
    """Estimate how long so many proposals take, in whole minutes."""
    return -(-number * SECONDS_A_PROPOSAL // 60)
