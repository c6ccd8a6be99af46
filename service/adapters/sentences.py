"""The sentences for errors and unusable fields, in English; the catalogues say them in other languages.

``sentence`` and ``sentences`` do nothing but mark a text for extraction (``python -m service.adapters.catalogues``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.fields import Field, FieldFault

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence(text: str) -> str:
    """Mark a sentence."""
    return text


def sentences(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that depends on a number."""
    return one, many


FALLBACK = sentence("The request could not be carried out.")
"""For an error that has no sentence of its own."""

TITLES: Mapping[str, str] = {
    "invalid-submission": sentence("Your comment was not sent yet. Please check what you entered."),
    "invalid-settings": sentence("Some settings cannot be used. Please check what you entered."),
    "malformed-request": sentence("The request could not be understood."),
    "unknown-site": sentence("There is no such site here."),
    "unknown-page": sentence("Comments are not taken on this page."),
    "unknown-comment": sentence("There is no such comment."),
    "unknown-act": sentence("There is no such act."),
    "unknown-bulk": sentence("This preview is no longer there. Please make a new one."),
    "unknown-receipt": sentence("This link does not lead to a comment. Please check that it is complete."),
    "unknown-person": sentence("There is no such person."),
    "unknown-token": sentence("There is no such token."),
    "unknown-author": sentence("There is no such author."),
    "unknown-ban": sentence("There is no such ban, or it was lifted."),
    "banned": sentence("You cannot comment on this site at the moment. Your comment was not sent."),
    "shared-domain": sentence("Many people have addresses at this mail provider. Confirm that all of them are meant."),
    "site-closed": sentence("This site takes no comments at the moment."),
    "page-closed": sentence("Comments on this page are closed."),
    "idempotency-conflict": sentence("This key was already used for a different request."),
    "answer-not-kept": sentence("This was done already. What it showed is shown only once."),
    "unknown-reason": sentence("This site has no such reason for a decision."),
    "too-many-matches": sentence("These are too many comments for one act. Please narrow the filter."),
    "too-many-comments": sentence("Too many comments came from your network in a short time. Please try again later."),
    "origin-not-allowed": sentence("Comments cannot be sent from this website."),
    "not-authenticated": sentence("A valid token is needed."),
    "wrong-password": sentence("Name and password do not belong together."),
    "too-many-attempts": sentence("Too many attempts to sign in failed. Please try again later."),
    "cross-site-write": sentence("This request did not come from the desk. Please load the page again."),
    "name-taken": sentence("Somebody already has this name."),
    "last-owner": sentence("Nobody would be left who owns all sites."),
    "not-allowed": sentence("This token does not allow that."),
    "action-not-allowed": sentence("That cannot be done with this comment as it stands."),
    "stale-decision": sentence("Somebody else has decided on this comment in the meantime. Please look at it again."),
    "stale-settings": sentence("Somebody else has changed these settings in the meantime. Please look at them again."),
    "classifier-unavailable": sentence("The spam classifier is not available at the moment."),
    "storage-unavailable": sentence("Your request could not be completed just now. Please try again in a moment."),
    "bad-request": sentence("The request could not be understood."),
    "not-found": sentence("There is nothing at this address."),
    "method-not-allowed": sentence("This address does not answer requests of that kind."),
    "body-too-large": sentence("What was sent is too large."),
    "unsupported-media-type": sentence("What was sent is of a type that is not accepted here."),
    "request-refused": sentence("The request was refused."),
    "internal-error": sentence("Something went wrong on our side. Please try again in a moment."),
}
"""The sentence of each error, by its code."""

PROBLEMS: Mapping[FieldFault, str] = {
    FieldFault.MISSING: sentence("This field is required."),
    FieldFault.WRONG_TYPE: sentence("This must be text."),
    FieldFault.NOT_TEXT: sentence("This contains characters that are not valid text."),
    FieldFault.CONTROL_CHARACTERS: sentence("This contains invisible control characters. Please remove them."),
    FieldFault.INVALID_EMAIL: sentence("The email address is not valid."),
    FieldFault.RESERVED_DOMAIN: sentence("This email domain cannot receive mail. Please use another address."),
    FieldFault.INVALID_URL: sentence("The website address is not valid. Example: https://example.com"),
    FieldFault.INVALID_PAGE: sentence("The page address is not valid."),
    FieldFault.UNKNOWN_PARENT: sentence("The comment you are replying to is no longer available."),
    FieldFault.NOT_A_NUMBER: sentence("This must be a number."),
    FieldFault.NOT_A_WHOLE_NUMBER: sentence("This must be a whole number."),
    FieldFault.NOT_YES_OR_NO: sentence("This must be yes or no."),
    FieldFault.NOT_A_LIST: sentence("This must be a list."),
    FieldFault.NOT_AN_OBJECT: sentence("This must be a group of settings."),
    FieldFault.OUT_OF_RANGE: sentence("This must lie between %(low)s and %(high)s."),
    FieldFault.TOO_MANY: sentence("There are too many entries: at most %(limit)s are allowed."),
    FieldFault.UNKNOWN_VALUE: sentence("This is none of the values that are allowed."),
    FieldFault.UNKNOWN_SETTING: sentence("There is no such setting."),
    FieldFault.INVALID_ORIGIN: sentence("This is not the origin of a website. Example: https://example.com"),
}
"""The sentence of each fault whose words do not depend on a number."""

FIELD_SENTENCES: Mapping[tuple[str, FieldFault], str] = {
    (Field.NAME, FieldFault.MISSING): sentence("Please enter your name."),
    (Field.EMAIL, FieldFault.MISSING): sentence("Please enter your email address."),
    (Field.URL, FieldFault.MISSING): sentence("Please enter the address of your website."),
    (Field.TEXT, FieldFault.MISSING): sentence("Please write a comment."),
    (Field.PAGE, FieldFault.MISSING): sentence("The page that the comment belongs to is missing."),
}
"""Sentences that say more because they know the field."""

TOO_LONG = sentences(
    "This is too long: at most %(limit)s character is allowed, and there are %(length)s.",
    "This is too long: at most %(limit)s characters are allowed, and there are %(length)s.",
)

TOO_MANY_MARKS = sentences(
    "There are too many accents in a row: at most %(limit)s is allowed.",
    "There are too many accents in a row: at most %(limit)s are allowed.",
)
