"""The house of ``tests.house`` with what moderators do about authors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.ban import BanKind
from service.use_cases.ban_authors import BanOrder, ImposeBan, LiftBan, ListBans
from service.use_cases.show_author import ShowAuthor, TrustAuthor
from tests.fakes import DEMO
from tests.house import House
from tests.memory import MemoryEvents, MemorySites
from tests.memory_bans import MemoryAuthorRecords, MemoryBans, PlainDomains

if TYPE_CHECKING:
    from service.domain.author import AuthorId
    from service.domain.comment import Comment


@dataclass(slots=True)
class AuthorHouse(House):
    """One installation with a site, its authors and bans."""

    @property
    def impose_ban(self) -> ImposeBan:
        return ImposeBan(
            clock=self.clock,
            new_id=self.new_id,
            sites=MemorySites(self.store),
            authors=MemoryAuthorRecords(self.store),
            bans=MemoryBans(self.store),
            domains=PlainDomains(),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def lift_ban(self) -> LiftBan:
        return LiftBan(
            clock=self.clock,
            bans=MemoryBans(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def list_bans(self) -> ListBans:
        return ListBans(clock=self.clock, sites=MemorySites(self.store), bans=MemoryBans(self.store))

    @property
    def show_author(self) -> ShowAuthor:
        return ShowAuthor(clock=self.clock, sites=MemorySites(self.store), authors=MemoryAuthorRecords(self.store))

    @property
    def trust_author(self) -> TrustAuthor:
        return TrustAuthor(
            clock=self.clock,
            sites=MemorySites(self.store),
            authors=MemoryAuthorRecords(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )


def author_of(comment: Comment) -> AuthorId:
    assert comment.author is not None
    return comment.author


def an_order(**changes: Any) -> BanOrder:  # noqa: ANN401 - any field of an order
    """Return the order to ban the range that attempts come from, changed."""
    values: dict[str, Any] = {"site": DEMO, "kind": BanKind.RANGE, "range": "192.0.2.0/24", "told": False}
    return BanOrder(**(values | changes))


def of_author(author: AuthorId, **changes: Any) -> BanOrder:  # noqa: ANN401 - as above
    return an_order(**({"kind": BanKind.AUTHOR, "author": author, "range": None} | changes))


def of_domain(**changes: Any) -> BanOrder:  # noqa: ANN401 - as above
    return an_order(**({"kind": BanKind.DOMAIN, "range": None} | changes))
