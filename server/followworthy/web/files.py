"""The curated files beside the desk: what differs, in words; load, export, and decide conflicts. Nothing by itself."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from followworthy.errors import CuratedFileError, RefusedError
from followworthy.services import comparing_files, exporting, loading
from followworthy.services.comparing_files import Difference
from followworthy.services.curated_files import CuratedFolder, read_folder, write_folder
from followworthy.store import Session, proposals
from followworthy.store.revisions import Change
from followworthy.web.house import curators_only, house
from followworthy.web.telling import in_words

pages = Blueprint("files", __name__, url_prefix="/desk/files")
Page = str | tuple[str, int] | Response
Do = Callable[[Session, CuratedFolder, list[Difference]], str]
"""What is done with the folder and the comparison; says what was done."""
SHOWN = 100
"""So many differences of a kind are shown; the rest is counted."""
CHANGED = "Files or desk have changed since this comparison. Look again, then decide."
STATES = {
    "conflict": "Both changed",
    "file": "Newer in the files",
    "desk": "Newer at the desk",
    "new at the desk": "Only at the desk",
    "gone at the desk": "Withdrawn or removed at the desk",
    "no file": "The file is gone",
}


@pages.get("/")
@curators_only
def page() -> Page:
    """Say what files are for; on wish compare them with the desk."""
    with house().database.reading() as session:
        if "compare" not in request.args:
            waiting = proposals.count_waiting(session)
            return render_template("files.html", folder=_folder(), found=None, said=None, waiting=waiting)
        return _compared(session, None)


@pages.post("/load")
@curators_only
def load() -> Page:
    """Load what is newer in the files, as one change."""

    def do(session: Session, content: CuratedFolder, _found: list[Difference]) -> str:
        done = loading.load(session, content, house().clock(), g.curator.name)
        return (
            f"{done.applied} records loaded; that is change {done.revision}." if done.revision else "Nothing to load."
        )

    return _done(do)


@pages.post("/export")
@curators_only
def export() -> Page:
    """Write what is newer at the desk into the files."""

    def do(session: Session, _content: CuratedFolder, found: list[Difference]) -> str:
        whole = exporting.content(session)
        labels = {one.expert.id: one.file for one in whole.experts}
        files = {comparing_files.file_of(one, labels) for one in comparing_files.exportable(found, labels)}
        write_folder(_folder(), whole, only=files)
        exporting.remember(session, exporting.only(whole, files))
        return f"{len(files)} file{'' if len(files) == 1 else 's'} written."

    return _done(do)


@pages.post("/decide")
@curators_only
def decide() -> Page:
    """Decide conflicts: for each, the file's version or the desk's."""

    def do(session: Session, _content: CuratedFolder, found: list[Difference]) -> str:
        numbers = []
        for one in found:
            choice = request.form.get(f"for-{one.entity}-{one.entity_id}") if one.state == "conflict" else None
            if choice == "file":
                numbers.append(comparing_files.take_file(session, one, g.curator.name, house().clock()))
            elif choice == "desk":
                comparing_files.keep_desk(session, one)
        changes = ", ".join(str(number) for number in numbers if number)
        return f"Decided; that is change {changes}." if changes else "Decided; an export writes the desk's versions."

    return _done(do)


def _done(do: Do) -> Page:
    """Do it if nothing has changed since the comparison; else show the comparison anew."""
    try:
        with house().database.writing() as session:
            content = read_folder(_folder())
            found = comparing_files.compare(session, content)
            _refuse_unseen(found)
            said = do(session, content, found)
    except (RefusedError, CuratedFileError) as refused:
        with house().database.reading() as session:
            return _compared(session, str(refused)), 409
    flash(said)
    return redirect(url_for("files.page", compare=1), 303)


def _refuse_unseen(found: list[Difference]) -> None:
    if comparing_files.digest(found) != request.form.get("seen"):
        raise RefusedError(CHANGED)


def _compared(session: Session, said: str | None) -> str:
    try:
        found = comparing_files.compare(session, read_folder(_folder()))
    except CuratedFileError as error:
        found, said = [], str(error)
    by_state = {state: [one for one in found if one.state == state] for state in STATES}
    return render_template(
        "files.html",
        folder=_folder(),
        found=by_state,
        total=len(found),
        states=STATES,
        shown=SHOWN,
        seen=comparing_files.digest(found),
        loadable=len(by_state["file"]),
        exportable=len(by_state["desk"]) + len(by_state["new at the desk"]),
        in_words=_words,
        said=said,
        waiting=proposals.count_waiting(session),
    )


def _words(difference: Difference) -> str:
    """Say what a file would change at the desk."""
    return in_words(Change(difference.entity, difference.entity_id, difference.at_desk, difference.in_file))


def _folder() -> Path:
    return house().curated_dir or abort(404)
