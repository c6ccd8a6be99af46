"""In which language an answer speaks: what the request asks for, else what the browser prefers, else the site's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

from service.api.doors import doors
from service.api.filters import site_id

if TYPE_CHECKING:
    from collections.abc import Sequence

FALLBACK = "en"
"""Language where nobody names one and no site is concerned: that of the API's own words."""


def wish_for(language: object) -> None:
    """Note the language that a request's body asks for."""
    if isinstance(language, str):
        g.saring_api_language = language


def asked_for() -> str:
    """Return the language that body, query or browser ask for, of those there are catalogues for; ``""`` for none."""
    known = doors().phrasebook.languages
    wishes = (g.get("saring_api_language", ""), request.args.get("lang", ""), *request.accept_languages.values())
    return next((found for wish in wishes if (found := _catalogue(wish, known))), "")


def form_language(site_language: str) -> str:
    """Return the language of a form: what the request asks for by name, else that of the site it stands in.

    What the browser prefers does not count: many a reader of an Indonesian page has an English browser.
    """
    known = doors().phrasebook.languages
    return _catalogue(request.args.get("lang", ""), known) or site_language


def error_language() -> str:
    """Return the language of an error, which can come before anything of the request is known."""
    site = (request.view_args or {}).get("site")
    if (language := asked_for()) or site is None:
        return language or FALLBACK
    try:
        return doors().sites.get(site_id(site)).language
    except Exception:  # noqa: BLE001 - what failed may be this very look-up, and its fault is logged already
        return FALLBACK


def _catalogue(tag: str, known: Sequence[str]) -> str | None:
    """Return the catalogue that serves a language tag, by its longest prefix (RFC 4647, section 3.4)."""
    wanted = tag.strip().replace("_", "-").lower()
    by_tag = {language.replace("_", "-").lower(): language for language in known}
    while wanted and wanted not in by_tag:
        wanted = wanted.rpartition("-")[0]
    return by_tag.get(wanted)
