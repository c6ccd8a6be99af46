"""Open a comment form: what it must ask, and the stamp that says when it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.domain.page import Page
    from service.domain.site import Site, SiteId
    from service.use_cases.list_page import SeePage
    from service.use_cases.ports import FormStamps


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedForm:
    """A form that opens now.

    Attributes:
        site: Says what is required and in which language.
        page: What is commented on.
        stamp: To be sent back with the comment.
    """

    site: Site
    page: Page
    stamp: str

    @property
    def closed(self) -> bool:
        """Whether no comments are taken here."""
        return self.site.closed or self.page.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """Open a form on a page."""

    see_page: SeePage
    stamps: FormStamps

    def __call__(self, site: SiteId, address: str) -> OpenedForm:
        """Return the form of a page; raises as :class:`SeePage` does."""
        found, page = self.see_page(site, address)
        return OpenedForm(site=found, page=page, stamp=self.stamps.issue(site, page.key))
