"""The desk's first page: what needs a curator now."""

from collections import Counter

from flask import Blueprint, render_template

from followworthy.services.standing import standing
from followworthy.store import experts, proposals, source_readings
from followworthy.store import runs as audit_runs
from followworthy.web.house import curators_only, house
from followworthy.web.jobs import missed

pages = Blueprint("home", __name__, url_prefix="/desk")
SECONDS_A_PROPOSAL = 30


@pages.get("/")
@curators_only
def desk() -> str:
    """Show what needs the curator."""
    with house().database.reading() as session:
        waiting = proposals.waiting(session)
        kinds = [{link.kind for link in expert.links} for expert, _ in experts.published(session)]
        groups = Counter((one.source.title, one.kind) for one in waiting)
        first = {(one.source.title, one.kind): one.id for one in reversed(waiting)}
        runs = audit_runs.latest(session, limit=1)
        return render_template(
            "home.html",
            groups=[(title, kind, number, first[title, kind]) for (title, kind), number in groups.items()],
            minutes=minutes(len(waiting)),
            unread=sum(1 for one in source_readings.by_source(session).values() if one.trouble),
            without_address=sum(1 for one in kinds if "linkedin" not in one),
            standing=standing(session),
            last=runs[0] if runs else None,
            held=audit_runs.held(session),
            late=missed(session),
            contact=house().contact,
            waiting=len(waiting),
        )


def minutes(number: int) -> int:
    """Estimate how long so many proposals take, in whole minutes."""
    return -(-number * SECONDS_A_PROPOSAL // 60)
