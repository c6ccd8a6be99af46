"""The door to the signatures of :mod:`models.signature`, through which no failure comes."""

from __future__ import annotations

import logging

from models.signature import ENOUGH, PLENTY, band_keys
from service.domain.campaign import Signature

logger = logging.getLogger(__name__)


def sign_text(text: str, folded: str) -> Signature | None:
    """Return the signature of a text; see :class:`service.use_cases.ports.CampaignSigner`."""
    try:
        keys = band_keys(text, folded)
    except Exception as error:  # noqa: BLE001 - a comment without a campaign is taken like any other
        # Its message may hold the text.
        logger.error("signature_failed", extra={"reason": type(error).__qualname__})  # noqa: TRY400 - as above
        return None
    return Signature(keys=keys, enough=ENOUGH, plenty=PLENTY) if keys else None
