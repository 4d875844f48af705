"""One request, one answer: under watch, at most so many bytes, and a line in the ledger.

Whoever asks has waited for the host's turn; the gap after it begins here, with the end of the answer.

A bare request goes straight to the adapter: a requests Session would add cookies, `.netrc`, proxies from the
environment and redirects of its own, and we want none of them.
"""

import contextlib
import http.client
import ssl
from collections.abc import Iterator
from urllib.parse import urljoin

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from followworthy.fetcher.adapter import GuardedAdapter
from followworthy.fetcher.address import Address
from followworthy.fetcher.ledger import Ledger
from followworthy.fetcher.line import Line
from followworthy.fetcher.pace import Pace
from followworthy.fetcher.retry_after import Now, seconds_asked
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.walk import Answer
from followworthy.fetcher.watchdog import Budget, Watch

CONNECT_SECONDS = 5.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
REDIRECT_BYTES = 4096
"""Nobody reads the body of a redirect; this much is taken so that the connection can be used again."""
BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError)
"""Whatever a stranger's answer makes the libraries raise (ValueError: TLS and http.client on unusable names)."""


class Asker:
    """Asks for one address; safe for many threads."""

    def __init__(self, agent: str, line: Line, pace: Pace, ledger: Ledger | None, now: Now | None) -> None:
        self._headers = CaseInsensitiveDict(
            {"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "gzip, deflate"}
        )
        self._line = line
        self._pace = pace
        self._ledger = ledger
        self._now = now
        self._adapter = GuardedAdapter(line, pace.most_at_once)
        self._trusted: bool | str = True

    def ask(self, address: Address, budget: Budget, max_bytes: int, rule: str) -> Answer:
        """Ask once, without following; `rule` is what allows it.

        Raises VisitError for everything that goes wrong outside, FetchError if the ledger cannot be written.
        """
        if self._ledger is not None:
            self._ledger.require()
        spent = budget.spent
        status, rest, trouble = None, None, ""
        try:
            answer = self._watched(address, budget, max_bytes)
            status, rest = answer.status, answer.retry_after
        except VisitError as error:
            trouble = error.trouble
            raise
        finally:
            self._pace.answered(address.host, rest)
            if self._ledger is not None:
                self._ledger.note(address.host, address.url, rule, status, trouble, budget.spent - spent)
        return answer

    def close(self) -> None:
        """Close all connections."""
        self._adapter.close()
        self._line.watchdog.stop()

    def _watched(self, address: Address, budget: Budget, max_bytes: int) -> Answer:
        with self._line.watchdog.over(budget) as watch:
            try:
                answer = self._exchange(address, watch, max_bytes)
            except BROKEN as error:
                raise _trouble(error, address, watch, budget) from error
            if watch.fired:
                raise _late(address, watch, budget)
            return answer

    def _exchange(self, address: Address, watch: Watch, max_bytes: int) -> Answer:
        request = requests.PreparedRequest()
        request.method, request.url, request.headers = "GET", address.url, self._headers
        response = self._sent(request, watch)
        watch.begins()
        try:
            location = _location(response, address.url)
            most = max_bytes if location is None else REDIRECT_BYTES
            body = response.raw.read(most + 1, decode_content=True)
        finally:
            response.raw.close()  # a body left unread closes the connection, too
            response.raw.release_conn()
        kind = response.headers.get("Content-Type", "")
        if location is not None:
            return Answer(address.url, response.status_code, location, kind)
        rest = seconds_asked(response.headers, self._now)
        return Answer(address.url, response.status_code, None, kind, body[:most], len(body) > most, rest)

    def _sent(self, request: requests.PreparedRequest, watch: Watch) -> requests.Response:
        """Send, and once more over a fresh connection where the kept one had been hung up meanwhile."""
        try:
            return self._send(request, watch)
        except requests.ConnectionError as error:
            hung_up = watch.reused and any(isinstance(one, ConnectionError) for one in _causes(error))
            if watch.fired or not hung_up:
                raise
        watch.reused = False
        return self._send(request, watch)

    def _send(self, request: requests.PreparedRequest, watch: Watch) -> requests.Response:
        timeout = (min(CONNECT_SECONDS, watch.left()), None)
        return self._adapter.send(request, stream=True, timeout=timeout, verify=self._trusted)


def _location(response: requests.Response, base: str) -> str | None:
    """Give where a redirect points, absolute; None for any other answer."""
    given = response.headers.get("Location", "")
    if response.status_code not in REDIRECTS or not given:
        return None
    with contextlib.suppress(UnicodeError):  # what http.client read as Latin-1 is UTF-8 in practice
        given = given.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, given)
    except ValueError:
        return given  # not an address; reading it will say so


def _late(address: Address, watch: Watch, budget: Budget) -> VisitError:
    if not watch.begun and watch.deadline < watch.end:
        return VisitError("timeout", f"{address.host} did not answer in time.")
    return VisitError("timeout", f"{address.host} was not done within {budget.whole:g} seconds.")


def _trouble(error: Exception, address: Address, watch: Watch, budget: Budget) -> VisitError:
    """Give the kind of trouble and one plain sentence for what a library raised."""
    if watch.fired:
        return _late(address, watch, budget)
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return VisitError("timeout", f"{address.host} did not answer in time.")
    if isinstance(error, requests.exceptions.SSLError):
        return VisitError("unreachable", f"No secure connection to {address.host}: {_tls_reason(error)}.")
    return VisitError("broken", f"{address.host} broke off, or answered something that is not HTTP.")


def _tls_reason(error: BaseException) -> str:
    """Give OpenSSL's own words for a certificate it refuses, else that the handshake failed."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(cause.verify_message).rstrip(".")
    return "the TLS handshake failed"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and all that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
