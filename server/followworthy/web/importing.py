"""The import page: an address, a file or pasted text is read, shown, and queued only then.

Reading goes on in a thread of its own, because a polite visit takes longer than anybody waits for a page.
"""

from threading import Thread

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import RequestEntityTooLarge

from followworthy.domain.texts import one_line
from followworthy.errors import RefusedError
from followworthy.services import documents, drafting
from followworthy.services.documents import Article, Progress
from followworthy.services.drafting import INTERRUPTED, Bring, Named, Person
from followworthy.store import Session, drafts, listing, proposals
from followworthy.store.drafts import Draft
from followworthy.web.house import curators_only, house
from followworthy.web.paging import paging

pages = Blueprint("importing", __name__, url_prefix="/desk/import")
Page = str | tuple[str, int] | Response
A_PAGE = 100
LONGEST_PLACE = 2000
FORM_ROOM = 64 * 1024
"""What a form needs beside its document."""
NOTHING = "Give an address, choose a file, or paste the text."
SEVERAL = "That is more than one document: give an address, a file or a text, one at a time."
NO_WAY_OUT = "This server cannot go outside. Save the page in your browser, and choose the file here."


@pages.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a document of full size in; before the form is read for its token."""
    request.max_content_length = documents.MAX_BYTES + FORM_ROOM
    request.max_form_memory_size = documents.MAX_BYTES + FORM_ROOM


@pages.errorhandler(413)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    most = documents.MAX_BYTES // 1024 // 1024
    said = f"That is too large for a list: at most {most} MB. Save the article alone, or paste its text."
    return render_template("problem.html", said=said), 413


@pages.get("/")
@curators_only
def form() -> str:
    """Show the form, and what this curator brought lately."""
    with house().database.reading() as session:
        return _form(session, None)


@pages.post("/")
@curators_only
def start() -> Page:
    """Begin to read a document."""
    asked = request.form.get
    try:
        place, bring = _brought()
        source_id = asked("source") or None
        with house().database.writing() as session:
            draft_id = drafts.begin(session, g.curator.id, place, source_id, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _form(session, str(refused)), 422
    begin_reading(draft_id, bring)
    return redirect(url_for("importing.one", draft_id=draft_id), 303)


@pages.get("/<int:draft_id>")
@curators_only
def one(draft_id: int) -> str:
    """Show how far reading is, or what was found."""
    with house().database.reading() as session:
        return _draft(session, _mine(session, draft_id), None)


@pages.get("/<int:draft_id>/progress")
@curators_only
def progress(draft_id: int) -> dict[str, object]:
    """Say how far reading is, for the page that shows it."""
    with house().database.reading() as session:
        draft = _mine(session, draft_id)
    running = draft.state == "reading" and not drafting.is_interrupted(draft, house().clock())
    return {"running": running, "done": draft.pages, "due": 0, "said": _told(draft)}


@pages.post("/<int:draft_id>")
@curators_only
def decide(draft_id: int) -> Page:
    """Queue what was found, or throw it away."""
    try:
        with house().database.writing() as session:
            draft = _mine(session, draft_id)
            if request.form.get("do") == "throw away":
                drafts.throw_away(session, draft.id)
                flash("Thrown away. Nothing was queued.")
                return redirect(url_for("importing.form"), 303)
            done = drafting.queue(session, draft.id, _named(), g.curator.name, house().clock())
    except RefusedError as refused:
        with house().database.reading() as session:
            return _draft(session, _mine(session, draft_id), str(refused)), 409
    if done.number is None:
        flash(f"{done.source.title} says nothing new: nothing was queued.")
        return redirect(url_for("imports.one", number=done.before.id if done.before else 0), 303)
    flash(f"{done.queued} proposals are queued from {done.source.title}, as import {done.number}.")
    return redirect(url_for("review.queue", batch=done.number), 303)


def begin_reading(draft_id: int, bring: Bring) -> None:
    """Read a draft's document beside the page that shows it."""
    surroundings = house()
    arguments = (surroundings.database, draft_id, bring, surroundings.clock)
    Thread(target=drafting.read_draft, args=arguments, daemon=True, name=f"draft {draft_id}").start()


def bring_address(address: str) -> Bring:
    """Give what opens a page by its address. Raises RefusedError where nobody may go outside."""
    outside = house().outside
    if outside is None:
        raise RefusedError(NO_WAY_OUT)

    def bring(progress: Progress) -> Article:
        with outside() as fetcher:
            return documents.open_article(address, fetcher, progress)

    return bring


def _brought() -> tuple[str, Bring]:
    """Give what the form holds: where it is from, and what opens it. Raises RefusedError."""
    address, text = one_line(request.form.get("address", "")), request.form.get("text", "")
    file = request.files.get("file")
    given = [bool(address), bool(file and file.filename), bool(text.strip())]
    if sum(given) != 1:
        raise RefusedError(SEVERAL if any(given) else NOTHING)
    if address:
        if not documents.is_address(address) or len(address) > LONGEST_PLACE:
            raise RefusedError(f"{address[:80]} is no web address: it begins with https:// or http://.")
        return address, bring_address(address)
    if file and file.filename:
        name, body = one_line(file.filename)[:200], file.read(documents.MAX_BYTES + 1)
        return name, lambda _progress: documents.uploaded(name, body)
    return documents.PASTED, lambda _progress: documents.written(text)


def _mine(session: Session, draft_id: int) -> Draft:
    """Give a draft of this curator; what others brought is not found."""
    draft = drafts.get(session, draft_id)
    return draft if draft and draft.curator_id == g.curator.id else abort(404)


def _named() -> Named:
    title, publisher, date = (request.form.get(name, "") for name in ("title", "publisher", "date"))
    return Named(title, publisher, date)


def _told(draft: Draft) -> str:
    if drafting.is_interrupted(draft, house().clock()):
        return INTERRUPTED
    if draft.state == "reading":
        return f"Page {draft.pages} is read." if draft.pages else "Reading."
    return draft.said or "It is read."


def _form(session: Session, said: str | None) -> str:
    return render_template(
        "importing.html",
        sources=[each.source for each in listing.sources(session)],
        chosen=request.values.get("source", ""),
        drafts=drafts.of_curator(session, g.curator.id),
        told=_told,
        typed=request.form,
        said=said,
        waiting=proposals.count_waiting(session),
    )


def _draft(session: Session, draft: Draft, said: str | None) -> str:
    waiting = proposals.count_waiting(session)
    if draft.state != "ready":
        running = draft.state == "reading" and not drafting.is_interrupted(draft, house().clock())
        return render_template("draft.html", draft=draft, running=running, told=_told(draft), waiting=waiting)
    found = drafting.preview(session, draft)
    people = sorted(found.people, key=lambda each: not each.sure)
    pages_of = paging(len(people), A_PAGE)
    return render_template(
        "draft_found.html",
        draft=draft,
        found=found,
        people=people[pages_of.start : pages_of.end],
        doubtful=sum(not each.sure for each in people),
        paging=pages_of,
        source=next((each.source for each in listing.sources(session) if each.source.id == draft.source_id), None),
        typed=request.form,
        said=said,
        names=_names(session, people[pages_of.start : pages_of.end]),
        waiting=waiting,
    )


def _names(session: Session, people: list[Person]) -> dict[str, str]:
    """Give the names of whom we have, by id."""
    return listing.names(session, {each.match.expert_id for each in people if each.match.expert_id})
