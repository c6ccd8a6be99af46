"""Markup that came with a comment and that no reader sees: tags and entities, blanked out in place.

Comments out of other systems carry what those rendered: ``<br />``, ``<a href="…">``, ``&amp;``. Only tags that
comment systems write count as such, so that nothing can be hidden between two angle brackets. Every character keeps its
place: what is taken out is replaced by blanks.
"""

import html
import re
from typing import Final

_TAG: Final = re.compile(
    r"""
    <a\ href="[^"<>]*[?&;]t=\w+"[^<>]*>(?=\d+:\d\d</a>)  # a moment of the video, which the visitor typed as a time
    | <a\ [^<>]{0,40}?href=["']?                           # what follows is an address, to be read
    | (?<=["'])(?:\ [a-z]+=(?:"[^"<>]*"|'[^'<>]*'))*>       # the end of such a tag
    | </?(?:a|b|i|u|s|p|br|em|strong|span|div|blockquote|quote)\ ?/?>
    | &(?:amp|lt|gt|quot|apos|nbsp|\#\d{1,5}|\#x[0-9a-f]{1,4});
    """,
    re.VERBOSE | re.IGNORECASE,
)


def unmarked(text: str) -> str:
    """Return *text* with markup blanked out and entities read, each character where it was.

    >>> unmarked('a<br />b &amp; c')
    'a      b &     c'
    """
    return _TAG.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    seen = html.unescape(found[0]) if found[0][0] == "&" else ""
    return seen.ljust(len(found[0]))
