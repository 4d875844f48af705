"""The fetcher: the only one who leaves the house, and with manners.

It asks robots.txt first, keeps a pace per host, connects to public addresses only, and ends every visit in
time. What an answer means is not its business: that is `domain/outcome.py`.
"""

from followworthy.fetcher.fetch import Fetcher
from followworthy.fetcher.ledger import FOLDER, Ledger, LedgerLine, read_ledger, strike
from followworthy.fetcher.naming import user_agent
from followworthy.fetcher.pace import NO_GAP, Gaps, is_here

__all__ = [
    "FOLDER",
    "NO_GAP",
    "Fetcher",
    "Gaps",
    "Ledger",
    "LedgerLine",
    "is_here",
    "read_ledger",
    "strike",
    "user_agent",
]
