"""What tests of acts do to a house: hold comments, decide them one by one or by filter, take acts back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.lifecycle import Action
from service.domain.site import SiteId
from service.use_cases.decide_comments import Decision
from service.use_cases.preview_bulk import BulkRequest
from service.use_cases.queue import QueueFilter
from tests.fakes import FixedClassifier, SilentClassifier, an_attempt
from tests.house import a_moderator

if TYPE_CHECKING:
    from service.domain.act import ActId
    from service.domain.comment import Comment
    from service.domain.moderator import Moderator
    from service.use_cases.bulk import Bulk
    from service.use_cases.preview_bulk import Preview
    from service.use_cases.undo_act import UndoProgress
    from tests.house import House

HARBOUR = SiteId("harbour")
RINA = a_moderator(site=None)


def held(house: House, score: float | None = 0.5, **changes: Any) -> Comment:  # noqa: ANN401 - any field
    """Submit a comment like no other, a minute after the last."""
    house.classifier = SilentClassifier() if score is None else FixedClassifier(score)
    number = len(house.store.comments)
    house.clock.advance(timedelta(minutes=1))
    return house.submit(an_attempt(**({"text": f"Nomor {number}: {'abcdefghijklm'[number] * 5}."} | changes))).comment


def decide(house: House, action: Action, *comments: Comment) -> ActId:
    """Decide comments as they stand, as one act."""
    decisions = [Decision(comment=one.id, action=action, version=house.stored(one.id).version) for one in comments]
    return house.decide(decisions, RINA).acts[0]


def undo(house: House, act: ActId) -> UndoProgress:
    return house.acts.undo(act, RINA)


def previewed(house: House, moderator: Moderator = RINA, **changes: Any) -> Preview:  # noqa: ANN401 - any field
    request = BulkRequest(filter=QueueFilter(), action=Action.MARK_SPAM)
    return house.acts.preview(replace(request, **changes), moderator)


def commit(house: House, preview: Preview, moderator: Moderator = RINA) -> Bulk:
    return house.acts.commit(preview.bulk.id, moderator)
