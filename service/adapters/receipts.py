"""Receipts: signed names by which an author comes back to a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itsdangerous import BadSignature

from service.adapters.signing import PlainSigner, id_to_name, name_to_id
from service.domain.comment import CommentId
from service.domain.errors import UnknownReceipt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.site import SiteId


class SignedReceipts:
    """A comment's id, signed with the newest of *keys*; nothing is stored, and a receipt is the same each time."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = tuple(keys)

    def issue(self, site: SiteId, comment: CommentId) -> str:
        """Return the receipt of a comment, fit for a URL as it is."""
        return self._signer(site).sign(id_to_name(comment)).decode("ascii")

    def read(self, site: SiteId, receipt: str) -> CommentId:
        """Return which comment a receipt is for.

        Raises:
            UnknownReceipt: Not signed here, or for another site.
        """
        try:
            return CommentId(name_to_id(self._signer(site).unsign(receipt.encode("ascii"))))
        except (BadSignature, ValueError):
            raise UnknownReceipt from None

    def _signer(self, site: SiteId) -> PlainSigner:
        """Return the signer of a site."""
        return PlainSigner(self._keys, f"receipt:{site}")
