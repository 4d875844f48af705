"""What needs a curator as an Atom feed (RFC 4287) at an address that only they know. It asks for no cookie.

The address holds as long as the curator's stamp: signing out everywhere gives it another one.
"""

import hashlib
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from itsdangerous import BadSignature, Signer

from followworthy.store import Session, curators, revisions
from followworthy.store.curators import Curator
from followworthy.web import needs
from followworthy.web.house import house

pages = Blueprint("feed", __name__, url_prefix="/desk/feed")
SALT = "followworthy.feed"


@pages.get("/<token>.atom")
def atom(token: str) -> Response:
    """Give the feed; what is no curator's address now is not found."""
    with house().database.reading() as session:
        curator = _whose(session, token) or abort(404)
        _, rows = needs.rows(session)
        epoch, _ = revisions.cursor(session)
    moments = {row.need.key: row.need.latest or curator.created_at for row in rows}
    page = render_template(
        "feed.xml",
        rows=rows,
        moments=moments,
        updated=max(moments.values(), default=curator.created_at),
        ids={row.need.key: _urn(epoch, row.need.key) for row in rows},
        own=_urn(epoch, f"feed of curator {curator.id}"),
        here=f"{house().operator.public_url}{url_for('feed.atom', token=token)}",
        base=house().operator.public_url,
        name=curator.name,
    )
    answer = Response(page, content_type="application/atom+xml; charset=utf-8")
    answer.add_etag()
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.make_conditional(request)
    return answer


def address_of(curator: Curator) -> str:
    """Give the address of a curator's feed."""
    return url_for("feed.atom", token=_signer(curator).sign(str(curator.id)).decode())


def _whose(session: Session, token: str) -> Curator | None:
    number = token.partition(".")[0]
    known = number.isascii() and number.isdecimal() and len(number) < 10
    curator = curators.by_id(session, int(number)) if known else None
    try:
        return curator if curator and _signer(curator).unsign(token) else None
    except BadSignature:
        return None


def _signer(curator: Curator) -> Signer:
    """Give what signs a curator's address; their stamp is part of the salt: it is proven, and stands in no address."""
    salt = f"{SALT}.{curator.session_stamp}"
    return Signer(str(current_app.secret_key), salt=salt, digest_method=hashlib.sha256)


def _urn(epoch: str, key: str) -> str:
    """Give an id that stays the same for the same need of the same catalog, wherever it is served."""
    return uuid5(NAMESPACE_OID, f"followworthy {epoch} {key}").urn
