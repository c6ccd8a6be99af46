"""What can go wrong in moderation, as one tree with stable codes.

::

    ModerationError
    ├── InvalidSubmission        invalid-submission       fields of a comment are missing or unusable
    │   └── InvalidSettings      invalid-settings         the same of a site's settings
    ├── MalformedRequest         malformed-request        a body or parameter that cannot be read
    ├── NotFound
    │   ├── UnknownSite          unknown-site
    │   ├── UnknownPage          unknown-page
    │   ├── UnknownComment       unknown-comment
    │   ├── UnknownReceipt       unknown-receipt
    │   ├── UnknownAuthor        unknown-author
    │   ├── UnknownBan           unknown-ban
    │   ├── UnknownAct           unknown-act
    │   ├── UnknownBulk          unknown-bulk             or it expired, or it is somebody else's
    │   ├── UnknownPerson        unknown-person
    │   └── UnknownToken         unknown-token
    ├── Closed
    │   ├── SiteClosed           site-closed
    │   └── PageClosed           page-closed
    ├── UnknownReason            unknown-reason           the site has no reason of that code
    ├── Banned                   banned                   who sent it is banned, and is told
    ├── SharedDomain             shared-domain            a big mail provider's, and nobody insisted
    ├── TooManyMatches           too-many-matches         a bulk act's filter means more than can be frozen
    ├── IdempotencyConflict      idempotency-conflict     the key was used for another body
    ├── AnswerNotKept            answer-not-kept          done under this key, and its answer held a secret
    ├── TooManyComments          too-many-comments        the author must wait
    ├── OriginNotAllowed         origin-not-allowed
    ├── NotAuthenticated         not-authenticated        no token or session, or not a live one
    │   └── WrongPassword        wrong-password
    ├── TooManyAttempts          too-many-attempts        whoever signs in must wait
    ├── CrossSiteWrite           cross-site-write         a session's write without its proof
    ├── NameTaken                name-taken               somebody has that name
    ├── LastOwner                last-owner               nobody would be left who owns all sites
    ├── NotAllowed               not-allowed              the token lacks the scope
    ├── ActionNotAllowed         action-not-allowed       the state machine has no such step
    ├── StaleDecision            stale-decision           somebody decided in the meantime; tells who and what
    │   └── StaleSettings        stale-settings           somebody changed the site in the meantime
    ├── Claimed                  claimed                  somebody else has taken the comment to decide it
    ├── OpinionGiven             opinion-given            the second opinion on the comment was given already
    ├── ClassifierUnavailable    classifier-unavailable   no score can be given; comments are held
    └── StorageUnavailable       storage-unavailable      the database is locked, read-only or away

Codes are part of the API: they never change their meaning. The text of an exception is for the log and holds no
personal data; what a person reads is translated once, from the code, by the ``Phrasebook``.
"""

from __future__ import annotations

from service.domain.errors_of_moderators import (
    ActionNotAllowed,
    AnswerNotKept,
    Claimed,
    CrossSiteWrite,
    InvalidSettings,
    LastOwner,
    Meanwhile,
    NameTaken,
    NotAllowed,
    NotAuthenticated,
    OpinionGiven,
    SharedDomain,
    StaleDecision,
    StaleSettings,
    TooManyAttempts,
    TooManyMatches,
    UnknownAct,
    UnknownAuthor,
    UnknownBan,
    UnknownBulk,
    UnknownPerson,
    UnknownReason,
    UnknownToken,
    WrongPassword,
)
from service.domain.errors_of_visitors import (
    Banned,
    ClassifierUnavailable,
    Closed,
    IdempotencyConflict,
    InvalidSubmission,
    MalformedRequest,
    ModerationError,
    NotFound,
    OriginNotAllowed,
    PageClosed,
    SiteClosed,
    StorageUnavailable,
    TooManyComments,
    UnknownComment,
    UnknownPage,
    UnknownReceipt,
    UnknownSite,
)

__all__ = [
    "ActionNotAllowed",
    "AnswerNotKept",
    "Banned",
    "Claimed",
    "ClassifierUnavailable",
    "Closed",
    "CrossSiteWrite",
    "IdempotencyConflict",
    "InvalidSettings",
    "InvalidSubmission",
    "LastOwner",
    "MalformedRequest",
    "Meanwhile",
    "ModerationError",
    "NameTaken",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "OpinionGiven",
    "OriginNotAllowed",
    "PageClosed",
    "SharedDomain",
    "SiteClosed",
    "StaleDecision",
    "StaleSettings",
    "StorageUnavailable",
    "TooManyAttempts",
    "TooManyComments",
    "TooManyMatches",
    "UnknownAct",
    "UnknownAuthor",
    "UnknownBan",
    "UnknownBulk",
    "UnknownComment",
    "UnknownPage",
    "UnknownPerson",
    "UnknownReason",
    "UnknownReceipt",
    "UnknownSite",
    "UnknownToken",
    "WrongPassword",
]
