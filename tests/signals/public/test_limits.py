# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import threading

import pytest

from meerinbeeld.signals.public import limits
from meerinbeeld.signals.public.limits import Busy, Limiter, derivation, network_of


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_are_allowed_and_then_none_until_the_window_ends() -> None:
    clock = Clock()
    limiter = Limiter(clock=clock)
    for _count in range(3):
        assert limiter.wait("x", "192.0.2.1", 3) == 0
        limiter.count("x", "192.0.2.1")
    assert 0 < limiter.wait("x", "192.0.2.1", 3) <= limits.WINDOW_SECONDS
    assert limiter.wait("x", "192.0.2.2", 3) == 0
    assert limiter.wait("y", "192.0.2.1", 3) == 0
    clock.now += limits.WINDOW_SECONDS
    assert limiter.wait("x", "192.0.2.1", 3) == 0


def test_no_address_is_kept() -> None:
    limiter = Limiter()
    limiter.count("x", "192.0.2.1")
    kept = repr(limiter) + repr(vars(limiter))
    assert "192.0.2.1" not in kept


def test_the_key_changes_every_hour_and_takes_the_names_along() -> None:
    clock = Clock()
    limiter = Limiter(clock=clock)
    limiter.count("x", "192.0.2.1")
    before = limiter._key
    clock.now += limits.KEY_SECONDS
    limiter.wait("x", "192.0.2.1", 1)
    assert limiter._key != before
    assert not limiter._counts


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BUCKETS", 10)
    limiter = Limiter()
    for number in range(50):
        limiter.count("x", f"192.0.2.{number}")
    assert len(limiter._counts) == 10


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("geen adres", "unknown"),
    ],
)
def test_a_household_counts_as_one(address: str, network: str) -> None:
    assert network_of(address) == network


def test_so_many_derivations_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WAIT_FOR_TURN_SECONDS", 0.01)
    monkeypatch.setattr(limits, "_derivations", threading.BoundedSemaphore(1))
    with derivation(), pytest.raises(Busy), derivation():
        pass
    with derivation():
        pass
