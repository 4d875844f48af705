"""What the schedule does, and how often: each job is a service's work, told in one sentence."""

from datetime import timedelta

from followworthy.cli import outdoors
from followworthy.domain.expiry import Expiry
from followworthy.fetcher import Fetcher
from followworthy.scheduler import Job, schedule
from followworthy.services import backing_up, cleaning, expiring, health, rereading
from followworthy.services.audit_files import AuditRules, load_rules
from followworthy.services.auditing import Audit, is_over, run_audit
from followworthy.services.looking_up import LookingUp
from followworthy.services.repairing import propose_repairs
from followworthy.services.vouching_round import vouch_round
from followworthy.settings import Settings
from followworthy.store import Database

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def jobs(given: Settings, database: Database, fetcher: Fetcher) -> list[Job]:
    """Give the jobs that the settings want.

    The first ones come within a minute: a newcomer sees an audit, and what was missed while nobody was here is not
    called late for longer than that.
    """
    rules = load_rules(given.data_dir)
    audit = Audit(database, fetcher, outdoors.now, rules, outdoors.manners(given))
    ledger, expiry = outdoors.ledger_folder(given), Expiry(given.review_months)
    wanted = [
        Job("backup", DAY, 50 * SECOND, lambda: backing_up.back_up(database, given.data_dir, outdoors.now())),
        Job("health", DAY, 55 * SECOND, lambda: health.note_day(database, outdoors.now())),
        Job("clean-up", DAY, 60 * SECOND, lambda: cleaning.clean_up(database, ledger, rules.verdict, outdoors.now())),
    ]
    if given.audit:
        help_out = None if database.is_file else (lambda: _helped(audit, rules))
        wanted.append(Job("audit", HOUR, 10 * SECOND, lambda: audited(audit, rules), help_out))
        wanted.append(Job("vouch", DAY, 30 * SECOND, lambda: _vouched(given, database, fetcher)))
    if given.reread_days:
        wanted.append(Job("reread", HOUR, 20 * SECOND, lambda: _reread(given, database, fetcher)))
    if given.review_months:
        wanted.append(
            Job("review", DAY, 40 * SECOND, lambda: expiring.propose_reviews(database, expiry, outdoors.now()))
        )
    return wanted


def announce(given: Settings, database: Database) -> None:
    """Remember which jobs another process is to run, so that it is said aloud when none does."""
    with outdoors.fetcher(given) as fetcher:
        schedule(database, jobs(given, database, fetcher), outdoors.now)


def audited(audit: Audit, rules: AuditRules) -> str:
    """Look at what is due, propose the repairs that the looks ask for, and note how the links stand."""
    run = run_audit(audit)
    if run.state == "running":  # who leaves last does the rest
        return run.said
    with audit.database.writing() as session:
        repairs = propose_repairs(session, audit.clock(), rules.verdict)
    health.note_day(audit.database, audit.clock())
    return f"{run.said} {repairs} new repairs wait for review." if repairs else run.said


def _helped(audit: Audit, rules: AuditRules) -> str:
    """Take part in the audit that another schedule's turn is about, unless that is over already."""
    return "It is over." if is_over(audit.database, "audit") else audited(audit, rules)


def _reread(given: Settings, database: Database, fetcher: Fetcher) -> str:
    read = rereading.reread(database, fetcher, outdoors.now, timedelta(days=given.reread_days))
    return " ".join(one.sentence for one in read) or "No list was due."


def _vouched(given: Settings, database: Database, fetcher: Fetcher) -> str:
    return vouch_round(database, LookingUp(fetcher, given.wikidata_url), outdoors.now).sentence
