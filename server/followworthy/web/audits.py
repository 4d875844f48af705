"""The link audit on the desk: its runs, each run's report, and what a curator decides about a held one."""

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug import Response

from followworthy.errors import RefusedError
from followworthy.services import audit_holding
from followworthy.services.standing import standing
from followworthy.store import Session, proposals, runs
from followworthy.store.runs import AuditRun
from followworthy.web.house import curators_only, house
from followworthy.web.words import counts, screen

pages = Blueprint("audits", __name__, url_prefix="/desk/audits")
Page = str | tuple[str, int] | Response


@pages.get("/", strict_slashes=False)
@curators_only
def table() -> str:
    """Show the runs, newest first, and how far the one under way is."""
    with house().database.reading() as session:
        latest = runs.latest(session)
        return render_template(
            "audits.html",
            runs=latest,
            current=next((one for one in latest if one.state == "running"), None),
            left=_left,
            standing=standing(session),
            waiting=proposals.count_waiting(session),
        )


@pages.get("/<int:number>")
@curators_only
def one(number: int) -> str:
    """Show one run's report."""
    with house().database.reading() as session:
        return _page(session, number, None)


@pages.get("/<int:number>/progress")
@curators_only
def progress(number: int) -> dict[str, object]:
    """Say how far a run is, or how it ended, for the page that shows it."""
    with house().database.reading() as session:
        run = runs.get(session, number) or abort(404)
    running = run.state == "running"
    said = _left(run) if running else f"It has ended. {screen(run.said)}"
    return {"running": running, "done": run.done, "due": run.due, "said": said}


@pages.post("/<int:number>/stop")
@curators_only
def stop(number: int) -> Response:
    """Ask a run to stop; what it met until then is kept."""
    with house().database.writing() as session:
        asked = runs.ask_cancel(session, number)
    flash("The audit stops with the next look." if asked else "The audit had ended by itself.")
    return redirect(url_for("audits.table"), 303)


@pages.post("/<int:number>/take")
@curators_only
def take(number: int) -> Page:
    """Publish what a held run would change, or say why not."""
    try:
        with house().database.writing() as session:
            change = audit_holding.take(session, number, g.curator.name, house().clock(), house().rules)
    except RefusedError as refused:
        return _refused(number, refused)
    flash(f"Taken; that is change {change}." if change else "Taken; nothing had to change.")
    return redirect(url_for("audits.one", number=number), 303)


@pages.post("/<int:number>/throw-away")
@curators_only
def throw_away(number: int) -> Page:
    """Throw a held run's evidence away, or say why not."""
    try:
        with house().database.writing() as session:
            audit_holding.throw_away(session, number, g.curator.name)
    except RefusedError as refused:
        return _refused(number, refused)
    flash("Thrown away. The next audit looks at these addresses again.")
    return redirect(url_for("audits.one", number=number), 303)


def _refused(number: int, refused: RefusedError) -> tuple[str, int]:
    with house().database.reading() as session:
        return _page(session, number, str(refused)), 409


def _page(session: Session, number: int, said: str | None) -> str:
    run = runs.get(session, number) or abort(404)
    return render_template(
        "audit.html",
        run=run,
        report=run.report or {},
        held=audit_holding.flips_of(run),
        flips=audit_holding.flips_of(run, "flips"),
        left=_left(run),
        said=said,
        waiting=proposals.count_waiting(session),
    )


def _left(run: AuditRun) -> str:
    """Say how far a run is, what it met and, once it can be told, how long it still takes."""
    told = f"{run.done} of {run.due} looked at"
    if run.counts:
        told += f": {counts(dict(run.counts))}"
    if not 0 < run.done < run.due:
        return f"{told}."
    return f"{told}. About {_rough((house().clock() - run.started_at) / run.done * (run.due - run.done))} to go."


def _rough(time: timedelta) -> str:
    minutes, hours = round(time / timedelta(minutes=1)), round(time / timedelta(hours=1))
    if minutes < 1:
        return "less than a minute"
    number, unit = (minutes, "minute") if minutes < 90 else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"
