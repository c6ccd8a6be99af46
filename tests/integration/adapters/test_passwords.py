"""Passwords as slow hashes."""

from __future__ import annotations

from time import process_time

import pytest

from service.adapters.passwords import Argon2Passwords

QUICK = Argon2Passwords(memory=8, passes=1)


def test_a_password_is_known_by_its_hash_and_no_other_is() -> None:
    hashed = QUICK.hash("tiga perahu nelayan")

    assert QUICK.matches(hashed, "tiga perahu nelayan")
    assert not QUICK.matches(hashed, "tiga perahu nelayan ")
    assert not QUICK.matches(hashed, "")


def test_the_same_password_is_hashed_anew_each_time() -> None:
    assert QUICK.hash("tiga perahu nelayan") != QUICK.hash("tiga perahu nelayan")


def test_a_hash_names_argon2id_and_owasps_parameters_and_outlives_others() -> None:
    hashed = Argon2Passwords().hash("tiga perahu nelayan")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert QUICK.matches(hashed, "tiga perahu nelayan")


@pytest.mark.parametrize("hashed", [None, "", "x", "$argon2id$v=19$m=8,t=1,p=1$x$x"])
@pytest.mark.parametrize("password", ["", "tiga perahu nelayan", "\ud800", "\x00"])
def test_what_is_no_hash_matches_no_password(hashed: str | None, password: str) -> None:
    assert not QUICK.matches(hashed, password)


def test_nobodys_password_takes_as_long_as_somebodys() -> None:
    slow = Argon2Passwords()
    hashed = slow.hash("tiga perahu nelayan")

    def cost(of: str | None) -> float:
        took = []
        for _ in range(5):
            began = process_time()
            slow.matches(of, "bukan ini sama sekali")
            took.append(process_time() - began)
        return min(took)

    somebodys, nobodys = cost(hashed), cost(None)
    assert 0.5 < nobodys / somebodys < 2
    assert nobodys > 0.002
