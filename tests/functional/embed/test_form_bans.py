"""A posted form whose author is banned: told, it comes back filled in; silently, it goes the way of any that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.ban import Ban, BanId, BanKind
from tests.fakes import DEMO
from tests.functional.embed.conftest import read_page
from tests.memory_bans import MemoryBans, PlainDomains

if TYPE_CHECKING:
    from tests.functional.embed.conftest import Visitors


def impose(visitors: Visitors, kind: BanKind, *, told: bool) -> None:
    """Ban whoever posts the filled-in form."""
    author = next(iter(visitors.store.authors))
    by_kind: dict[BanKind, Ban] = {
        kind: Ban(
            id=BanId(UUID(int=1)), site=DEMO, kind=kind, told=told, by="token:meja", at=visitors.clock.now(), **more
        )
        for kind, more in (
            (BanKind.AUTHOR, {"author": author}),
            (BanKind.DOMAIN, {"domain_key": PlainDomains().key(DEMO, "surat.example")}),
            (BanKind.RANGE, {"range": "127.0.0.0/24"}),
        )
    }
    MemoryBans(visitors.store).add(by_kind[kind])


@pytest.mark.parametrize("kind", list(BanKind))
def test_who_is_told_gets_the_form_back_as_it_was_filled_in(visitors: Visitors, kind: BanKind) -> None:
    visitors.published()
    impose(visitors, kind, told=True)
    filled = visitors.filled(comment="Tulisan yang panjang,\nsayang kalau hilang.")

    response = visitors.post(filled)

    assert response.status_code == 403
    assert "id: banned" in response.text
    shown = read_page(response).values
    assert {name: shown[name] for name in ("author", "email", "comment")} == {
        name: filled[name] for name in ("author", "email", "comment")
    }
    assert len(visitors.store.comments) == 1


@pytest.mark.parametrize("kind", list(BanKind))
def test_who_is_not_told_sees_what_anybody_sees_whose_comment_waits(visitors: Visitors, kind: BanKind) -> None:
    waits = receipt_of(visitors, "Yang pertama.")
    impose(visitors, kind, told=False)

    filed = receipt_of(visitors, "Yang kedua.")

    assert [(one.state, one.rule) for one in visitors.store.comments.values()] == [
        ("pending", "form-instant"),
        ("spam", f"banned-{kind}"),
    ]
    assert filed == waits


def receipt_of(visitors: Visitors, text: str) -> str:
    """Post a comment and return the page that its author is led to, without what is the comment's own."""
    response = visitors.post(visitors.filled(comment=text))
    assert response.status_code == 303
    comment = list(visitors.store.comments.values())[-1]
    page = visitors.client.get(response.location)
    assert (page.status_code, text in page.text) == (200, True)
    return page.text.replace(str(comment.id), "").replace(text, "")
