"""The schedule's jobs on the desk: when each last ran, how that went, when it runs next, and which ones do not run."""

from flask import Blueprint, render_template

from followworthy.domain.jobs import late
from followworthy.store import jobs, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("jobs", __name__, url_prefix="/desk/jobs")


@pages.get("/", strict_slashes=False)
@curators_only
def table() -> str:
    """Show all jobs."""
    with house().database.reading() as session:
        found = jobs.listed(session)
        missed = late(found, house().clock())
        return render_template("jobs.html", jobs=found, late=missed, waiting=proposals.count_waiting(session))
