"""The files that tell the audit how to behave, read strictly: hosts.toml (curated, and the operator's own), audit.toml.

A permission is taken only from the operator's data folder: no pull request can grant it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from followworthy.domain.brake import Brake
from followworthy.domain.controls import MOST_LOOKS
from followworthy.domain.manners import DAILY, HostManners, Manners, Permission
from followworthy.domain.verdict import Rules
from followworthy.errors import SettingsError

HOSTS, AUDIT = "hosts.toml", "audit.toml"
SHARED_KEYS = ("rules", "gap")
OWN_KEYS = (*SHARED_KEYS, "permission", "daily", "good")
LONGEST_GAP = 3600
HOST_NAME = re.compile(r"[^\W_]([\w.-]*[^\W_])?|[0-9a-f:.]+", re.IGNORECASE)
DURATION = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s?(h|d)")
HOURS = {"h": 1, "d": 24}
LEAST_WAIT, LONGEST = timedelta(hours=1), timedelta(days=3650)
"""Between two looks at a link lies this much at least: a slip of the pen must not make us a nuisance."""
WAITS = ("alive_first", "alive_longest", "walled_first", "walled_longest", "moved_wait", "stale_after")
RANGES = {
    "gone_looks": (1, 100),
    "weak_looks": (1, 100),
    "moved_looks": (1, 100),
    "alive_growth": (1, 10),
    "walled_growth": (1, 10),
    "jitter": (0, 0.5),
    "brake_least": (0, 1_000_000),
    "brake_share": (0, 1),
    "brake_of_host": (1, 1_000_000),
    "brake_crowd": (1, 1_000_000),
}
"""What each number may be, both ends included."""


@dataclass(frozen=True, slots=True)
class AuditRules:
    """All thresholds of the audit: when to believe what, and when a run is held."""

    verdict: Rules = field(default_factory=Rules)
    brake: Brake = field(default_factory=Brake)


def load_manners(curated_dir: Path, data_dir: Path) -> Manners:
    """Read both hosts files; what the operator's own says wins. Raises SettingsError with one sentence."""
    shared, own = curated_dir / HOSTS, data_dir / HOSTS
    told: dict[str, dict[str, Any]] = {}
    for path, keys in ((shared, SHARED_KEYS), (own, OWN_KEYS)):
        for host, table in _tables(path).items():
            _check_table(path, host, table, keys)
            told.setdefault(host.casefold(), {}).update(table)
    found = Manners({host: _manners(own, host, _with_parents(host, told)) for host in told})
    for host, permission in found.permitted().items():
        _check_good(own, host, permission, found)
    return found


