"""One frozen Settings, read once from the environment, strictly: an unknown key or a wrong value is an error.

Only the doors read it. Every variable begins with FOLLOWWORTHY_.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path

from followworthy.errors import SettingsError

PREFIX = "FOLLOWWORTHY_"
PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent.parent
MOST_DAYS = 365
MOST_MONTHS = 120
LONGEST_NAME = 200
SHORTEST_TOKEN = 16
LOGS = ("text", "json")
MOST_PROCESSES = 64


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set; the README's table tells what each is for.

    `contact` is an e-mail or web address for site owners; `reread_days` lie between two readings of a list, and
    after `review_months` an expert's recommendations want a new review (0: never); `allow_loopback` admits addresses
    of this very machine to the fetcher (tests, trying out); `wikidata_url` is the site that answers as Wikidata does.
    `operator` is the name of whoever publishes, `privacy_notice` an address, or a text file, that says what is kept.
    `web_processes` serve side by side.
    Whoever shows `metrics_token` may read `/metrics`; without it nobody may. `log` is `text`, or `json` for programs.
    """

    host: str = "127.0.0.1"
    port: int = 8750
    data_dir: Path = Path("var")
    database_url: str = ""
    public_url: str = ""
    curated_dir: Path = Path("curated")
    contact: str | None = None
    audit: bool = True
    reread_days: int = 7
    review_months: int = 24
    allow_loopback: bool = False
    wikidata_url: str = "https://www.wikidata.org"
    operator: str | None = None
    privacy_notice: str | None = None
    metrics_token: str | None = None
    log: str = "text"
    web_processes: int = 1

    @property
    def is_public(self) -> bool:
        """Whether others than this very machine can reach what `serve` serves."""
        return not _is_here(self.host)

    @property
    def is_behind_a_proxy(self) -> bool:
        """Whether others reach it by another server, which passes them on to this machine."""
        return not self.is_public and not _is_here(urlsplit(self.public_url).hostname or "")

    @property
    def unsaid(self) -> str:
        """Give in words what the people listed cannot find out yet of whoever publishes about them; "" for nothing."""
        needed = {"OPERATOR": self.operator, "CONTACT": self.contact, "PRIVACY_NOTICE": self.privacy_notice}
        missing = [PREFIX + name for name, value in needed.items() if not value]
        return " and ".join(filter(None, (", ".join(missing[:-1]), *missing[-1:])))

    def require_operator(self) -> None:
        """Refuse to be public while nobody says who answers for what is published. Raises SettingsError."""
        if self.is_public and self.unsaid:
            raise SettingsError(
                f"{PREFIX}HOST={self.host} lets others in, and the people listed must find who publishes about them: "
                f"set {self.unsaid} (docs/PEOPLE.md), or serve on 127.0.0.1."
            )


def in_checkout(package: Path = PACKAGE) -> bool:
    """Tell whether we run from a checkout (not from an installed wheel)."""
    root = package.parent.parent
    return (root / "pyproject.toml").is_file() and (root / "curated").is_dir()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsError with one sentence for the first thing that is wrong."""
    given = {name[len(PREFIX) :]: value for name, value in environment.items() if name.startswith(PREFIX)}
    for name in given:
        if name not in READERS:
            known = ", ".join(PREFIX + one for one in READERS)
            raise SettingsError(f"{PREFIX}{name} is not a setting; there are {known}.")
    values = {name.lower(): _read(name, text) for name, text in given.items() if text != ""}
    return _completed(values)


def _completed(values: dict[str, Any]) -> Settings:
    """Fill in what follows from the rest: places, and the addresses made from host and port."""
    checkout = in_checkout()
    data_dir = values.setdefault("data_dir", CHECKOUT / "var" if checkout else user_data_path("followworthy"))
    values.setdefault("curated_dir", CHECKOUT / "curated" if checkout else PACKAGE / "curated")
    values.setdefault("database_url", f"sqlite:///{data_dir / 'followworthy.db'}")
    host, port = values.get("host", Settings.host), values.get("port", Settings.port)
    values.setdefault("public_url", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return Settings(**values)


def _read(name: str, text: str) -> Any:
    try:
        return READERS[name](text)
    except ValueError as error:
        told = "" if name in SECRET else f"={text!r}"
        raise SettingsError(f"{PREFIX}{name}{told} cannot be used: {error}.") from None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("a port is a number from 1 to 65535")
    return int(text)


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_DAYS:
        raise ValueError(f"a number of days is from 0 (never) to {MOST_DAYS}")
    return int(text)


def _months(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_MONTHS:
        raise ValueError(f"a number of months is from 0 (never) to {MOST_MONTHS}")
    return int(text)


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_PROCESSES:
        raise ValueError(f"a number of processes is from 1 to {MOST_PROCESSES}")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in ("1", "0", "on", "off", "yes", "no", "true", "false"):
        raise ValueError("it is either on or off")
    return text.lower() in ("1", "on", "yes", "true")


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _url(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise ValueError("it must begin with http:// or https:// and name a host")
    return text.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _operator(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > LONGEST_NAME:
        raise ValueError(f"give a name of one line, at most {LONGEST_NAME} characters")
    return text.strip()


def _notice(text: str) -> str:
    """Give the address, or the file's absolute path; what stands in the file is read by whoever shows it."""
    if text.startswith(("http://", "https://")):
        return _url(text)
    path = _path(text)
    if not path.is_file():
        raise ValueError("give a web address, or a file with plain text; there is no such file")
    return str(path)


def _contact(text: str) -> str:
    if "\n" in text or "\r" in text or ("@" not in text and not text.startswith(("http://", "https://"))):
        raise ValueError("give an e-mail address or a web address where site owners reach you")
    return text


def _token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text or len(text) < SHORTEST_TOKEN:
        raise ValueError(f"give at least {SHORTEST_TOKEN} letters, digits and signs, without blanks")
    return text


def _log(text: str) -> str:
    if text not in LOGS:
        raise ValueError(f"it is {' or '.join(LOGS)}")
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "HOST": str,
    "PORT": _port,
    "DATA_DIR": _path,
    "DATABASE_URL": str,
    "PUBLIC_URL": _url,
    "CURATED_DIR": _path,
    "CONTACT": _contact,
    "AUDIT": _flag,
    "REREAD_DAYS": _days,
    "REVIEW_MONTHS": _months,
    "ALLOW_LOOPBACK": _flag,
    "WIKIDATA_URL": _url,
    "OPERATOR": _operator,
    "PRIVACY_NOTICE": _notice,
    "METRICS_TOKEN": _token,
    "LOG": _log,
    "WEB_PROCESSES": _processes,
}
SECRET = {"METRICS_TOKEN"}
"""Whose wrong value is not repeated: it may be nearly right."""
