"""How a comment is shown: its text as safe HTML, in time proportional to its length."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from linkify_it import LinkifyIt
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINK = 500
"""Longest address that becomes a link, in characters, as for an author's website."""

MAX_LINKS = 100
"""Most places at which a link is looked for, so that a text full of beginnings costs no more than a long one."""

MAX_SHOWN = 60
"""Longest text of a link, in characters; a longer address is cut at its end and kept whole in the link."""

# Unicode's bidirectional embeddings, overrides and isolates (UAX #9, section 2) could reorder what stands around a
# comment. The marks (U+200E, U+200F, U+061C) reach no further than their neighbours, and Arabic needs them.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_DROPPED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_BIDI}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_LINK_START = re.compile(r"(?<!\w)(?:https?:(?=//)|(?=www\.))", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/?#]")
_LINKIFY = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})


def render_comment(text: str) -> str:
    """Return safe HTML of a text: everything escaped, a paragraph between blank lines, addresses of web pages linked.

    What could change the look of other text is left out: control characters and bidirectional overrides. Links bear
    ``rel="ugc nofollow noopener"``. Any string is rendered, whatever it holds.
    """
    clean = _SURROGATES.sub("\ufffd", _DROPPED.sub("", text))
    # Escaping changes no line end, so it is done at once where no link has to be cut out first.
    html = "".join(_pieces(clean)) if _LINK_START.search(clean) else str(escape(clean))
    lines = (line.strip() for line in _LINE_END.split(html))
    return "".join("<p>" + "<br>".join(group) + "</p>" for filled, group in groupby(lines, bool) if filled)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text, escaped, and its links; a link never goes over a blank or a line's end."""
    done = position = 0
    for _ in range(MAX_LINKS):
        start = _LINK_START.search(text, position)
        if start is None:
            break
        position = max(start.end(), start.start() + 1)
        rest = text[start.end() : start.end() + MAX_LINK]
        rest = rest if start.group() else "//" + rest
        length = _LINKIFY.test_schema_at(rest, "http:", 0)
        if not length or not _is_plain_host(rest[2:length]):
            continue
        end = start.end() + length - (0 if start.group() else 2)
        yield str(escape(text[done : start.start()]))
        yield _link(text[start.start() : end])
        done = position = end
    yield str(escape(text[done:]))


def _is_plain_host(address: str) -> bool:
    """Return whether an address (without scheme) names a host on the web and no user: ``//bank.example@…`` deceives."""
    authority = _AUTHORITY_END.split(address, maxsplit=1)[0]
    return "." in authority and "@" not in authority


def _link(address: str) -> str:
    """Return a link that search engines do not follow and that gives the page it opens no hold on ours."""
    target = "https://" + address if address[:4].lower() == "www." else address
    shown = address if len(address) <= MAX_SHOWN else address[: MAX_SHOWN - 1] + "…"
    return f'<a href="{escape(target)}" rel="ugc nofollow noopener">{escape(shown)}</a>'
