"""Which decisions are asked about, and how far two moderators agree."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.domain.comment import CommentId
from service.domain.lifecycle import Action
from service.domain.policy import Policy
from service.domain.second_opinion import Agreed, Agreement, Pairs, in_share

APPROVE, SPAM, REJECT = Action.APPROVE, Action.MARK_SPAM, Action.REJECT


def comments(count: int) -> list[CommentId]:
    return [CommentId(UUID(int=number)) for number in range(count)]


def pairs(
    decided: Action, given: Action, count: int = 1, of: tuple[str, str] = ("a", "b"), code: str | None = None
) -> Pairs:
    return Pairs(decided_by=of[0], decided=decided, reason_code=code, given_by=of[1], given=given, count=count)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_about_the_share_is_in_the_share_and_the_same_every_time(share: float) -> None:
    chosen = [one for one in comments(4000) if in_share(one, share)]

    assert len(chosen) / 4000 == pytest.approx(share, abs=0.02)
    assert chosen == [one for one in comments(4000) if in_share(one, share)]


def test_what_is_in_a_share_is_in_every_greater_one() -> None:
    small, great = ({one for one in comments(500) if in_share(one, share)} for share in (0.1, 0.3))

    assert small < great


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_lies_between_none_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="second_opinions"):
        Policy(second_opinions=share)


def test_without_pairs_nothing_is_told() -> None:
    found = Agreement.of([])

    assert (found.all, found.kappa, found.by_reason, found.by_person) == (
        Agreed(name="", pairs=0, agreed=0),
        None,
        (),
        (),
    )
    assert (found.all.share, found.all.interval) == (None, None)


def test_agreement_is_a_share_with_wilsons_interval() -> None:
    found = Agreement.of([pairs(APPROVE, APPROVE, 36), pairs(SPAM, APPROVE, 4)])

    assert (found.all.pairs, found.all.agreed, found.all.share) == (40, 36, 0.9)
    # As R's prop.test(36, 40, correct = FALSE) gives it.
    assert found.all.interval == pytest.approx((0.7695, 0.9604), abs=1e-4)


@pytest.mark.parametrize(("agreed", "interval"), [(0, (0.0, 0.2775)), (10, (0.7225, 1.0))])
def test_the_interval_stays_within_none_and_all(agreed: int, interval: tuple[float, float]) -> None:
    assert Agreed(name="", pairs=10, agreed=agreed).interval == pytest.approx(interval, abs=1e-4)


def test_kappa_takes_out_what_chance_would_give() -> None:
    # The textbook's table of two readers of 50 proposals: observed 0.7, by chance 0.5.
    table = [pairs(APPROVE, APPROVE, 20), pairs(APPROVE, SPAM, 5), pairs(SPAM, APPROVE, 10), pairs(SPAM, SPAM, 15)]

    assert Agreement.of(table).kappa == pytest.approx(0.4)
    assert Agreement.of([pairs(SPAM, SPAM), pairs(REJECT, REJECT)]).kappa == 1
    assert Agreement.of([pairs(SPAM, REJECT), pairs(REJECT, SPAM)]).kappa == -1


def test_kappa_tells_nothing_where_everybody_always_says_the_same() -> None:
    assert Agreement.of([pairs(SPAM, SPAM, 7)]).kappa is None


def test_agreement_is_told_by_reason_and_by_person_most_pairs_first() -> None:
    found = Agreement.of(
        [
            pairs(REJECT, REJECT, 2, ("rina", "budi"), "off-topic"),
            pairs(REJECT, APPROVE, 1, ("budi", "sari"), "off-topic"),
            pairs(REJECT, REJECT, 1, ("budi", "rina"), "rude"),
            pairs(SPAM, SPAM, 1, ("rina", "sari")),
        ]
    )

    assert [(one.name, one.pairs, one.agreed) for one in found.by_reason] == [("off-topic", 3, 2), ("rude", 1, 1)]
    assert [(one.name, one.pairs, one.agreed) for one in found.by_person] == [
        ("budi", 4, 3),
        ("rina", 4, 4),
        ("sari", 2, 1),
    ]
