"""The line out: resolve a name, vet what it leads to, connect to that very address.

There is no second look-up between the vetting and the connection, so a name cannot change its mind.
"""

import contextlib
import ipaddress
import queue
import socket
import threading
from collections.abc import Callable
from typing import cast

from followworthy.fetcher.guard import SocketAddress, vet
from followworthy.fetcher.trouble import VisitError
from followworthy.fetcher.watchdog import Grip, Watch, Watchdog

LookUp = Callable[[str, int], list[SocketAddress]]
"""A resolver: host and port to socket addresses; raises OSError when there are none."""


def system_look_up(host: str, port: int) -> list[SocketAddress]:
    """Ask the system's resolver. Raises OSError (`socket.gaierror`) when it gives nothing."""
    return [cast("SocketAddress", found[4]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Line:
    """Makes connections for requests that are under watch."""

    def __init__(self, allow_loopback: bool, look_up: LookUp) -> None:
        self._allow_loopback = allow_loopback
        self._look_up = look_up
        self.watchdog = Watchdog()

    def connect(self, host: str, port: int, seconds: float) -> tuple[socket.socket, Grip]:
        """Connect, each try within `seconds`, and give the connection with our hold on it.

        Raises VisitError (address, unknown_host, unreachable, timeout).
        """
        watch = self.watchdog.watch()
        found = self._resolve(host, port, watch)
        vet(host, port, found, self._allow_loopback)
        problem: OSError | None = None
        for address in found:
            try:
                connection = _connected(address, min(seconds, watch.left()))
            except OSError as error:
                problem = error
            else:
                grip = Grip(connection)
                self.watchdog.hold(grip)
                return connection, grip
        watch.left()
        why = (problem and problem.strerror) or "no answer in time"
        raise VisitError("unreachable", f"{host} could not be reached: {why}.") from problem

    def _resolve(self, host: str, port: int, watch: Watch) -> list[SocketAddress]:
        answer = self._asked(host, port) if _is_numeric(host) else self._asked_in_time(host, port, watch)
        if isinstance(answer, Exception) or not answer:
            raise VisitError("unknown_host", f"The name {host} leads nowhere.")
        return answer

    def _asked(self, host: str, port: int) -> list[SocketAddress] | Exception:
        try:
            return self._look_up(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label too long or empty for DNS
            return error

    def _asked_in_time(self, host: str, port: int, watch: Watch) -> list[SocketAddress] | Exception:
        """Ask from a thread of its own: a resolver cannot be interrupted, but it can be left behind."""
        answers: queue.SimpleQueue[list[SocketAddress] | Exception] = queue.SimpleQueue()
        asking = threading.Thread(target=lambda: answers.put(self._asked(host, port)), name="look-up", daemon=True)
        asking.start()
        try:
            return answers.get(timeout=watch.left())
        except queue.Empty:
            raise VisitError("timeout", f"The name {host} was not resolved in time.") from None


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Unhurried(socket.socket):
    """A connection without a timeout: its time is the watchdog's matter.

    The libraries set one for each request, which costs more than all the rest that we do between two answers.
    """

    def settimeout(self, value: float | None) -> None:
        """Leave it as it is."""


def _connected(address: SocketAddress, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if len(address) > 2 else socket.AF_INET
    with contextlib.ExitStack() as until_connected:
        connection = until_connected.enter_context(_Unhurried(family, socket.SOCK_STREAM))
        socket.socket.settimeout(connection, seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect(address)
        socket.socket.settimeout(connection, None)
        until_connected.pop_all()
    return connection
