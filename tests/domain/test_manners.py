"""Manners per host: whose rules, which pace, which permission."""

from datetime import timedelta

import pytest

from followworthy.domain.manners import HostManners, Manners, Permission, rest

ALLOWED = Permission("Ms. Host wrote so on 3 May 2026", good="https://www.linkedin.com/in/odile-fennwick")
MANNERS = Manners(
    {
        "linkedin.com": HostManners("linkedin", (30, 45), ALLOWED),
        "127.0.0.2": HostManners("linkedin"),
        "slow.example": HostManners(gap=(9, 9)),
    }
)


@pytest.mark.parametrize("host", ["linkedin.com", "www.linkedin.com", "DE.LinkedIn.com", "a.b.linkedin.com."])
def test_a_host_stands_for_all_below_it(host: str) -> None:
    assert MANNERS.of(host).gap == (30, 45)
    assert MANNERS.home(host) == "linkedin.com"


@pytest.mark.parametrize("host", ["notlinkedin.com", "linkedin.com.example", "com", ""])
def test_no_host_stands_for_its_namesakes(host: str) -> None:
    assert MANNERS.of(host) == HostManners()
    assert MANNERS.permission(host) is None


def test_a_permission_gives_its_reason() -> None:
    assert MANNERS.permission("uk.linkedin.com") == "Ms. Host wrote so on 3 May 2026"
    assert MANNERS.permitted() == {"linkedin.com": ALLOWED}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://de.linkedin.com/in/Odile-Fennwick/", "in/odile-fennwick"),
        ("http://127.0.0.2:8080/in/ok-7", "in/ok-7"),
        ("http://127.0.0.3:8080/in/ok-7", None),
        ("https://odile.example/in/odile", None),
        ("http://[odile", None),
    ],
)
def test_linkedins_rules_hold_where_a_setting_says_so(url: str, key: str | None) -> None:
    assert MANNERS.key_of(url) == key


def test_a_host_that_puts_up_walls_rests_for_longer_and_longer() -> None:
    assert [rest(stops) for stops in (1, 2, 3, 9)] == [timedelta(days=days) for days in (1, 3, 7, 7)]
