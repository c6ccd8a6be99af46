"""The outside world as the application meets it, storage apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.adapters.campaign_signatures import sign_text
from service.adapters.clock import SystemClock
from service.adapters.confirmation_links import SignedLinks
from service.adapters.email_vault import EmailVault
from service.adapters.form_stamp import SignedStamps
from service.adapters.hashing import BlakeHasher
from service.adapters.ids import new_comment_id
from service.adapters.keys import Keys
from service.adapters.live_classifier import LiveClassifier
from service.adapters.markup import render_comment
from service.adapters.passwords import Argon2Passwords
from service.adapters.rate_limit import NoLimiter, WindowLimiter
from service.adapters.receipts import SignedReceipts
from service.adapters.sign_in_limit import SignInLimiter
from service.adapters.spam_model import ShippedClassifier, fold
from service.adapters.translations import CataloguePhrasebook
from service.storage.model_registry import SqlModels

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.settings import Settings
    from service.use_cases import ports
    from service.use_cases.people import Attempts, Passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside world, storage apart: what tests replace and production does not.

    Attributes:
        canary: How many known comments the classifier scores wrongly; ``None`` if none was scored.
    """

    clock: ports.Clock
    new_id: ports.CommentIds
    classifier: ports.SpamClassifier
    fold: ports.TextFolder
    sign: ports.CampaignSigner
    markup: ports.Markup
    sealer: ports.EmailSealer
    hasher: ports.KeyedHasher
    stamps: ports.FormStamps
    receipts: ports.Receipts
    links: ports.ConfirmationLinks
    limiter: ports.RateLimiter
    passwords: Passwords
    attempts: Attempts
    phrasebook: ports.Phrasebook
    canary: Callable[[], int | None] = lambda: None


def production_world(settings: Settings) -> World:
    """Return the world as it is in production; the keys must exist."""
    keys = Keys.load(settings.keys)
    clock = SystemClock()
    hasher = BlakeHasher(keys.hashing)
    classifier = LiveClassifier(ShippedClassifier(settings.model_dir, clock=clock), SqlModels(), clock)
    limiter: ports.RateLimiter = NoLimiter()
    if settings.rate_limit_enabled:
        limiter = WindowLimiter(settings.rate_limit, hasher=hasher, clock=clock, redis_url=settings.redis_url)
    return World(
        clock=clock,
        new_id=new_comment_id,
        classifier=classifier,
        fold=fold,
        sign=sign_text,
        markup=render_comment,
        sealer=EmailVault(sealing_key=keys.sealing, hasher=hasher),
        hasher=hasher,
        stamps=SignedStamps(keys.signing, clock),
        receipts=SignedReceipts(keys.signing),
        links=SignedLinks(keys.signing, clock),
        limiter=limiter,
        passwords=Argon2Passwords(),
        attempts=SignInLimiter(hasher=hasher, clock=clock, redis_url=settings.redis_url),
        phrasebook=CataloguePhrasebook(),
        canary=lambda: classifier.wrong,
    )
