"""The two store packages: what is in them, that they are the same on every machine, and that browsers take them."""

import importlib.util
import json
import os
import shutil
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Playwright
from pytest_httpserver import HTTPServer

from tests.extension import chromium
from tests.extension.catalogs import CatalogServer
from tests.extension.chromium import EXTENSION, expect_badges, launched
from tests.extension.firefox import GECKO_ID, firefox

ROOT = EXTENSION.parent
STORES = ("chrome", "firefox")


@pytest.fixture(scope="module")
def packaging(extension: Path) -> ModuleType:
    """Give the script that makes the packages; the folder has to be whole."""
    assert extension.is_dir()
    spec = importlib.util.spec_from_file_location("package_extension", ROOT / ".ci" / "package_extension.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def manifest_in(package: Path) -> dict[str, object]:
    with zipfile.ZipFile(package) as archive:
        return dict(json.loads(archive.read("manifest.json")))


@pytest.mark.parametrize("store", STORES)
def test_the_same_folder_always_gives_the_same_bytes(packaging: ModuleType, tmp_path: Path, store: str) -> None:
    first = packaging.package(store, EXTENSION, tmp_path / "one")
    copy = shutil.copytree(EXTENSION, tmp_path / "copy", copy_function=shutil.copyfile)
    for at, file in enumerate(sorted(one for one in copy.rglob("*") if one.is_file())):
        os.utime(file, (at * 1000, at * 1000))
        file.chmod(0o600)
    assert packaging.package(store, copy, tmp_path / "two").read_bytes() == first.read_bytes()


@pytest.mark.parametrize("store", STORES)
def test_a_package_holds_the_folder_and_nothing_else(packaging: ModuleType, tmp_path: Path, store: str) -> None:
    files = sorted(one.relative_to(EXTENSION).as_posix() for one in EXTENSION.rglob("*") if one.is_file())
    with zipfile.ZipFile(packaging.package(store, EXTENSION, tmp_path)) as archive:
        assert archive.namelist() == files
        for name in set(files) - {"manifest.json"}:
            assert archive.read(name) == (EXTENSION / name).read_bytes()


def test_each_store_gets_a_manifest_without_the_others_keys(packaging: ModuleType, tmp_path: Path) -> None:
    whole = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    chrome = manifest_in(packaging.package("chrome", EXTENSION, tmp_path))
    fox = manifest_in(packaging.package("firefox", EXTENSION, tmp_path))
    assert set(whole) - set(chrome) == {"browser_specific_settings"}
    assert set(whole) - set(fox) == {"minimum_chrome_version"}
    assert chrome["background"] == {"service_worker": "background.js", "type": "module"}
    assert fox["background"] == {"scripts": ["background.js"], "type": "module"}


def test_the_version_is_one_number_everywhere(packaging: ModuleType, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["version"] == version
    assert packaging.package("chrome", EXTENSION, tmp_path).name == f"followworthy-chrome-{version}.zip"


def test_chromium_takes_its_package_and_marks_a_page(
    packaging: ModuleType,
    playwright_started: Playwright,
    chromium_path: str,
    tmp_path: Path,
    pages: HTTPServer,
    catalog_server: CatalogServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(packaging.package("chrome", EXTENSION, tmp_path)) as archive:
        archive.extractall(unpacked)
    monkeypatch.setattr(chromium, "EXTENSION", unpacked)
    profile = tmp_path / "profile"
    with launched(playwright_started, chromium_path, profile, pages.port, catalog_server.port) as browser:
        browser.synced()
        expect_badges(browser.open("/unmarked/"), [("Sefa Ndiaye-Holt", "last")])


def test_firefox_installs_its_package(
    packaging: ModuleType, firefox_path: str, tmp_path: Path, pages: HTTPServer
) -> None:
    archive = packaging.package("firefox", EXTENSION, tmp_path)
    with firefox(firefox_path, tmp_path / "profile", pages.port) as running:
        installed = running.call("webExtension.install", extensionData={"type": "archivePath", "path": str(archive)})
        assert installed == {"extension": GECKO_ID}


def test_every_permission_is_explained_to_whoever_asks() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    scripts = [match for one in manifest["content_scripts"] for match in one["matches"]]
    asked = {*manifest["permissions"], *manifest["host_permissions"], *manifest["optional_host_permissions"], *scripts}
    told = (ROOT / "docs" / "STORE.md").read_text("utf-8")
    assert {one for one in asked if f"`{one}`" not in told} == set()
