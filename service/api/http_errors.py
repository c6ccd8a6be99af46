"""What can be wrong with a request before any use case is asked: Werkzeug's refusals with codes of our own.

They extend the tree of ``service.domain.errors``, so that one translation serves all.

::

    ModerationError
    └── HttpRefusal
        ├── BadRequest               bad-request
        ├── NoSuchRoute              not-found
        ├── MethodNotAllowed         method-not-allowed
        ├── BodyTooLarge             body-too-large
        ├── UnsupportedMediaType     unsupported-media-type
        ├── OtherRefusal             request-refused           any other status from 400 to 499
        └── InternalError            internal-error            a fault of ours; the answer says no more
"""

from __future__ import annotations

from service.domain.errors import ModerationError


class HttpRefusal(ModerationError):
    """A request refused for its form."""


class BadRequest(HttpRefusal):
    """The request is no HTTP that can be understood."""

    code = "bad-request"


class NoSuchRoute(HttpRefusal):
    """Nothing answers under that path."""

    code = "not-found"


class MethodNotAllowed(HttpRefusal):
    """The path answers other methods; ``Allow`` names them."""

    code = "method-not-allowed"


class BodyTooLarge(HttpRefusal):
    """The body is longer than the service reads."""

    code = "body-too-large"


class UnsupportedMediaType(HttpRefusal):
    """The body is not ``application/json``."""

    code = "unsupported-media-type"


class OtherRefusal(HttpRefusal):
    """Any other refusal of the framework."""

    code = "request-refused"


class InternalError(HttpRefusal):
    """A fault of ours."""

    code = "internal-error"
