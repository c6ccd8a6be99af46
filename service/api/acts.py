"""Acts on the wire: what was done at once, and taking it back; with the doors of all that acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api import bulk
from service.api.filters import site_id
from service.api.inputs import AFTER, COMMENT, DEFAULT_LIMIT, ONE_SITE, limit
from service.api.operation import Answer, Input, Operation, Repeat
from service.domain import errors
from service.domain.act import ActId, ActKind
from service.domain.lifecycle import Action  # noqa: TC001 - pydantic reads the annotations when it runs
from service.domain.token import Scope
from service.use_cases.acts import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.domain.campaign import CampaignId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.acts import SeenAct
    from service.use_cases.bulk import Bulk, BulkId
    from service.use_cases.preview_bulk import BulkRequest, Preview
    from service.use_cases.undo_act import UndoProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDoors:
    """What moderators do to many comments, and take back.

    Attributes:
        list_acts: Lists acts of a site behind one of them, so many.
        undo: Goes on taking an act back.
        preview: Freezes what a filter means, and shows it.
        commit: Goes on deciding what a preview froze.
        show_bulk: Says how far that is.
        forget_bulk: Forgets a preview.
        end_order: Ends a campaign's standing order on a site.
    """

    list_acts: Callable[[SiteId | None, ActId | None, int, Moderator], tuple[tuple[SeenAct, ...], ActId | None]]
    undo: Callable[[ActId, Moderator], UndoProgress]
    preview: Callable[[BulkRequest, Moderator], Preview]
    commit: Callable[[BulkId, Moderator], Bulk]
    show_bulk: Callable[[BulkId, Moderator], Bulk]
    forget_bulk: Callable[[BulkId, Moderator], None]
    end_order: Callable[[CampaignId, SiteId | None, Moderator], None]


class ActEntry(BaseModel):
    """What somebody did at once."""

    id: UUID
    kind: ActKind
    action: Action | None = Described(description="null where it was not one action alone, as in every undoing.")
    by: str
    at: datetime
    sites: list[str]
    comments: int = Described(description="How many it changed, on the sites that are open to whoever asks.")
    undoes: UUID | None = Described(description="Of an undoing: the act that it took back.")
    undone_by: UUID | None = Described(description="The act that took it back.")
    undoable: bool = Described(description="Whether it can be taken back now.")


class ActList(BaseModel):
    """A part of the acts, newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "id": "0199a3c1-7d0e-7cc1-8b1a-3f1e5c0a9d42",
                            "kind": "bulk",
                            "action": "mark-spam",
                            "by": "token:meja",
                            "at": "2026-03-14T12:00:00Z",
                            "sites": ["demo"],
                            "comments": 1930,
                            "undoes": None,
                            "undone_by": None,
                            "undoable": True,
                        }
                    ],
                    "next": None,
                }
            ]
        }
    )

    items: list[ActEntry]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


class UndoView(BaseModel):
    """How far an undoing is. Ask again until it is done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "done": True,
                    "act": "0199a3c2-11aa-7f00-9c5d-2f6a7b8c9d0e",
                    "restored": 1928,
                    "changed": 2,
                    "remaining": 0,
                }
            ]
        }
    )

    done: bool
    act: UUID = Described(description="The undoing, an act that can be undone itself.")
    restored: int = Described(description="Comments put back as they stood before the act.")
    changed: int = Described(description="Comments left alone, since something later stands on them.")
    remaining: int


def parse_acts(query: Mapping[str, str]) -> tuple[SiteId | None, ActId | None, int]:
    """Return which acts are asked for: of which site, behind which, how many.

    Raises:
        MalformedRequest: A parameter cannot be read.
        UnknownSite: No site can have that name.
    """
    site = site_id(query["site"]) if query.get("site") else None
    try:
        after = ActId(UUID(query["after"])) if query.get("after") else None
    except ValueError as error:
        raise errors.MalformedRequest("not-a-cursor", parameter="after") from error
    digits = query.get("limit", "") or str(DEFAULT_LIMIT)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and int(digits)):  # noqa: PLR2004 - a billion
        raise errors.MalformedRequest("not-a-number-from-1", parameter="limit")
    return site, after, int(digits)


def parse_campaign_site(query: Mapping[str, str]) -> SiteId | None:
    """Return the site on which an order is to end.

    Raises:
        UnknownSite: No site can have that name.
    """
    return site_id(query["site"]) if query.get("site") else None


def render_acts(acts: tuple[SeenAct, ...], following: ActId | None) -> ActList:
    """Render a part of the acts."""
    return ActList(
        items=[
            ActEntry(
                id=one.act.id,
                kind=one.act.kind,
                action=one.act.action,
                by=one.act.actor,
                at=one.act.at,
                sites=list(one.sites),
                comments=one.comments,
                undoes=one.act.undoes,
                undone_by=one.act.undone_by,
                undoable=one.undoable,
            )
            for one in acts
        ],
        next=None if following is None else str(following),
    )


def render_undo(progress: UndoProgress) -> UndoView:
    """Render how far an undoing is."""
    return UndoView(
        done=progress.act.finished,
        act=progress.act.id,
        restored=progress.restored,
        changed=progress.act.changed,
        remaining=progress.remaining,
    )


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_ACT = Input(name="act", place="path", schema=COMMENT.schema, description="The act's id.", required=True)
_CAMPAIGN = Input(name="campaign", place="path", schema=COMMENT.schema, description="The campaign's id.", required=True)

OPERATIONS: tuple[Operation, ...] = (
    *bulk.OPERATIONS,
    Operation(
        method="get",
        path="/api/v1/moderation/acts",
        name="list_acts",
        tag="moderators",
        summary="List what moderators did at once, newest first",
        inputs=(ONE_SITE, AFTER, limit(MAX_LIMIT)),
        answers={200: Answer(description="The acts.", model=ActList)},
        errors=(
            errors.MalformedRequest("not-a-cursor", parameter="after"),
            errors.UnknownSite(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.READ),
            _AWAY,
        ),
        scope=Scope.READ,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/acts/{act}/undo",
        name="undo_act",
        repeat=Repeat.FREE,
        tag="moderators",
        summary="Take an act back, for a moment; ask again until it is done",
        inputs=(_ACT,),
        answers={200: Answer(description="How far it is.", model=UndoView)},
        errors=(errors.UnknownAct(), errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE), _AWAY),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="delete",
        path="/api/v1/moderation/campaigns/{campaign}/order",
        name="end_order",
        tag="moderators",
        summary="End a campaign's standing order on a site before its time",
        inputs=(_CAMPAIGN, ONE_SITE),
        answers={204: Answer(description="There is no order any more.", media_type=None)},
        errors=(
            errors.MalformedRequest("missing", parameter="site"),
            errors.UnknownSite(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.DECIDE),
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
