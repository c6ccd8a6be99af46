"""Issue, list and revoke tokens of the sites that a moderator manages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import MalformedRequest, UnknownSite, UnknownToken
from service.domain.person import checked_name, managed_sites, require_to_give

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.domain.token import Scope, Token, TokenId
    from service.use_cases.authenticate import IssueToken, RevokeToken


class ListedTokens(Protocol):
    """The tokens, in parts."""

    def listed(self, within: frozenset[SiteId] | None, before: TokenId | None, limit: int) -> tuple[Token, ...]:
        """Return tokens, newest first, older than *before*, *limit* at most.

        Only those of one of the sites *within*; ``None``: all, those of all sites too.
        """
        ...

    def get(self, token: TokenId) -> Token:
        """Return a token.

        Raises:
            UnknownToken: There is none of that id.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageTokens:
    """What a moderator does with tokens."""

    tokens: ListedTokens
    issue_token: IssueToken
    revoke_token: RevokeToken

    def listed(
        self, before: TokenId | None, limit: int, moderator: Moderator
    ) -> tuple[tuple[Token, ...], TokenId | None]:
        """Return tokens of the sites that the moderator manages, newest first, and what to go on behind.

        Raises:
            NotAllowed: The moderator manages none.
        """
        found = self.tokens.listed(managed_sites(moderator), before, limit + 1)
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    def issue(
        self, label: str, site: SiteId | None, scopes: frozenset[Scope], moderator: Moderator
    ) -> tuple[Token, str]:
        """Return a new token and its secret.

        Raises:
            NotAllowed: The moderator does not manage tokens there, or lacks one of the scopes.
            UnknownSite: There is none of that name, or it is not open.
            MalformedRequest: The label cannot be used, or no scope is named.
        """
        managed_sites(moderator)
        if site is not None and not moderator.opens(site):
            raise UnknownSite(site)
        if not scopes:
            raise MalformedRequest("missing", parameter="scopes")
        require_to_give(moderator, site, scopes)
        return self.issue_token(checked_name(label, "label"), site, scopes, moderator.actor)

    def revoke(self, token: TokenId, moderator: Moderator) -> None:
        """Let a token open nothing, at once, nor any session that it opened; one that was revoked stays so.

        Raises:
            NotAllowed: The moderator manages none.
            UnknownToken: There is none of that id on a site that the moderator manages.
        """
        managed = managed_sites(moderator)
        found = self.tokens.get(token)
        if managed is not None and found.site not in managed:
            raise UnknownToken
        self.revoke_token(found, moderator.actor)
