"""The schedule's jobs on the desk: when each last ran, how that went, when it runs next, and which ones do not run."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from followworthy.domain.jobs import late
from followworthy.domain.values import JobRun
from followworthy.store import Session, jobs, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("jobs", __name__, url_prefix="/desk/jobs")


@pages.get("/", strict_slashes=False)
@curators_only
def table() -> str:
    """Show all jobs."""
    with house().database.reading() as session:
        found = jobs.listed(session)
        return render_template("jobs.html", jobs=found, late=_late(found), waiting=proposals.count_waiting(session))


def missed(session: Session) -> list[str]:
    """Give the names of the jobs that do not run."""
    return _late(jobs.listed(session))


def _late(found: Sequence[JobRun]) -> list[str]:
    return late(found, house().clock())
