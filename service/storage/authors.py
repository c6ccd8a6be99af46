"""Authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import bindparam, or_, select, update

from service.domain.author import AuthorId
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import AUTHOR
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from service.domain.author import SealedEmail
    from service.domain.site import SiteId
    from service.storage.upserts import Insert

_C = AUTHOR.c
_BOX = select(_C.email_box).where(_C.id == bindparam("author"))
_COUNT = update(AUTHOR).where(_C.id == bindparam("author")).values(approved=_C.approved + bindparam("change"))
_CONFIRM = (
    update(AUTHOR).where(_C.id == bindparam("author"), _C.confirmed_at.is_(None)).values(confirmed_at=bindparam("now"))
)
_CLAIM = (
    update(AUTHOR)
    .where(
        _C.id == bindparam("author"),
        _C.confirmed_at.is_(None),
        or_(_C.mailed_at.is_(None), _C.mailed_at <= bindparam("latest")),
    )
    .values(mailed_at=bindparam("now"))
)
_RELEASE = update(AUTHOR).where(_C.id == bindparam("author")).values(mailed_at=None)


def _note(insert: Insert) -> Insert:
    """Count a comment; the first box is as good as the next, both hold the same address."""
    counted = insert.on_conflict_do_update(
        index_elements=[_C.site_id, _C.email_key],
        set_={
            "seen": _C.seen + 1,
            "approved": _C.approved + insert.excluded.approved,
            "domain_key": insert.excluded.domain_key,
        },
    )
    return counted.returning(_C.id)  # type: ignore[return-value] # still an insert, of one column


_NOTE = Prepared(in_both(AUTHOR, _note))


class SqlAuthors:
    """Implements :class:`service.use_cases.repositories.Authors`."""

    def note(self, site: SiteId, email: SealedEmail, at: datetime, *, approved: int) -> AuthorId:
        """Count a comment of an author, known or new, and return who it is."""
        found: Any = _NOTE.first(
            connection(),
            {
                "id": uuid4(),
                "site_id": site,
                "email_key": email.key,
                "email_box": email.box,
                "domain_key": email.domain_key,
                "seen": 1,
                "approved": approved,
                "first_seen_at": at,
            },
        )
        return AuthorId(found[0])

    def count_approved(self, changes: Mapping[AuthorId, int]) -> None:
        """Add to the numbers of approved comments; see the port."""
        # In one order, so that two batches never wait for each other crosswise.
        if changes:
            counted = [{"author": author, "change": change} for author, change in sorted(changes.items())]
            connection().execute(_COUNT, counted)

    def sealed(self, author: AuthorId) -> bytes:
        """Return the sealed box of the author's address."""
        return bytes(connection().execute(_BOX, {"author": author}).scalar_one())

    def confirm(self, author: AuthorId, at: datetime) -> bool:
        """Note that the address was proved; return whether that is news."""
        return bool(connection().execute(_CONFIRM, {"author": author, "now": at}).rowcount)

    def claim_mail(self, author: AuthorId, at: datetime, interval: timedelta) -> bool:
        """Claim the mail of an interval; return whether nobody had it and the address is not proved yet."""
        claimed = connection().execute(_CLAIM, {"author": author, "now": at, "latest": at - interval})
        return bool(claimed.rowcount)

    def release_mail(self, author: AuthorId) -> None:
        """Give the mail back that could not be sent."""
        connection().execute(_RELEASE, {"author": author})
