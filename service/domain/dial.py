"""From an aim to thresholds, and towards them day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.aim import READING_PRICE, log_odds, probability
from service.domain.policy import Mode
from service.domain.workload import Thresholds

if TYPE_CHECKING:
    from service.domain.aim import Aim
    from service.domain.policy import Policy
    from service.domain.recalibration import Recalibration
    from service.domain.traffic import Traffic
    from service.domain.workload import Ledger

LEAST_COMMENTS = 200
"""Fewer comments with a score say too little: half a dozen of them stand behind each threshold."""

LEAST_DAYS = 7
"""Fewer days may miss the weekend."""

LEAST_PRICE, MOST_PRICE = 0.005, 0.5
"""Bounds of what reading a comment may cost, in published spams.

The upper one holds every comment that is more likely spam than not: whoever floods a queue cannot make an aim publish
spam to keep it short.
"""

STEP = 0.25
"""How far a threshold moves a day at most, in log-odds: its odds change by 28 %, and 0.3 by 0.05 to 0.06."""

STILL = 0.05
"""A move that small is not made, so that the thresholds rest where nothing changes."""

LOWEST, HIGHEST = 0.005, 0.999
_PRICES = 240


class Reason(StrEnum):
    """Why thresholds follow as they do, or do not."""

    MET = "met"
    TOO_FEW_COMMENTS = "too-few-comments"
    MODE = "mode-decides"
    OTHERS_HOLD_MORE = "more-are-held"
    FEWER_COME = "fewer-come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What follows from an aim.

    Attributes:
        thresholds: To be set; ``None``: those that are set stay.
        reason: ``more-are-held``: even these leave more to read than was aimed at, since the rest is held for other
            reasons or more likely spam than not; ``fewer-come``: all that is worth it is fewer.
    """

    thresholds: Thresholds | None
    reason: Reason


def advise(aim: Aim, traffic: Traffic, mode: Mode, recalibration: Recalibration, ledger: Ledger | None) -> Advice:
    """Return the thresholds of least expected cost for an aim.

    With a published spam as the unit, a comment that is spam with probability *q* costs *q* if published, the price of
    reading if held and (1 - *q*) times ``cost_ratio`` if filed: hold from *q* = price on, file from 1 - price / ratio
    on (C. K. Chow, "On optimum recognition error and reject tradeoff", IEEE Transactions on Information Theory, 1970).
    Where a number a day is aimed at, the price is the one at which about so many are held: the cheapest way to read so
    many.

    Args:
        aim: What is wanted.
        traffic: Of the last weeks.
        mode: The site's.
        recalibration: The classifier's word as decisions corrected it.
        ledger: Of the same traffic; ``None`` if nothing came.
    """
    if mode is not Mode.HOLD_DOUBTFUL:
        return Advice(thresholds=None, reason=Reason.MODE)
    if ledger is None or traffic.scored < LEAST_COMMENTS or len(traffic.days) < LEAST_DAYS:
        return Advice(thresholds=None, reason=Reason.TOO_FEW_COMMENTS)
    if aim.read_per_day is None:
        return Advice(thresholds=_at_price(READING_PRICE, aim, recalibration), reason=Reason.MET)
    # Of prices that hold equally many, the one nearest to the usual.
    wanted = aim.read_per_day
    offers = []
    for number in range(_PRICES + 1):
        price = MOST_PRICE * (LEAST_PRICE / MOST_PRICE) ** (number / _PRICES)
        thresholds = _at_price(price, aim, recalibration)
        held = ledger.read_per_day(thresholds)
        offers.append((abs(held - wanted), abs(log_odds(price) - log_odds(READING_PRICE)), held, thresholds))
    _, _, held, thresholds = min(offers, key=lambda offer: offer[:2])
    if held > wanted and thresholds == offers[0][3]:
        return Advice(thresholds=thresholds, reason=Reason.OTHERS_HOLD_MORE)
    if held < wanted and thresholds == offers[-1][3]:
        return Advice(thresholds=thresholds, reason=Reason.FEWER_COME)
    return Advice(thresholds=thresholds, reason=Reason.MET)


def towards(policy: Policy, wanted: Thresholds, aim: Aim) -> Policy | None:
    """Return the policy a bounded step nearer to what is wanted; ``None`` if it is as good as there."""
    doubtful = log_odds(wanted.doubtful) - log_odds(policy.doubtful_probability)
    spam = log_odds(wanted.spam) - log_odds(policy.spam_probability)
    if max(abs(doubtful), abs(spam)) < STILL:
        return None
    held_from = _moved(policy.doubtful_probability, doubtful)
    return replace(
        policy,
        doubtful_probability=held_from,
        spam_probability=max(_moved(policy.spam_probability, spam), held_from),
        stranger_probability=round(aim.strangers * held_from, 3),
    )


def _moved(threshold: float, by: float) -> float:
    """Return a threshold moved in log-odds, a step at most, to a thousandth."""
    return round(probability(log_odds(threshold) + min(max(by, -STEP), STEP)), 3)


def _at_price(price: float, aim: Aim, recalibration: Recalibration) -> Thresholds:
    """Return the thresholds of least expected cost at a price of reading."""
    doubtful = _bounded(recalibration.original(price))
    spam = max(_bounded(recalibration.original(1 - price / aim.cost_ratio)), doubtful)
    return Thresholds(doubtful=doubtful, spam=spam, stranger=round(aim.strangers * doubtful, 3))


def _bounded(threshold: float) -> float:
    """Return a threshold to a thousandth, within the bounds of what an aim sets."""
    return round(min(max(threshold, LOWEST), HIGHEST), 3)
