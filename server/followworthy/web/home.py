"""The desk's first page: what needs a curator now, how the links stand, what covers the categories, how jobs went."""

from flask import Blueprint, current_app, g, render_template

from followworthy.domain.jobs import failing, late
from followworthy.services import health
from followworthy.services.needing import SECONDS
from followworthy.services.standing import standing
from followworthy.store import Session, jobs, proposals, revisions
from followworthy.store import runs as audit_runs
from followworthy.store.health import Coverage
from followworthy.web import feed, needs
from followworthy.web.chart import BANDS, NARROW, WIDE, chart, short_day
from followworthy.web.house import curators_only, house

pages = Blueprint("home", __name__, url_prefix="/desk")
COVERED = "followworthy.coverage"


@pages.get("/")
@curators_only
def desk() -> str:
    """Show what needs the curator."""
    now = house().clock()
    with house().database.reading() as session:
        found, rows = needs.rows(session)
        runs, every = audit_runs.latest(session, limit=1), jobs.listed(session)
        told = health.history(session, now)
        return render_template(
            "home.html",
            needs=found,
            rows=rows,
            history=told,
            wide=chart(told, WIDE),
            narrow=chart(told, NARROW),
            short_day=short_day,
            bands=BANDS,
            coverage=_coverage(session),
            expires=house().expiry.months,
            standing=standing(session),
            last=runs[0] if runs else None,
            jobs=every,
            late=late(every, now),
            broken=failing(every),
            contact=house().contact,
            feed=feed.address_of(g.curator),
            waiting=proposals.count_waiting(session),
        )


def minutes(number: int) -> int:
    """Estimate how long so many proposals take, in whole minutes."""
    return -(-number * SECONDS["list"] // 60)


def _coverage(session: Session) -> list[Coverage]:
    """Count what covers the categories when something changed, or once a minute: it is the one costly count here."""
    now = house().clock()
    state = (revisions.cursor(session), now.replace(second=0, microsecond=0))
    held = current_app.extensions.get(COVERED)
    if held is None or held[0] != state:
        held = current_app.extensions[COVERED] = (state, health.coverage(session, house().expiry, now))
    found: list[Coverage] = held[1]
    return found
