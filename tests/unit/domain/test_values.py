"""Policies, sites, tokens and errors: what they admit, and what they refuse to be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from service.domain import errors
from service.domain.author import STRANGER, AuthorHistory, SealedEmail
from service.domain.errors import ModerationError
from service.domain.fields import Field, FieldFault, FieldProblem
from service.domain.lifecycle import Action, State
from service.domain.policy import Mode, Policy
from service.domain.site import Site, SiteId
from tests.fakes import a_site


# Policies.
@pytest.mark.parametrize("name", ["spam_probability", "doubtful_probability", "stranger_probability"])
@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_policys_probabilities_lie_between_0_and_1(name: str, value: float) -> None:
    bounds: dict[str, Any] = {name: value}

    with pytest.raises(ValueError, match=name):
        Policy(**bounds)


@pytest.mark.parametrize("changes", [{"links_allowed": -1}, {"trusted_after": 0}])
def test_a_policys_counts_make_sense(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"links_allowed must be at least 0 and trusted_after at least 1"):
        Policy(**changes)


def test_a_policy_may_stand_at_its_bounds() -> None:
    policy = Policy(
        spam_probability=1, doubtful_probability=0, stranger_probability=0, links_allowed=0, trusted_after=1
    )

    assert policy.mode is Mode.HOLD_DOUBTFUL


# Sites.
@pytest.mark.parametrize("name", ["a", "demo", "kabar-demo", "7hari", "a" * 63])
def test_a_sites_name_is_a_label_of_a_host(name: str) -> None:
    assert Site(id=SiteId(name), title="").id == name


@pytest.mark.parametrize("name", ["", "Demo", "-a", "a-", "a.b", "a b", "a_b", "a/b", "*", "demo\n", "ä", "a" * 64])
def test_what_is_no_label_is_no_sites_name(name: str) -> None:
    with pytest.raises(ValueError, match="not a site name"):
        Site(id=SiteId(name), title="")


def test_the_text_is_always_required() -> None:
    with pytest.raises(ValueError, match="text"):
        a_site(required=frozenset({Field.NAME}))


@pytest.mark.parametrize(
    "origin", ["https://kabar.example", "http://localhost:8000", "https://xn--bcher-kva.example", "http://[::1]:8000"]
)
def test_a_site_names_origins_as_browsers_send_them(origin: str) -> None:
    assert a_site(origins=(origin,)).admits(origin, "https://saring.example")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "null",
        "kabar.example",
        "https://kabar.example/",
        "https://kabar.example/artikel",
        "https://Kabar.example",
        "https://kabar.example:443",
        "http://kabar.example:80",
        "ftp://kabar.example",
        "https://u@kabar.example",
        "https://bücher.example",
        "https://*.kabar.example",
        "https://kabar.example\n",
    ],
)
def test_an_origin_that_no_browser_sends_is_refused_at_once(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        a_site(origins=(origin,))


@pytest.mark.parametrize(
    ("origin", "admitted"),
    [
        (None, True),
        ("https://kabar.example", True),
        ("https://saring.example", True),
        ("http://kabar.example", False),
        ("https://kabar.example:8443", False),
        ("https://desa.kabar.example", False),
        ("https://kabar.example.jahat.example", False),
        ("https://KABAR.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_browser_posts_from_the_sites_origins_or_the_services_own(origin: str | None, admitted: bool) -> None:  # noqa: FBT001 - a case
    assert a_site().admits(origin, "https://saring.example") is admitted


def test_the_hosts_of_a_site_are_those_of_its_origins() -> None:
    site = a_site(origins=("https://kabar.example", "http://localhost:8000"))

    assert site.own_hosts == {"kabar.example", "localhost:8000"}
    assert a_site(origins=()).own_hosts == frozenset()


# Authors.


def test_a_stranger_has_no_history() -> None:
    assert AuthorHistory(confirmed=False, seen=0, approved=0) == STRANGER


def test_a_sealed_address_shows_neither_key_nor_box() -> None:
    assert repr(SealedEmail(key=b"rahasia-1", box=b"rahasia-2")) == "SealedEmail(disposable=False)"


# Errors.
def drawn_tree() -> dict[str, tuple[str, str | None]]:
    """Return each error of the drawing in the module's docstring, with its parent and its code."""
    drawn: dict[str, tuple[str, str | None]] = {}
    above = ["ModerationError"]
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    ([│ ]*)[├└]── (\w+)(?: +([a-z-]+)(?: |$))?", line):
            depth = 1 + len(found[1]) // 4
            above[depth:] = [found[2]]
            drawn[found[2]] = (above[depth - 1], found[3])
    return drawn


def defined_errors() -> dict[str, type[ModerationError]]:
    return {
        name: thing
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, ModerationError) and thing is not ModerationError
    }


def test_the_tree_of_errors_is_as_drawn() -> None:
    defined = {name: (error.__mro__[1].__name__, vars(error).get("code")) for name, error in defined_errors().items()}

    assert defined == drawn_tree()


def test_every_error_that_is_raised_has_a_code_of_its_own() -> None:
    parents = {parent for parent, _ in drawn_tree().values()}
    codes = [error.code for name, error in defined_errors().items() if name not in parents]

    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            errors.InvalidSubmission(
                (
                    FieldProblem(field="text", code=FieldFault.MISSING),
                    FieldProblem(field="author.name", code=FieldFault.TOO_LONG),
                )
            ),
            "text: missing, author.name: too-long",
        ),
        (errors.MalformedRequest("not-json"), "not-json"),
        (errors.TooManyComments(timedelta(seconds=90)), "retry after 90 s"),
        (errors.StorageUnavailable(timedelta(seconds=1)), "retry after 1 s"),
        (errors.NotAllowed("comments:decide"), "comments:decide"),
        (errors.ActionNotAllowed(State.SPAM, Action.RESTORE), "restore does not apply to spam"),
        (errors.StaleDecision(3), "version now 3"),
        (errors.StaleDecision(), "version now None"),
    ],
)
def test_an_error_says_in_the_log_what_it_carries(error: ModerationError, text: str) -> None:
    assert str(error) == text
