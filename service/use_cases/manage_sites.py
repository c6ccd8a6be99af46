"""Add and change sites, close and open pages; each change is a line of the log."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.event import Event, EventKind
from service.domain.page import canonical_page

if TYPE_CHECKING:
    from service.domain.page import PageKey
    from service.domain.policy import Policy
    from service.domain.site import Site, SiteId
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Pages, Sites, Transaction

OPERATOR = "operator"
"""Actor of what was done on the command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite:
    """Add a site."""

    clock: Clock
    sites: Sites
    events: Events
    transaction: Transaction

    def __call__(self, site: Site) -> None:
        """Store a new site."""
        with self.transaction():
            self.sites.add(site)
            self.events.append(_changed(site, "added", self.clock))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSite:
    """Change a site's settings or policy."""

    clock: Clock
    sites: Sites
    events: Events
    transaction: Transaction

    def __call__(self, site: Site, *, why: str = "", actor: str = OPERATOR) -> Site:
        """Store *site* as changed from what its version names, and return it with the next version.

        Whoever sets a threshold by hand takes it out of an aim's: with another threshold and the same aim as before,
        the aim is gone.

        Args:
            site: As it is to be.
            why: Which aim set the thresholds; ``""``: a hand did.
            actor: Who changed it.

        Raises:
            UnknownSite: There is none of that name.
            StaleSettings: Somebody changed it in the meantime.
        """
        with self.transaction():
            before = self.sites.get(site.id)
            after = replace(site, version=site.version + 1)
            if (
                not why
                and after.policy.thresholds != before.policy.thresholds
                and after.policy.aim == before.policy.aim
            ):
                after = replace(after, policy=replace(after.policy, aim=None))
            self.sites.change(after)
            changed = [one.name for one in fields(site) if getattr(before, one.name) != getattr(site, one.name)]
            event = _changed(after, " ".join(changed), self.clock)
            details = {**event.details, **policy_changes(before.policy, after.policy), **_aimed(after, why)}
            self.events.append(replace(event, actor=actor, details=details))
        return after


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePage:
    """Close a page to new comments, or open it again; either makes the page known."""

    clock: Clock
    sites: Sites
    pages: Pages
    events: Events
    transaction: Transaction

    def __call__(self, site: SiteId, address: str, *, closed: bool) -> PageKey:
        """Close or open a page and return its key.

        Raises:
            UnknownSite: There is none of that name.
            ValueError: The address is none of a page.
        """
        found = self.sites.get(site)
        key = canonical_page(address, found.own_hosts)
        with self.transaction():
            self.pages.close(site, key, closed=closed)
            self.events.append(_changed(found, "page closed" if closed else "page opened", self.clock))
        return key


def _changed(site: Site, what: str, clock: Clock) -> Event:
    """Return the event of a change to a site."""
    return Event(
        kind=EventKind.SITE_CHANGED,
        site=site.id,
        comment=None,
        at=clock.now(),
        actor=OPERATOR,
        details={"changed": what, "version": site.version},
    )


def policy_changes(before: Policy, after: Policy) -> dict[str, str | float | None]:
    """Return what the event of a change says of each part of a policy that changed: what it is and what it was.

    Of a word list only how many entries came and went: a blocked name may be somebody's.
    """
    found: dict[str, str | float | None] = {}
    for name in (one.name for one in fields(before)):
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, tuple):
            came, went = {*new} - {*old}, {*old} - {*new}
            found |= {f"{name}_added": len(came), f"{name}_removed": len(went)} if came or went else {}
        elif _plain(old) != _plain(new):
            found |= {name: _plain(new), f"{name}_before": _plain(old)}
    return found


def _plain(value: object) -> str | float | None:
    """Return a part of a policy as the log writes it; a duration in seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if value is None or isinstance(value, int | float) else str(value)


def _aimed(site: Site, why: str) -> dict[str, str | float]:
    """Return what the event of a change says of the aim that made it."""
    if not why:
        return {}
    names = ("doubtful_probability", "spam_probability", "stranger_probability")
    return {"why": why, **{name: getattr(site.policy, name) for name in names}}
