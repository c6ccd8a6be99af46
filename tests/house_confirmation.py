"""What every house stands on, and how an address is confirmed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.use_cases.confirm_address import ConfirmAddress, RequestConfirmation, SendConfirmations, ShowProof
from tests.fakes import (
    CountedIds,
    CountingLimiter,
    FixedClassifier,
    FrozenClock,
    Outbox,
    PlainLinks,
    PlainOpener,
    PlainReceipts,
    PlainStamps,
    a_site,
)
from tests.memory import (
    MemoryAuthors,
    MemoryComments,
    MemoryCursors,
    MemoryEvents,
    MemorySettledEvents,
    MemorySites,
    MemoryStore,
)
from tests.memory_campaigns import plain_sign

if TYPE_CHECKING:
    from service.domain.site import Site
    from service.use_cases import ports


@dataclass(slots=True)
class ConfirmationHouse:
    """An installation with a site, of which only addresses can be confirmed."""

    site: Site = field(default_factory=a_site)
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FrozenClock = field(default_factory=FrozenClock)
    new_id: CountedIds = field(default_factory=CountedIds)
    limiter: CountingLimiter = field(default_factory=CountingLimiter)
    classifier: ports.SpamClassifier = field(default_factory=FixedClassifier)
    sign: ports.CampaignSigner = plain_sign
    outbox: Outbox = field(default_factory=Outbox)

    def __post_init__(self) -> None:
        self.store.sites[self.site.id] = self.site

    @property
    def stamps(self) -> PlainStamps:
        return PlainStamps(self.clock)

    @property
    def request_confirmation(self) -> RequestConfirmation:
        return RequestConfirmation(
            clock=self.clock,
            limiter=self.limiter,
            receipts=PlainReceipts(),
            comments=MemoryComments(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def show_proof(self) -> ShowProof:
        return ShowProof(comments=MemoryComments(self.store), events=MemoryEvents(self.store))

    @property
    def send_confirmations(self) -> SendConfirmations:
        return SendConfirmations(
            clock=self.clock,
            settled=MemorySettledEvents(self.store),
            cursors=MemoryCursors(self.store),
            comments=MemoryComments(self.store),
            authors=MemoryAuthors(self.store),
            sites=MemorySites(self.store),
            opener=PlainOpener(),
            links=PlainLinks(),
            mails=self.outbox,
            transaction=self.store.transaction,
        )

    @property
    def confirm_address(self) -> ConfirmAddress:
        return ConfirmAddress(
            clock=self.clock,
            links=PlainLinks(),
            authors=MemoryAuthors(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )
