"""Signed, dated names by which an author proves an address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from itsdangerous import BadSignature

from service.adapters.signing import DatedSigner, id_to_name, name_to_id
from service.domain.author import AuthorId
from service.domain.errors import UnknownReceipt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.site import SiteId
    from service.use_cases.ports import Clock

GOOD_FOR = timedelta(days=7)
"""How long a link proves something."""


class SignedLinks:
    """An author's id with the time, signed with the newest of *keys*; nothing is stored."""

    def __init__(self, keys: Iterable[bytes], clock: Clock) -> None:
        self._keys = tuple(keys)
        self._clock = clock

    def issue(self, site: SiteId, author: AuthorId) -> str:
        """Return a link's last part, good for a week."""
        return self._signer(site).sign(id_to_name(author)).decode("ascii")

    def read(self, site: SiteId, link: str) -> AuthorId:
        """Return whose address a link proves.

        Raises:
            UnknownReceipt: Not signed here, for another site, or too old.
        """
        try:
            name, issued_at = self._signer(site).unsign(link.encode("ascii"), return_timestamp=True)
            author = AuthorId(name_to_id(name))
        except (BadSignature, ValueError):
            raise UnknownReceipt from None
        if not timedelta(0) <= self._clock.now() - issued_at <= GOOD_FOR:
            raise UnknownReceipt
        return author

    def _signer(self, site: SiteId) -> DatedSigner:
        """Return the signer of a site."""
        return DatedSigner(self._keys, f"confirmation:{site}", self._clock)