def _with_parents(host: str, told: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give a host's table with the rules and the gap of those it lies below, unless it has its own.

    Else a table for www.linkedin.com would free it of LinkedIn's pace.
    """
    parents = sorted((parent for parent in told if host.endswith(f".{parent}")), key=len)
    wider = [{key: one for key, one in told[parent].items() if key in SHARED_KEYS} for parent in parents]
    return {key: one for table in (*wider, told[host]) for key, one in table.items()}


def load_rules(data_dir: Path) -> AuditRules:
    """Read audit.toml, which need not exist. Raises SettingsError with one sentence."""
    path = data_dir / AUDIT
    given = _parsed(path)
    known = AuditRules()
    verdict = {one.name: getattr(known.verdict, one.name) for one in fields(Rules)}
    brake = {f"brake_{one.name}": getattr(known.brake, one.name) for one in fields(Brake)}
    for key, value in given.items():
        if key not in verdict | brake:
            raise SettingsError(f"{path}: {key} is not a setting of the audit; there are {', '.join(verdict | brake)}.")
        into = verdict if key in verdict else brake
        into[key] = _value(path, key, value, into[key])
    told = {key.removeprefix("brake_"): value for key, value in brake.items()}
    return AuditRules(replace(known.verdict, **verdict), replace(known.brake, **told))


def _tables(path: Path) -> Mapping[str, dict[str, Any]]:
    found = _parsed(path)
    for host, table in found.items():
        if not isinstance(table, dict) or any(isinstance(one, dict) for one in table.values()):
            raise SettingsError(f'{path}: write each host as a table of its own, ["{host}.example"], dots in quotes.')
    return found


def _parsed(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from error


def _check_table(path: Path, host: str, table: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    """Refuse what one file says of a host, whatever the other one says. Raises SettingsError."""
    if not HOST_NAME.fullmatch(host):
        raise SettingsError(
            f'{path}: {host} is no name of a host: write it as in "example.com", without scheme, port and path.'
        )
    for key in table:
        if key not in keys:
            raise _unknown(path, host, key, keys)
    if table.get("rules", "web") not in ("web", "linkedin"):
        raise SettingsError(f'{path}: {host}: rules is "web" or "linkedin", not {table["rules"]!r}.')
    _gap(path, host, table.get("gap"))
    _permission(path, host, table)


def _check_good(path: Path, host: str, permission: Permission, manners: Manners) -> None:
    """Refuse a control that tells nothing about the host. Raises SettingsError."""
    rules = manners.of(host).rules
    if permission.good is None:
        if rules == "web":
            return
        raise SettingsError(
            f"{path}: {host}: a permission needs good, an address there that is known to be good: it tells answers"
            " that mean something from those that do not."
        )
    if manners.home(_host_of(permission.good)) != host:
        raise SettingsError(f"{path}: {host}: good is an address of {host} itself, not {permission.good}.")
    if rules == "linkedin" and manners.key_of(permission.good) is None:
        raise SettingsError(
            f"{path}: {host}: good is a profile's address, like https://{host}/in/somebody, not {permission.good}."
        )


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # no address at all
        return ""


def _unknown(path: Path, host: str, key: str, keys: tuple[str, ...]) -> SettingsError:
    if key in OWN_KEYS:
        why = "a permission belongs into the operator's own hosts.toml, in the data folder"
    else:
        why = f"there are {', '.join(keys)}"
    return SettingsError(f"{path}: {host}: {key} cannot stand here; {why}.")


def _manners(path: Path, host: str, table: Mapping[str, Any]) -> HostManners:
    return HostManners(table.get("rules", "web"), _gap(path, host, table.get("gap")), _permission(path, host, table))


def _permission(path: Path, host: str, table: Mapping[str, Any]) -> Permission | None:
    reason, daily, good = table.get("permission"), table.get("daily", DAILY), table.get("good")
    if reason is None:
        if "daily" in table or "good" in table:
            raise SettingsError(f"{path}: {host}: daily and good mean nothing without permission (who gave it, when).")
        return None
    if not isinstance(reason, str) or not reason.strip():
        raise SettingsError(f"{path}: {host}: permission says who gave it and when, in words.")
    if isinstance(daily, bool) or not isinstance(daily, int) or daily < 1:
        raise SettingsError(f"{path}: {host}: daily is a whole number of looks a day, at least 1.")
    if good is not None and (not isinstance(good, str) or not good.startswith(("http://", "https://"))):
        raise SettingsError(f"{path}: {host}: good is a web address of that host.")
    if good is not None and daily <= MOST_LOOKS:
        raise SettingsError(f"{path}: {host}: daily is more than {MOST_LOOKS}: so many looks a day go to the controls.")
    return Permission(" ".join(reason.split()), daily, good)


def _gap(path: Path, host: str, value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    both = value if isinstance(value, list) and len(value) == 2 else [value, value]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= LONGEST_GAP for one in both):
        raise SettingsError(f"{path}: {host}: gap is a number of seconds, or [shortest, longest], up to {LONGEST_GAP}.")
    return (float(min(both)), float(max(both)))


def _value(path: Path, key: str, value: Any, usual: Any) -> Any:
    """Read a value of the kind that the usual one is: durations as "14d" or "36h", or a list of them."""
    if isinstance(usual, tuple):
        if not isinstance(value, list) or not value:
            raise SettingsError(f'{path}: {key} is a list of durations, like ["24h", "7d"].')
        return tuple(_duration(path, key, one, LEAST_WAIT) for one in value)
    if isinstance(usual, timedelta):
        return _duration(path, key, value, LEAST_WAIT if key in WAITS else timedelta(0))
    least, most = RANGES[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most or (isinstance(usual, int) and value != int(value)):
        kind = "a whole number" if isinstance(usual, int) else "a number"
        raise SettingsError(f"{path}: {key} is {kind} from {least} to {most}, like {usual}; not {value!r}.")
    return type(usual)(value)


def _duration(path: Path, key: str, value: Any, least: timedelta) -> timedelta:
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise SettingsError(f'{path}: {key} is a duration like "14d" or "36h", not {value!r}.')
    duration = timedelta(hours=float(found[1]) * HOURS[found[2]])
    if not least <= duration <= LONGEST:
        raise SettingsError(
            f'{path}: {key} is a duration from "{least // timedelta(hours=1)}h" to "{LONGEST.days}d", not "{value}".'
        )
    return duration
