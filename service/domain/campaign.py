"""A campaign: comments that say the same, under whatever names, on whatever pages and sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

CampaignId = NewType("CampaignId", UUID)
"""The id of the comment that founded it. A comment that is alone founded one, too, of which nobody speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """By what a text is recognised in its variants. It is over the text alone, and the text cannot be told from it.

    Attributes:
        keys: 64-bit numbers, signed; those of two variants are mostly the same.
        enough: So many in common make a variant.
        plenty: A variant with fewer in common stands for its campaign besides those before it.
    """

    keys: tuple[int, ...]
    enough: int
    plenty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A comment's campaign as one who may see some sites sees it.

    Attributes:
        id: The campaign.
        size: Its comments there, from 2.
    """

    id: CampaignId
    size: int
