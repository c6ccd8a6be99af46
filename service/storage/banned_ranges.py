"""The address ranges that a site bans, as one column of its row.

A site is read with every submission anyway, so that looking whether a range is banned costs no question, and no
visitor's address ever reaches the database.
"""

from __future__ import annotations

import json
from datetime import datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING

from service.domain.ban import BannedRange

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_ranges(ranges: Iterable[BannedRange]) -> str | None:
    """Return ranges as they are stored; ``None`` for none."""
    written = [[str(one.network), one.until and one.until.isoformat(), one.told] for one in ranges]
    return json.dumps(written) if written else None


def read_ranges(stored: str) -> tuple[BannedRange, ...]:
    """Return the ranges that were stored."""
    return tuple(
        BannedRange(network=ip_network(network), until=until and datetime.fromisoformat(until), told=told)
        for network, until, told in json.loads(stored)
    )
