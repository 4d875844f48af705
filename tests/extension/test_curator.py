"""Names agree in the extension as they do on the server."""

import json
import subprocess

import pytest

from followworthy.domain.records import ExpertKind
from followworthy.domain.same_name import agree
from tests.extension.chromium import EXTENSION

NAMES: list[tuple[str, str, ExpertKind]] = [
    ("Dr Odile M. Fennwick, PhD", "Odile Fennwick", "person"),
    ("Odile Fennwick", "Odile Marsh", "person"),
    ("J.R. Ashgrove", "J R Ashgrove", "person"),
    ("Ingela Hårte", "Ingela Harte", "person"),
    ("Søren Ærø", "Soren Aero", "person"),
    ("李明", "李明", "person"),
    ("李明", "李民", "person"),
    ("Jack Ma", "Jack", "person"),
    ("Guild of Careers Ltd", "Guild of Careers", "organisation"),
    ("Sir Tobin Ashgrove III", "Tobin Ashgrove", "person"),
    ("Odile “Odi” Fennwick", "Odile Fennwick", "person"),
    ("O'Neill Tara", "O\u2019Neill Tara", "person"),
]
COMPARE = """
const { sameName } = await import(process.argv[1]);
console.log(JSON.stringify(JSON.parse(process.argv[2]).map((names) => sameName(...names))));
"""


@pytest.fixture(scope="module")
def browsers_opinion(node_path: str) -> list[bool]:
    module = (EXTENSION / "same-name.js").as_uri()
    command = [node_path, "--input-type=module", "--eval", COMPARE, module, json.dumps(NAMES)]
    return list(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def test_names_agree_as_the_server_says(browsers_opinion: list[bool]) -> None:
    assert browsers_opinion == [agree(*names) for names in NAMES]
