"""Bans on the wire: their shapes, how an order is read and how a ban is written."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # noqa: TC003 - as above

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt
from pydantic import Field as Described

from service.api.filters import site_id
from service.api.inputs import SITE_NAME
from service.api.parsing import read
from service.domain.author import AuthorId
from service.domain.ban import WIDEST_IPV4, WIDEST_IPV6, BanKind
from service.use_cases.ban_authors import BanOrder
from service.use_cases.decide_comments import MAX_REASON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from pydantic.types import JsonValue

    from service.domain.ban import Ban

    M = TypeVar("M", bound=BaseModel)

MAX_HOURS = 10 * 365 * 24
"""Longest timed ban, in hours: ten years."""

_MAX_DOMAIN = 254  # RFC 1035, section 2.3.4, with an @ before it
_MAX_RANGE = 49  # the longest IPv6 address and its prefix

_EXAMPLE: dict[str, JsonValue] = {
    "id": "0199a2b4-1c00-7000-8000-000000000001",
    "site": "demo",
    "kind": "domain",
    "author": "6f1e0a4c-3f53-4b0e-9f0b-7b1f6a3f2d11",
    "domain": None,
    "range": None,
    "until": "2026-03-21T12:00:00Z",
    "told": False,
    "reason": "iklan pinjaman",
    "by": "token:meja",
    "at": "2026-03-14T12:00:00Z",
}


class BanView(BaseModel):
    """A ban that holds."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    site: str
    kind: BanKind
    author: UUID | None = Described(description="Who is banned, or whose domain was.")
    domain: str | None = Described(description="The domain as typed; null where it was an author's, which nobody sees.")
    range: str | None = Described(description="The address range.")
    until: datetime | None = Described(description="When it ends by itself; null: not until it is lifted.")
    told: bool = Described(description="Told: comments are refused. Otherwise they seem to wait, and are filed.")
    reason: str | None = Described(description="For the record; the banned never see it.")
    by: str
    at: datetime


class BanReach(BaseModel):
    """Whom a ban would meet. Nothing was changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"authors": 12, "approved": 3, "shared": False}]})

    authors: int | None = Described(description="Authors of the site; null for a range: no sender's address is kept.")
    approved: int | None = Described(description="How many of them have approved comments.")
    shared: bool = Described(description="A big mail provider's domain: banned only with `force`.")


class BanList(BaseModel):
    """A part of the bans."""

    items: list[BanView]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


def _whom(kind: BanKind, named: str) -> dict[str, JsonValue]:
    """Return the schema of a body that names whom it bans in one way, and in no other."""
    others: dict[str, JsonValue] = {one: {"type": "null"} for one in ("author", "domain", "range") if one != named}
    return {"required": [named], "properties": {"kind": {"const": kind}, named: {"type": "string"}, **others}}


class BanIn(BaseModel):
    """Who is to be banned, and how."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "site": "demo",
                    "kind": "author",
                    "author": "6f1e0a4c-3f53-4b0e-9f0b-7b1f6a3f2d11",
                    "hours": 168,
                    "told": False,
                }
            ],
            "oneOf": [
                _whom(BanKind.AUTHOR, "author"),
                _whom(BanKind.DOMAIN, "author"),
                _whom(BanKind.DOMAIN, "domain"),
                _whom(BanKind.RANGE, "range"),
            ],
        }
    )

    site: Annotated[str, SITE_NAME]
    kind: BanKind
    author: UUID | None = Described(default=None, description="Whom to ban or, for a domain, whose.")
    domain: str | None = Described(default=None, max_length=_MAX_DOMAIN, description="A mail domain, in place of one.")
    range: str | None = Described(
        default=None,
        max_length=_MAX_RANGE,
        description=f"Addresses in CIDR notation, not wider than /{WIDEST_IPV4} (IPv4) or /{WIDEST_IPV6} (IPv6).",
    )
    hours: StrictInt | None = Described(default=None, ge=1, le=MAX_HOURS, description="How long; null: until lifted.")
    told: StrictBool = Described(description="Whether the banned are told.")
    reason: str | None = Described(
        default=None,
        max_length=MAX_REASON,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
        description="For the record.",
    )
    force: StrictBool = Described(default=False, description="Ban even a big mail provider's domain.")
    dry_run: StrictBool = Described(default=False, description="Change nothing; say whom it would meet.")


def parse_ban(body: Mapping[str, object]) -> tuple[BanOrder, bool]:
    """Return which ban a moderator wants, and whether only to look.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
        UnknownSite: No site can have that name.
    """
    sent = read(BanIn, body)
    order = BanOrder(
        site=site_id(sent.site),
        kind=sent.kind,
        author=None if sent.author is None else AuthorId(sent.author),
        domain=sent.domain,
        range=sent.range,
        hours=sent.hours,
        told=sent.told,
        reason=sent.reason,
        force=sent.force,
    )
    return order, sent.dry_run


def render_ban(ban: Ban) -> BanView:
    """Render a ban; the keyed hash of a domain stays inside."""
    return BanView(
        id=ban.id,
        site=ban.site,
        kind=ban.kind,
        author=ban.author,
        domain=ban.domain,
        range=ban.range,
        until=ban.until,
        told=ban.told,
        reason=ban.reason,
        by=ban.by,
        at=ban.at,
    )
