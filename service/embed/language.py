"""In which language a page speaks to the visitor before it."""

from __future__ import annotations

from flask import g, has_request_context, request
from flask_babel import refresh

from service.embed.doors import doors

DEFAULT = "id"
"""Language of a page that nobody chose one for: that of the country the service is named in."""


def select_language() -> str:
    """Return the language of this request: what a view chose, else what the visitor asks for.

    The application's ``Babel`` calls it.
    """
    if not has_request_context():
        return DEFAULT
    chosen: str = g.get("saring_language", "")
    return chosen or asked_for(request.args.get("lang", "")) or _preferred()


def speak(*wishes: str) -> str:
    """Speak the first of *wishes* that there is a catalogue for, for the rest of this request, and return it."""
    g.saring_language = next((known for wish in wishes if (known := asked_for(wish))), "") or _preferred()
    refresh()
    language: str = g.saring_language
    return language


def asked_for(wish: str) -> str:
    """Return the catalogue that serves a language tag (``id-ID``: ``id``), or ``""``."""
    if not wish:
        return ""
    languages = doors().phrasebook.languages
    tag = wish.strip().replace("_", "-").lower()
    by_tag = {language.replace("_", "-").lower(): language for language in languages}
    while tag:
        if tag in by_tag:
            return by_tag[tag]
        tag = tag.rpartition("-")[0]
    return ""


def _preferred() -> str:
    """Return the language that the browser prefers among those there are."""
    for tag in request.accept_languages.values():
        if known := asked_for(tag):
            return known
    return DEFAULT
