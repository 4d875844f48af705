"""Repairs on the review page: what is shown of a link that went bad, and what the curator's button does."""

from collections.abc import Mapping
from typing import Any

from flask import g, request

from followworthy.domain.repairs import Repair
from followworthy.errors import RefusedError
from followworthy.services import repairing
from followworthy.store import Session, checks, experts
from followworthy.store.proposals import Proposal
from followworthy.web.house import house

MOST_LOOKS = 8


def carry_out(session: Session, proposal: Proposal) -> str:
    """Do what the form says, and say what was done. Raises RefusedError; a form that says nothing clear is a reason."""
    do, address = request.form.get("do"), request.form.get("instead") or request.form.get("address", "")
    by, now, rules = g.curator.name, house().clock(), house().rules
    if do == "fine":
        return _said(proposal, "it is fine", repairing.fine(session, proposal.id, by, now, rules))
    if do == "missing":
        return _said(proposal, "not there", repairing.not_there(session, proposal.id, by, now, rules))
    if do == "retire":
        return _said(proposal, "address retired", repairing.retire(session, proposal.id, by, now, rules))
    if do == "accept" or request.form.get("instead"):
        return _said(proposal, "repaired", repairing.accept(session, proposal.id, address, by, now, rules))
    raise RefusedError("Nothing was decided: press one of the buttons below.")


def shown(session: Session, proposal: Proposal, typed: str | None) -> Mapping[str, Any]:
    """Give what the page of a repair shows; `typed` is the address that a refused form held."""
    repair = Repair.from_document(proposal.repair or {})
    expert = experts.get(session, proposal.match.expert_id or "")
    links = expert.links if expert else ()
    return {
        "repair": repair,
        "known": expert,
        "link": next((one for one in links if one.url == repair.url), None),
        "looks": checks.of_link(session, proposal.match.expert_id or "", repair.url)[: -MOST_LOOKS - 1 : -1],
        "address": repair.best if typed is None else typed,
    }


def _said(proposal: Proposal, what: str, number: int | None) -> str:
    return f"{proposal.name}: {what}, change {number}." if number else f"{proposal.name}: {what}; noted."
