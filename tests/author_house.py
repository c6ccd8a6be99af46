"""The house of ``tests.house`` with what moderators do about authors."""

from __future__ import annotations

from dataclasses import dataclass

from service.use_cases.ban_authors import ImposeBan, LiftBan, ListBans
from service.use_cases.show_author import ShowAuthor, TrustAuthor
from tests.house import House
from tests.memory import MemoryEvents, MemorySites
from tests.memory_bans import MemoryAuthorRecords, MemoryBans, PlainDomains


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
