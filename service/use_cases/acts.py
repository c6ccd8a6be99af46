"""The acts of moderators: what was done at once, listed, and what storage keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.act import Act, ActId, ActItem
    from service.domain.comment import CommentId
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.repositories import Sites

MAX_LIMIT = 100
"""Greatest number of acts in one answer."""

LOOKED_AT = 200
"""Comments of an act by which a listing tells whether anything of it can be taken back: an act of more is not gone
through for that, and what cannot be restored of it is told when it is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActQuery:
    """Which acts are asked for, newest first.

    Attributes:
        site: Those that touched one site.
        within: Those that touched one of the sites open to whoever asks; ``None``: all.
        after: Begin behind this one.
        limit: Greatest number.
    """

    site: SiteId | None = None
    within: frozenset[SiteId] | None = None
    after: ActId | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAct:
    """An act as storage knows it.

    Attributes:
        act: The act.
        sites: How many comments of each site it changed.
        standing: Whether it still stands on one of its comments as it left it; true of more than :data:`LOOKED_AT`.
    """

    act: Act
    sites: Mapping[SiteId, int]
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAct:
    """An act as a moderator sees it.

    Attributes:
        act: The act.
        sites: The sites that are open to the moderator, by name.
        comments: How many of their comments it changed.
        undoable: Whether the moderator could take it back now.
    """

    act: Act
    sites: tuple[SiteId, ...]
    comments: int
    undoable: bool


class CarriedOut(Protocol):
    """Who wants to know how much was done, once it is stored."""

    def decided(self, action: Action, comments: int) -> None:
        """Note that so many comments were decided."""
        ...

    def undone(self, comments: int) -> None:
        """Note that of so many comments a decision was taken back."""
        ...


class Acts(Protocol):
    """The acts, and what each did."""

    def begin(self, act: Act) -> None:
        """Store a new act."""
        ...

    def add(self, act: ActId, items: Sequence[ActItem]) -> None:
        """Store what an act did to comments that it did nothing to before; it may not be stored itself yet."""
        ...

    def locked(self, act: ActId) -> Act:
        """Return an act; nobody else gets it so until the transaction ends.

        Raises:
            UnknownAct: There is none.
        """
        ...

    def sites(self, act: ActId) -> Mapping[SiteId, int]:
        """Return how many comments of each site an act changed."""
        ...

    def items(self, act: ActId, after: CommentId | None, limit: int) -> tuple[ActItem, ...]:
        """Return what an act did, by the ids of comments, behind one of them, *limit* at most."""
        ...

    def change(self, act: Act) -> None:
        """Store who undid an act, how far it has come, and whether it is finished."""
        ...

    def stand_again(self, items: Sequence[ActItem]) -> None:
        """Let what stood before an act stand again, given what its undoing did to comments.

        Whatever left a comment at the version that it had before the undone act stands on it as of the new version, so
        that it can be undone in its turn. In *items* ``version_before`` is that old version, ``version`` the new one.
        """
        ...

    def list(self, query: ActQuery) -> tuple[StoredAct, ...]:
        """Return acts that changed something, newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListActs:
    """One page of the acts."""

    sites: Sites
    acts: Acts

    def __call__(
        self, site: SiteId | None, after: ActId | None, limit: int, moderator: Moderator
    ) -> tuple[tuple[SeenAct, ...], ActId | None]:
        """Return acts and the one to go on behind (``None`` at the end).

        Raises:
            NotAllowed: The moderator may not read there.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        site = moderator.site_of(site)
        moderator.require(Scope.READ, site)
        if site is not None:
            self.sites.get(site)
        limit = max(1, min(limit, MAX_LIMIT))
        found = self.acts.list(ActQuery(site=site, within=moderator.sites, after=after, limit=limit + 1))
        seen = tuple(_seen(one, site, moderator) for one in found[:limit])
        return seen, seen[-1].act.id if len(found) > limit else None


def _seen(stored: StoredAct, site: SiteId | None, moderator: Moderator) -> SeenAct:
    """Return an act as it is seen by one to whom some sites are open; *site*: as it is seen from there."""
    there = {one: comments for one, comments in stored.sites.items() if moderator.opens(one) and site in {None, one}}
    may = all(moderator.may(Scope.DECIDE, one) for one in stored.sites)
    return SeenAct(
        act=stored.act,
        sites=tuple(sorted(there)),
        comments=sum(there.values()),
        undoable=may and stored.standing and stored.act.undone_by is None,
    )
