"""The extension without a browser: its pure modules under node, its manifest, its words."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.extension.chromium import EXTENSION

SCRIPTS = [path for path in EXTENSION.rglob("*.js") if "node_modules" not in path.parts]
MESSAGES = json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))


@pytest.mark.parametrize("laws", sorted(Path(__file__).parent.glob("*.test.mjs")), ids=lambda path: path.name)
def test_the_pure_modules_keep_their_laws(node_path: str, laws: Path) -> None:
    done = subprocess.run([node_path, "--test", str(laws)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_pages_can_load_nothing_of_ours_and_permissions_stay_small() -> None:
    assert "web_accessible_resources" not in MANIFEST
    assert MANIFEST["permissions"] == ["storage", "unlimitedStorage", "alarms", "activeTab", "scripting"]
    assert MANIFEST["host_permissions"] == ["http://127.0.0.1/*"]


def test_content_scripts_import_nothing_and_reach_no_network() -> None:
    for name in (name for one in MANIFEST["content_scripts"] for name in one["js"]):
        code = (EXTENSION / name).read_text("utf-8")
        assert not re.search(r"^\s*(?:import|export)\b", code, re.MULTILINE), name
        assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b", code), name


def test_scraped_text_is_never_read_as_markup() -> None:
    for path in SCRIPTS:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8")), (
            path.name
        )


def test_every_message_that_is_asked_for_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    pages = "\n".join(path.read_text("utf-8") for path in EXTENSION.rglob("*.html"))
    asked = set(re.findall(r"\b(?:say|getMessage)\(\"(\w+)\"", code))
    asked |= set(re.findall(r"data-say(?:-[a-z-]+)?=\"(\w+)\"", pages))
    asked |= {f"{key}_{form}" for key in re.findall(r"sayMany\(\"(\w+)\"", code) for form in ("one", "other")}
    asked |= {f"server_{code}" for code in re.findall(r"Refusal\(\"(\w+)\"", code)}
    assert asked - set(MESSAGES) == set()


def test_every_message_is_used() -> None:
    everything = "\n".join(
        path.read_text("utf-8") for pattern in ("*.js", "*.html") for path in EXTENSION.rglob(pattern)
    )
    everything += json.dumps(MANIFEST)
    families = ("server_", "address_", "link_")  # their ends are codes of the modules that refuse
    stems = {re.sub(r"_(one|other)$", "", key) for key in MESSAGES if not key.startswith(families)}
    assert {stem for stem in stems if not re.search(rf"\b(?:__MSG_)?{stem}(?:__)?\b", everything)} == set()


def test_every_reason_that_a_server_failed_has_its_sentence_and_no_other_has_one() -> None:
    modules = [*EXTENSION.glob("catalog-*.js"), EXTENSION / "sync.js"]
    codes = {key.removeprefix("server_") for key in MESSAGES if key.startswith("server_")}
    code = "\n".join(path.read_text("utf-8") for path in modules)
    given = set(re.findall(r"Refusal\(\"(\w+)\"", code))
    for late, failed in re.findall(r"within\(.*, \"(\w+)\", \"(\w+)\", host\)", code):
        given |= {late, failed}
    assert given == codes


def imported(module: Path) -> list[Path]:
    """Give the modules that one loads, directly and through others, in the order in which they are met."""
    waiting, found = [module], list[Path]()
    while waiting:
        one = waiting.pop(0)
        if one in found:
            continue
        found.append(one)
        names = re.findall(r'^import .*?from "(\.[^"]+)"', one.read_text("utf-8"), re.MULTILINE)
        waiting += [(one.parent / name).resolve() for name in names]
    return found[1:]


def test_the_popup_announces_every_module_it_will_load() -> None:
    page = EXTENSION / "popup" / "popup.html"
    announced = re.findall(r'rel="modulepreload" href="([^"]+)"', page.read_text("utf-8"))
    assert {(page.parent / one).resolve() for one in announced} == set(imported(EXTENSION / "popup" / "popup.js"))
