"""What a fake classifier is on every site: itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from service.domain.site import SiteId


class Everywhere:
    """A classifier of one model for all sites."""

    __slots__ = ()

    def of_site(self, site: SiteId) -> Self:  # noqa: ARG002 - the port's signature
        return self
