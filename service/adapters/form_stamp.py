"""The signed, dated stamp that a form carries: when it was opened, and for which page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from itsdangerous import BadSignature

from service.adapters.signing import DatedSigner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.page import PageKey
    from service.domain.site import SiteId
    from service.use_cases.ports import Clock


class SignedStamps:
    """Stamps signed with the newest of *keys* and known by any of them; they say nothing but the time."""

    def __init__(self, keys: Iterable[bytes], clock: Clock) -> None:
        self._signer = DatedSigner(keys, "form-stamp", clock)
        self._clock = clock

    def issue(self, site: SiteId, page: PageKey) -> str:
        """Return a stamp for a form that opens now: the time and a signature that covers site and page too."""
        place = _place(site, page)
        return self._signer.sign(place)[len(place) + 1 :].decode("ascii")

    def age(self, site: SiteId, page: PageKey, stamp: str) -> timedelta | None:
        """Return how long ago the stamp was issued for this page; ``None`` if it was not, or not by us.

        There is no greatest age: a form opened yesterday still posts. A stamp from the future is none.
        """
        if not stamp.isascii():
            return None
        place = _place(site, page)
        try:
            signed, issued_at = self._signer.unsign(place + b"." + stamp.encode("ascii"), return_timestamp=True)
        except BadSignature:
            return None
        # What follows the first dot of the page "/a.b" and its stamp is signed too, but is no stamp for the page "/a".
        if signed != place:
            return None
        age = self._clock.now() - issued_at
        return age if age >= timedelta(0) else None


def _place(site: SiteId, page: PageKey) -> bytes:
    """Return what a stamp is bound to; a site's name holds no line end, so no two places are written alike."""
    return f"{site}\n{page}".encode("utf-8", "surrogatepass")
