"""What ships, held against the shared facts."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from followworthy.domain.profile_url import parse_profile_url
from followworthy.services.curated_files import CuratedExpert, read_folder
from followworthy.settings import CHECKOUT

pytestmark = pytest.mark.acceptance

FIVE_WORDS = 5


def by_rank() -> dict[int | None, CuratedExpert]:
    return {one.expert.recommendations[0].rank: one for one in read_folder(CHECKOUT / "curated").experts}


def facts(shared: Path) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = json.loads((shared / "data" / "experts.json").read_text(encoding="utf-8"))
    return found


def test_every_case_of_an_address_is_decided_right_in_python(shared: Path) -> None:
    cases = json.loads((shared / "data" / "profile_url_cases.json").read_text(encoding="utf-8"))["cases"]
    wrong = [
        case
        for case in cases
        if (got := parse_profile_url(case["url"], case.get("base"))).kind != case["kind"] or got.slug != case["slug"]
    ]
    assert len(cases) > 50
    assert wrong == []


def test_every_case_of_an_address_is_decided_right_in_javascript(shared: Path) -> None:
    script = """
        import { readFileSync } from "node:fs";
        const { parseProfileUrl } = await import(process.argv[2]);
        const { cases } = JSON.parse(readFileSync(process.argv[1], "utf8"));
        const wrong = cases.filter((one) => {
          const got = parseProfileUrl(one.url, one.base);
          return got.kind !== one.kind || got.slug !== one.slug;
        });
        process.stdout.write(JSON.stringify(wrong));
    """
    twin = (CHECKOUT / "extension" / "profile-url.js").as_uri()
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, str(shared / "data" / "profile_url_cases.json"), twin],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


def test_names_and_kinds_are_the_facts(shared: Path) -> None:
    curated = by_rank()
    assert [
        (curated[int(one["rank"] or 0)].expert.name, curated[int(one["rank"] or 0)].expert.kind)
        for one in facts(shared)
    ] == [(one["name"], one["kind"]) for one in facts(shared)]


def test_exactly_the_corroborated_addresses_are_published(shared: Path) -> None:
    corroborated = {
        parse_profile_url(one["linkedin_url"] or "").key
        for one in facts(shared)
        if one["linkedin_confidence"] == "corroborated"
    }
    published = {link.key for one in by_rank().values() for link in one.expert.links if link.key}
    assert len(corroborated) == 25
    assert published == corroborated


def test_exactly_the_remembered_addresses_are_proposed(shared: Path) -> None:
    remembered = {
        parse_profile_url(one["linkedin_url"] or "").key
        for one in facts(shared)
        if (one["linkedin_confidence"] or "").startswith("from memory")
    }
    proposed = {link.link.key for one in by_rank().values() for link in one.proposed}
    assert len(remembered) == 9
    assert proposed == remembered


def test_no_five_words_of_the_article_stand_in_a_reason(shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = "".join(one if one.isalnum() else " " for one in text.casefold()).split()
        return {tuple(words[at : at + FIVE_WORDS]) for at in range(len(words) - FIVE_WORDS + 1)}

    article = runs((shared / "articles" / "01-seed-lifehack-50.txt").read_text(encoding="utf-8"))
    copied = {
        one.expert.name: runs(one.expert.recommendations[0].reason) & article
        for one in by_rank().values()
        if runs(one.expert.recommendations[0].reason) & article
    }
    assert copied == {}


def test_the_first_article_is_read_without_a_fault(shared: Path, tmp_path: Path) -> None:
    for file in (shared / "articles").glob("01-*"):
        shutil.copy(file, tmp_path)
    command = [
        sys.executable,
        str(shared / "articles" / "score.py"),
        "--dir",
        str(tmp_path),
        "--json",
        str(tmp_path / "score"),
        "--",
    ]
    extract = [sys.executable, "-m", "followworthy", "extract", "--format", "json", "{}"]
    subprocess.run([*command, *extract], check=True, capture_output=True)
    overall = json.loads((tmp_path / "score").read_text(encoding="utf-8"))["overall"]
    assert (overall["micro_P"], overall["micro_R"], overall["micro_F1"], overall["category"]) == (1, 1, 1, 1)
