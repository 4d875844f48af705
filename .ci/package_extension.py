"""Make the two store packages of the extension: `python .ci/package_extension.py DIR`.

The folder is the extension; nothing is built. Each store gets the manifest without the other browser's keys, and the
same folder always gives the same bytes: sorted names, one fixed time, fixed modes, nothing compressed.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

EXTENSION = Path(__file__).parents[1] / "extension"
MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can tell
MODE = 0o100644 << 16
Manifest = dict[str, Any]


def for_chrome(manifest: Manifest) -> Manifest:
    """Give the manifest without what Chrome warns of: Firefox's own settings and way to start the background."""
    background = {key: value for key, value in manifest["background"].items() if key != "scripts"}
    return {key: value for key, value in manifest.items() if key != "browser_specific_settings"} | {
        "background": background
    }


def for_firefox(manifest: Manifest) -> Manifest:
    """Give the manifest without what Firefox warns of: Chrome's least version and way to start the background."""
    background = {key: value for key, value in manifest["background"].items() if key != "service_worker"}
    return {key: value for key, value in manifest.items() if key != "minimum_chrome_version"} | {
        "background": background
    }


STORES = {"chrome": for_chrome, "firefox": for_firefox}


def package(store: str, folder: Path, target: Path) -> Path:
    """Write the package of one store into `target`, and give its path. Raises FileNotFoundError for half a folder."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    if not (folder / "starter-catalog.json").exists():
        raise FileNotFoundError("extension/starter-catalog.json is missing: make extension makes it first.")
    path = target / f"followworthy-{store}-{manifest['version']}.zip"
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = file.relative_to(folder).as_posix()
            told = zipfile.ZipInfo(name, MOMENT)
            told.create_system, told.external_attr = 3, MODE
            own = (json.dumps(STORES[store](manifest), ensure_ascii=False, indent=2) + "\n").encode()
            archive.writestr(told, own if name == "manifest.json" else file.read_bytes())
    return path


def main() -> int:
    """Make both packages. Exit code 2 without a folder to put them."""
    if len(sys.argv) != 2:
        print("Say where the packages go: python .ci/package_extension.py DIR", file=sys.stderr)
        return 2
    for store in STORES:
        print(package(store, EXTENSION, Path(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
