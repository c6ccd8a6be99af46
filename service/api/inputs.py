"""What several operations of the API take: the parameters that they share, as the document describes them."""

from __future__ import annotations

from pydantic import Field as Described

from service.api.operation import Input
from service.domain.fields import LIMITS, Field
from service.domain.site import SITE_ID

DEFAULT_LIMIT = 50
"""Items in an answer where the request names no number."""

MOST_COUNTED = 10**9 - 1
"""Greatest number that a parameter may name: nine digits."""

EMPTY = {"const": ""}
"""What counts as a missing parameter, too."""

LINE = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"
"""What words in a query string hold: no control characters."""

NAMED_LINE = "^[^\\x00-\\x1f\\x7f-\\x9f]+$"
"""The same, and something at all."""

_SIGN = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]"
SEEN = f"^[^{_SIGN}*[^\\s{_SIGN}[^{_SIGN}*$"
"""What a name in a body is: one line with something to see in it."""

SITE = Input(
    name="site",
    place="path",
    schema={"type": "string", "pattern": f"^{SITE_ID.pattern}$"},
    description="The site's name.",
    required=True,
)
SITE_NAME = Described(json_schema_extra={"pattern": f"^{SITE_ID.pattern}$"})
"""A site's name in a body; no site has another, so one that cannot be a name is as unknown as one that nobody has."""

ONE_SITE = Input(
    name="site",
    place="query",
    schema=SITE.schema,
    description="One site; otherwise all that the token opens.",
)
COMMENT = Input(
    name="comment",
    place="path",
    schema={"type": "string", "format": "uuid"},
    description="The comment's id.",
    required=True,
)
PAGE = Input(
    name="page",
    place="query",
    schema={"type": "string", "minLength": 1, "maxLength": LIMITS[Field.PAGE], "pattern": LINE},
    description="URL or path of the page; scheme, fragment, tracking parameters and a trailing slash do not matter.",
    required=True,
)
AFTER = Input(
    name="after",
    place="query",
    schema={"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
    description="Go on behind: `next` of before.",
)
IF_NONE_MATCH = Input(
    name="If-None-Match", place="header", schema={"type": "string"}, description="An `ETag` of before."
)
ETAG = {"ETag": "Changes when the answer does."}
"""Of an operation that takes it."""

LANGUAGE = Input(
    name="lang",
    place="query",
    schema={"type": "string"},
    description="Language of the answer; otherwise `Accept-Language`, otherwise the site's.",
)


def limit(greatest: int) -> Input:
    """Return the parameter that says how many are wanted."""
    schema = {"type": "integer", "minimum": 1, "maximum": MOST_COUNTED, "default": DEFAULT_LIMIT}
    return Input(name="limit", place="query", schema=schema, description=f"At most so many; {greatest} for any more.")


def words(name: str, words: tuple[str, ...], default: str, description: str) -> Input:
    """Return a parameter that is one of a few words."""
    schema = {"type": "string", "enum": list(words), "default": default}
    return Input(name=name, place="query", schema=schema, description=description)
