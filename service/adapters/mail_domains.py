"""Mail domains as bans know them: read as an address's would be, and hashed so that none can be read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from email_validator import validate_email

from service.domain.errors import MalformedRequest

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from service.use_cases.ports import KeyedHasher


def domain_key(hasher: KeyedHasher, site: SiteId, domain: str) -> bytes:
    """Return the digest of a domain (ASCII, lower case) on a site; on another site it is another."""
    return hasher("domain", site, domain)


@dataclass(frozen=True, slots=True)
class HashedDomains:
    """Implements :class:`service.use_cases.ban_authors.MailDomains`."""

    hasher: KeyedHasher

    def read(self, typed: str) -> str:
        """Return the domain that a moderator typed, with or without ``@``, in ASCII and lower case.

        Raises:
            MalformedRequest: No mail address can have it.
        """
        try:
            found = validate_email(f"x@{typed.strip().removeprefix('@')}", check_deliverability=False)
        except ValueError as error:
            raise MalformedRequest("not-a-domain", parameter="domain") from error
        return found.ascii_domain.lower()

    def key(self, site: SiteId, domain: str) -> bytes:
        """Return the key by which a domain, as :meth:`read` returns it, is known on a site."""
        return domain_key(self.hasher, site, domain)
