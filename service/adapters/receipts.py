"""Receipts: signed names by which an author comes back to a comment."""

from __future__ import annotations

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING
from uuid import UUID

from itsdangerous import BadSignature, Signer

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
        return self._signer(site).sign(urlsafe_b64encode(comment.bytes).rstrip(b"=")).decode("ascii")

    def read(self, site: SiteId, receipt: str) -> CommentId:
        """Return which comment a receipt is for.

        Raises:
            UnknownReceipt: Not signed here, or for another site.
        """
        try:
            name = self._signer(site).unsign(receipt.encode("ascii"))
            return CommentId(UUID(bytes=urlsafe_b64decode(name + b"==")))
        except (BadSignature, ValueError, binascii.Error):
            raise UnknownReceipt from None

    def _signer(self, site: SiteId) -> Signer:
        """Return the signer of a site; each has keys of its own, derived from ours."""
        salt = f"saring.receipt:{site}"
        return Signer(self._keys, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)
