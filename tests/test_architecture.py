"""The house holds: arrows point down, each library has one owner, only the doors read clock and environment."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "server" / "followworthy"
MODULES = sorted(HOUSE.rglob("*.py"))

MAY_IMPORT = {
    "errors": set(),
    "events": set(),
    "domain": {"errors", "domain"},
    "fetcher": {"errors", "domain", "fetcher", ""},
    "store": {"errors", "domain", "store"},
    "services": {"errors", "events", "domain", "store", "fetcher", "services"},
    "settings": {"errors"},
    "scheduler": {"errors", "services", "store"},
    "web": {"errors", "events", "domain", "store", "services", "web", ""},
    "cli": {"errors", "events", "domain", "store", "fetcher", "services", "settings", "scheduler", "web", "cli", ""},
    "__main__": {"cli"},
    "": set(),
}
HANDS_MAY_USE = {"values", "records", "profile_url", "names", "claims", "opting_out", "mentions"}
"""The nouns, and how names are compared: what is searched, ordered, kept out and scrubbed is written with each row."""
OWNERS = {
    "requests": {"fetcher"},
    "urllib3": {"fetcher"},
    "protego": {"fetcher"},
    "brotli": {"domain"},
    "bs4": {"domain"},
    "lxml": {"domain"},
    "charset_normalizer": {"domain"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "flask": {"web"},
    "granian": {"cli"},
    "flask_wtf": {"web"},
    "prometheus_client": {"web"},
    "sqlite3": {"store"},
    "apscheduler": {"scheduler"},
    "click": {"cli"},
    "rich": {"cli"},
    "argon2": {"services"},
    "tomllib": {"services"},
    "tomli_w": {"services"},
    "platformdirs": {"settings"},
}
CURATED_FORMAT = {"curated_files", "curated_format", "curated_tables"}
"""The files' own format: no service of its own, but what loading and exporting read and write."""
ONE_DOOR = {"documents", "proposing", "batching"}
"""How documents come in and proposals are queued: no services of their own, but what each importer needs."""
BELIEF = {"believing"}
"""The one way from looks to a belief: the audit takes it, and whoever looks with their own eyes."""
OWN_EYES = {"seeing", "repairing"}
"""What a curator sees of a link, and the repairs that follow from any look, whoever gave it."""
AUDIT = {
    "audit_alone",
    "audit_choosing",
    "audit_closing",
    "audit_files",
    "audit_holding",
    "audit_permitted",
    "audit_recording",
    "audit_settling",
    "audit_sharing",
    "audit_tools",
}
"""The steps of an audit run, alone or shared, and its thresholds, which every reader of a verdict needs."""
ONE_EXPERT = {"looking_up", "vouching"}
"""How one expert's own sources are asked and believed: what enriching and curating share."""
DECIDING = {"making"}
"""What a decision makes of a proposal: for one, and for many at once."""
BYTES = {"publishing"}
"""The catalog as clients get it: what moves is compared by it."""
GOING_BACK = {"restoring"}
"""How a record becomes what it was: for undoing one change, and for taking a whole import back."""
LOCK = {"locking"}
"""The optimistic lock on what a form was made from: whoever edits by hand needs it."""
LEAVING = {"opting_out", "holding"}
"""Who somebody is, and what is held on them: erasing begins with both."""
BACKUPS = {"backup_file", "replaying"}
"""What a backup is made of, and who stays out of a restored one: writing, restoring and starting share it."""
LONGEST = 300


def room(path: Path) -> str:
    """The first folder below the package, or the module's own name; the package itself is ''."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return "" if parts[0] == "__init__" else parts[0]


def imports(path: Path) -> list[str]:
    """Every imported name, in full: `followworthy.domain.values.Claim`."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide arrows"
            found += [f"{node.module}.{name.name}" for name in node.names]
    return found


def ours(path: Path) -> list[list[str]]:
    return [name.split(".") for name in imports(path) if name.startswith("followworthy.")]


def rooms_imported(path: Path) -> set[str]:
    return {parts[1] if parts[1] in ROOMS else "" for parts in ours(path)}


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


ROOMS = {room(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_arrows_point_strictly_down(path: Path) -> None:
    assert rooms_imported(path) <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", [one for one in MODULES if room(one) in ("store", "fetcher")], ids=named)
def test_hands_use_only_the_nouns_of_the_domain(path: Path) -> None:
    used = {parts[2] for parts in ours(path) if parts[1] == "domain"}
    assert used <= HANDS_MAY_USE


@pytest.mark.parametrize("path", [one for one in MODULES if room(one) == "services"], ids=named)
def test_services_do_not_lean_on_each_other(path: Path) -> None:
    used = {parts[2] for parts in ours(path) if parts[1] == "services"}
    going = GOING_BACK | LEAVING
    going |= BACKUPS
    shared = CURATED_FORMAT | ONE_DOOR | ONE_EXPERT | BELIEF | AUDIT | OWN_EYES | going | DECIDING | LOCK | BYTES
    assert used <= shared | {path.stem}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_library_has_one_owner(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imports(path)} & OWNERS.keys()
    assert all(room(path) in OWNERS[library] for library in foreign), foreign


@pytest.mark.parametrize("path", [one for one in MODULES if room(one) != "cli"], ids=named)
def test_only_the_doors_read_the_clock_and_the_environment(path: Path) -> None:
    read = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _is_read(node)}
    assert not read


def _is_read(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    text = ast.unparse(node)
    return text in {"os.environ", "os.getenv", "time.time"} or text.endswith(
        ("datetime.now", "datetime.utcnow", "date.today")
    )


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_longer_than_a_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_is_caught_without_a_name(path: Path) -> None:
    handlers = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ExceptHandler)
    ]
    assert all(one.type is not None and ast.unparse(one.type) not in ("Exception", "BaseException") for one in handlers)
