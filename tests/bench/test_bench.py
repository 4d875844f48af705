"""The bench itself: it runs, it measures what it says, and it names what was missed."""

import pytest

from tests.bench.__main__ import main
from tests.bench.measure import held, peak
from tests.bench.pages import HTML, MARKDOWN, Shape, page


@pytest.mark.parametrize("shape", [*HTML, *MARKDOWN])
def test_a_page_is_as_long_as_wanted_and_grows_with_it(shape: Shape) -> None:
    short, long = page(shape, 2_000), page(shape, 40_000)
    assert 2_000 <= len(short) < len(long)
    assert 40_000 <= len(long) < 60_000


def test_the_bench_runs_and_prints_a_line_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--sizes", "1000", "2000", "--runs", "1", "--only", "headings"])
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_bench_names_what_was_missed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.__main__.MOST_RATIO", 0.0)
    assert main(["--sizes", "1000", "--runs", "1", "--only", "headings"]) == 1
    assert "Missed: headings of 1 KB: " in capsys.readouterr().err


def test_what_is_held_for_a_moment_counts_for_the_peak_only() -> None:
    def work() -> int:
        return len(bytearray(1_000_000))

    assert held(work) < 100_000 < 1_000_000 <= peak(work)
