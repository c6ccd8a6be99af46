"""Weeks of traffic in memory, and what weighs and follows it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.use_cases.follow_aims import FollowAims, SetAim
from service.use_cases.weigh_thresholds import ShowWorkload, WeighThresholds
from tests.fakes import ARTICLE
from tests.memory import MemorySites
from tests.memory_traffic import MemoryTraffic
from tests.stored import a_comment

if TYPE_CHECKING:
    from tests.house import House


def fill(house: House, days: int = 28, per_day: int = 20) -> None:
    """Let comments come on each of the last days, most of them plainly genuine, some doubtful, some plainly spam."""
    chance = random.Random(4)  # noqa: S311 - the same traffic each time
    midnight = datetime.combine(house.clock.now().date(), time(), UTC)
    for number in range(days * per_day):
        score = chance.choice((0.004, 0.02, 0.07, 0.2, 0.35, 0.5, 0.66, 0.86, 0.96, 0.995))
        rule = "spam-probability" if score >= 0.9 else "doubtful-probability" if score >= 0.3 else "ordinary"
        comment = a_comment(
            site=house.site.id,
            id=CommentId(UUID(int=10_000 + len(house.store.comments))),
            page=ARTICLE,
            state=State.PENDING,
            spam_probability=score,
            rule=rule,
            created_at=midnight - timedelta(days=number // per_day, hours=number % per_day + 1),
        )
        house.store.comments[comment.id] = comment


def weigh(house: House) -> WeighThresholds:
    return WeighThresholds(clock=house.clock, sites=MemorySites(house.store), traffic=MemoryTraffic(house.store))


def show_workload(house: House) -> ShowWorkload:
    return ShowWorkload(weigh=weigh(house))


def set_aim(house: House) -> SetAim:
    return SetAim(clock=house.clock, change_site=house.change_site)


def follow_aims(house: House) -> FollowAims:
    return FollowAims(
        clock=house.clock, sites=MemorySites(house.store), weigh=weigh(house), change_site=house.change_site
    )
