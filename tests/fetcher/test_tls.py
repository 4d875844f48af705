"""TLS: the certificate is checked against the name, whatever address we connect to."""

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme

from followworthy.fetcher import Fetcher
from tests.fetcher.conftest import Time

AUTHORITY = trustme.CA()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class QuietServer(HTTPServer):
    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """A server on loopback whose certificate names `ann.example`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("ann.example").configure_cert(context)
    with QuietServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def trusting(fetcher: Fetcher, tmp_path: Path) -> Fetcher:
    """A fetcher that trusts our invented authority."""
    file = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(file))
    fetcher._asker._trusted = str(file)
    return fetcher


def test_a_certificate_for_the_name_is_accepted(trusting: Fetcher, port: int) -> None:
    met = trusting.fetch(f"https://ann.example:{port}/")
    assert (met.trouble, [hop.status for hop in met.hops]) == (None, [200])


def test_a_certificate_for_another_name_is_refused(trusting: Fetcher, port: int) -> None:
    met = trusting.fetch(f"https://bea.example:{port}/")
    assert met.trouble == "unreachable"
    assert "Hostname mismatch" in met.because


def test_an_unknown_authority_is_refused(fetcher: Fetcher, port: int) -> None:
    met = fetcher.fetch(f"https://ann.example:{port}/")
    assert met.trouble == "unreachable"
    assert met.because.startswith("No secure connection to ann.example: ")


def test_a_handshake_that_hangs_ends_in_time(time: Time) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        Fetcher("Followworthy/9", allow_loopback=True, deadline=0.3, clock=time.clock, wait=time.wait) as hasty,
    ):
        met = hasty.fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/")
    assert met.trouble == "timeout"
