"""Give a site an aim, and have the thresholds of every site with one follow, a step a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.dial import towards
from service.domain.errors import StaleDecision

if TYPE_CHECKING:
    from service.domain.aim import Aim
    from service.domain.site import Site
    from service.use_cases.manage_sites import ChangeSite
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites
    from service.use_cases.weigh_thresholds import Weighed, WeighThresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAim:
    """Give a site an aim; its thresholds go there at once, since the owner has seen them."""

    clock: Clock
    change_site: ChangeSite

    def __call__(self, weighed: Weighed, aim: Aim) -> Site:
        """Store an aim with the thresholds that were shown for it; with none shown, those that are set stay.

        Raises:
            StaleDecision: Somebody changed the site since it was weighed.
        """
        policy = replace(weighed.site.policy, aim=aim)
        if weighed.advice and (wanted := weighed.advice.thresholds):
            policy = replace(
                policy,
                doubtful_probability=wanted.doubtful,
                spam_probability=wanted.spam,
                stranger_probability=wanted.stranger,
                aim=replace(aim, followed=self.clock.now().date().isoformat()),
            )
        return self.change_site(replace(weighed.site, policy=policy), why=f"aim set: {aim}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowAims:
    """Move the thresholds of every site that has an aim."""

    clock: Clock
    sites: Sites
    weigh: WeighThresholds
    change_site: ChangeSite

    def __call__(self) -> int:
        """Move each site's thresholds a step nearer to its aim, once a day at most; return how many sites moved.

        A site that somebody changes at the same moment is left for tomorrow.
        """
        today = self.clock.now().date().isoformat()
        moved = 0
        for site in self.sites.all():
            aim = site.policy.aim
            if aim is None or aim.followed == today:
                continue
            weighed = self.weigh(site.id)
            if weighed.advice is None or weighed.advice.thresholds is None:
                continue
            policy = towards(site.policy, weighed.advice.thresholds, aim)
            if policy is None:
                continue
            policy = replace(policy, aim=replace(aim, followed=today))
            try:
                self.change_site(replace(site, policy=policy), why=f"aim followed: {aim}", actor="policy")
            except StaleDecision:
                continue
            moved += 1
        return moved
