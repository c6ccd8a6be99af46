"""What a moderator may do, and on which sites."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.domain.errors import NotAllowed, UnknownSite
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId

DEMO, HARBOUR, OTHER = SiteId("demo"), SiteId("harbour"), SiteId("lain")
BOTH = frozenset(Scope)
READS = frozenset({Scope.READ})


def of_token(site: SiteId | None, *scopes: Scope) -> Moderator:
    created = datetime(2026, 3, 14, tzinfo=UTC)
    return Token(
        id=TokenId(UUID(int=1)), label="meja", site=site, scopes=frozenset(scopes), created_at=created
    ).moderator


RINA = Moderator(actor="person:rina", rights={DEMO: BOTH, HARBOUR: READS})


def test_whoever_brings_a_token_is_named_after_it() -> None:
    assert of_token(DEMO).actor == "token:meja"


@pytest.mark.parametrize(("held", "asked"), list(itertools.product([*Scope, None], Scope)))
def test_a_token_allows_only_its_own_scopes(held: Scope | None, asked: Scope) -> None:
    moderator = of_token(DEMO, held) if held else of_token(DEMO)

    if held is asked:
        moderator.require(asked)
        moderator.require(asked, DEMO)
    else:
        with pytest.raises(NotAllowed) as refused:
            moderator.require(asked)
        assert refused.value.scope == asked


def test_rights_are_those_of_the_site() -> None:
    RINA.require(Scope.DECIDE)
    RINA.require(Scope.DECIDE, DEMO)
    RINA.require(Scope.READ, HARBOUR)
    with pytest.raises(NotAllowed):
        RINA.require(Scope.DECIDE, HARBOUR)
    with pytest.raises(NotAllowed):
        RINA.require(Scope.READ, OTHER)


def test_rights_on_every_site_hold_on_each() -> None:
    everywhere = Moderator(actor="person:wayan", rights={None: READS, DEMO: frozenset({Scope.DECIDE})})

    everywhere.require(Scope.READ, OTHER)
    everywhere.require(Scope.DECIDE, DEMO)
    with pytest.raises(NotAllowed):
        everywhere.require(Scope.DECIDE, OTHER)


def test_a_site_without_rights_does_not_exist() -> None:
    assert [RINA.opens(site) for site in (DEMO, HARBOUR, OTHER)] == [True, True, False]
    assert RINA.sites == frozenset({DEMO, HARBOUR})
    assert of_token(None).opens(OTHER)
    assert of_token(None).sites is None


def test_a_question_is_about_the_site_asked_for_else_the_only_one_else_all() -> None:
    assert of_token(DEMO).site_of(None) == DEMO
    assert of_token(DEMO).site_of(DEMO) == DEMO
    assert of_token(None).site_of(OTHER) == OTHER
    assert of_token(None).site_of(None) is None
    assert RINA.site_of(None) is None
    assert RINA.site_of(HARBOUR) == HARBOUR
    for moderator in (of_token(DEMO), RINA):
        with pytest.raises(UnknownSite):
            moderator.site_of(OTHER)
