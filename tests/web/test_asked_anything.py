"""Made-up requests of every kind, right and wrong: nothing breaks, and every answer is as the description says."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig

from followworthy.store import Database
from followworthy.web import openapi
from tests.web.test_resources import put, voice

EXAMPLES = 25
"""So many requests are made up for each operation, beside those at the limits of every parameter."""
ANSWERED = ["2xx", "304", "400", "401", "403", "404", "410", "413", "422", "429"]
"""What a request may meet that the schema takes: no schema tells which code, place, token or expert is a real one."""
REFUSED = ["400", "401", "403", "404", "405", "413", "415", "422", "429"]
"""What a request meets that the schema does not take; 503 is no answer to it."""


class Stage:
    """Stands for an application that is made later: requests are drawn from the document, before any test runs."""

    app: Flask

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


STAGE = Stage()


def asking() -> Any:
    """The document as Schemathesis asks its questions: the same ones in every run."""
    config = SchemathesisConfig.from_dict(
        {
            "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ANSWERED},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
        }
    )
    schema = schemathesis.openapi.from_dict(json.loads(openapi.FILE.read_text(encoding="utf-8")), config=config)
    schema.app = STAGE
    return schema


API = asking()


@pytest.fixture(autouse=True)
def crowded(app: Flask, db: Database, now: datetime) -> None:
    """A catalog of some experts, one of whom has left."""
    put(db, now, *[voice(number, f"Voice {number}", number) for number in range(1, 8)])
    put(db, now, replace(voice(8, "Left", 1), withdrawn=True))
    STAGE.app = app


@API.parametrize()  # type: ignore[untyped-decorator]
def test_whatever_is_asked_nothing_breaks_and_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"})  # the client in process unpacks nothing
