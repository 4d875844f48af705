"""The fetcher: the only one who leaves the house, and with manners.

It asks robots.txt first, keeps a pace per host, connects to public addresses only, and ends every visit in
time. What an answer means is not its business: that is `domain/outcome.py`.
"""

from followworthy.fetcher.fetch import Fetcher
from followworthy.fetcher.naming import user_agent

__all__ = ["Fetcher", "user_agent"]
