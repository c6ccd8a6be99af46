"""The API's operations, as a table: what each takes, what it answers and what can go wrong."""

from __future__ import annotations

from datetime import timedelta

from service.api import http_errors, schemas
from service.api.operation import HTML, Answer, Input, Operation
from service.api.parameters import DEFAULT_LIMIT, MAX_SEARCH
from service.domain import errors
from service.domain.fields import LIMITS, Field, FieldFault, FieldProblem
from service.domain.lifecycle import Action, State
from service.domain.site import SITE_ID
from service.domain.token import Scope
from service.use_cases import campaigns, list_page, list_queue
from service.use_cases.queue import QueueOrder

_SITE = Input(
    name="site",
    place="path",
    schema={"type": "string", "pattern": f"^{SITE_ID.pattern}$"},
    description="The site's name.",
    required=True,
)
_COMMENT = Input(
    name="comment",
    place="path",
    schema={"type": "string", "format": "uuid"},
    description="The comment's id.",
    required=True,
)
_PAGE = Input(
    name="page",
    place="query",
    schema={"type": "string", "minLength": 1, "maxLength": LIMITS[Field.PAGE]},
    description="URL or path of the page; scheme, fragment, tracking parameters and a trailing slash do not matter.",
    required=True,
)
_AFTER = Input(name="after", place="query", schema={"type": "string"}, description="Go on behind: `next` of before.")
_LANGUAGE = Input(
    name="lang",
    place="query",
    schema={"type": "string"},
    description="Language of the answer; otherwise `Accept-Language`, otherwise the site's.",
)


def _limit(greatest: int) -> Input:
    """Return the parameter that says how many are wanted."""
    schema = {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT}
    return Input(name="limit", place="query", schema=schema, description=f"At most so many; {greatest} for any more.")


def _words(name: str, words: tuple[str, ...], default: str, description: str) -> Input:
    """Return a parameter that is one of a few words."""
    schema = {"type": "string", "enum": list(words), "default": default}
    return Input(name=name, place="query", schema=schema, description=description)


def _invalid(field_name: Field, fault: FieldFault) -> errors.InvalidSubmission:
    """Return an example of a field that cannot be used."""
    return errors.InvalidSubmission((FieldProblem(field=field_name, code=fault),))


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_NO_PAGE = _invalid(Field.PAGE, FieldFault.INVALID_PAGE)
_BODY = (
    errors.MalformedRequest("not-json"),
    http_errors.BodyTooLarge(),
    http_errors.UnsupportedMediaType(),
)
_TOKEN = (errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE))

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="post",
        path="/api/v1/sites/{site}/comments",
        name="submit",
        tag="public",
        summary="Post a comment",
        inputs=(
            _SITE,
            Input(
                name="Idempotency-Key",
                place="header",
                schema={"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[\\x21-\\x7e]+$"},
                description="The same key with the same body stores one comment and gets the same answer.",
            ),
        ),
        body=schemas.SubmissionIn,
        answers={
            201: Answer(description="The comment is public.", model=schemas.AcceptedComment),
            202: Answer(description="The comment waits for a moderator.", model=schemas.AcceptedComment),
        },
        errors=(
            _invalid(Field.EMAIL, FieldFault.INVALID_EMAIL),
            errors.IdempotencyConflict(),
            errors.UnknownSite(),
            errors.UnknownPage(),
            errors.SiteClosed(),
            errors.PageClosed(),
            errors.OriginNotAllowed(),
            errors.TooManyComments(timedelta(seconds=30)),
            *_BODY,
            _AWAY,
        ),
    ),
    Operation(
        method="get",
        path="/api/v1/sites/{site}/comments",
        name="list_page",
        tag="public",
        summary="Read a page's public comments, oldest first",
        inputs=(
            _SITE,
            _PAGE,
            _AFTER,
            _limit(list_page.MAX_LIMIT),
            Input(
                name="If-None-Match",
                place="header",
                schema={"type": "string"},
                description="An `ETag` of before.",
            ),
        ),
        answers={
            200: Answer(
                description="The comments.", model=schemas.PublicPage, headers={"ETag": "Changes when the page does."}
            ),
            304: Answer(
                description="Nothing changed.", media_type=None, headers={"ETag": "Changes when the page does."}
            ),
        },
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), _NO_PAGE, _AWAY),
    ),
    Operation(
        method="get",
        path="/api/v1/sites/{site}/form",
        name="open_form",
        tag="public",
        summary="Open a comment form: what it asks, its words and its stamp",
        inputs=(_SITE, _PAGE, _LANGUAGE),
        answers={200: Answer(description="What the form needs to know.", model=schemas.FormView)},
        errors=(errors.MalformedRequest("control-characters", parameter="page"), errors.UnknownSite(), _NO_PAGE, _AWAY),
    ),
    Operation(
        method="get",
        path="/api/v1/sites/{site}/receipts/{receipt}",
        name="show_receipt",
        tag="public",
        summary="See what became of a comment",
        inputs=(
            _SITE,
            Input(
                name="receipt",
                place="path",
                schema={"type": "string"},
                description="Last part of the path that the comment's answer named.",
                required=True,
            ),
        ),
        answers={200: Answer(description="The comment's state.", model=schemas.ReceiptView)},
        errors=(errors.UnknownSite(), errors.UnknownReceipt(), _AWAY),
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/comments",
        name="list_queue",
        tag="moderators",
        summary="List comments of one state",
        inputs=(
            Input(
                name="site",
                place="query",
                schema=_SITE.schema,
                description="One site; otherwise all that the token opens.",
            ),
            _words("state", tuple(State), State.PENDING, "Which state."),
            _words("order", tuple(QueueOrder), QueueOrder.OLDEST, "Which come first."),
            Input(
                name="q",
                place="query",
                schema={"type": "string", "maxLength": MAX_SEARCH},
                description="Words in name or text, as a reader sees them.",
            ),
            Input(name="campaign", place="query", schema=_COMMENT.schema, description="One campaign; otherwise any."),
            _AFTER,
            _limit(list_queue.MAX_LIMIT),
        ),
        answers={200: Answer(description="The comments.", model=schemas.Queue)},
        errors=(errors.MalformedRequest("unknown-value", parameter="state"), errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/campaigns",
        name="list_campaigns",
        tag="moderators",
        summary="List comments that say the same, as groups, those seen last first",
        inputs=(
            Input(
                name="site",
                place="query",
                schema=_SITE.schema,
                description="One site, and what came there alone; otherwise all that the token opens.",
            ),
            _AFTER,
            _limit(campaigns.MAX_LIMIT),
        ),
        answers={200: Answer(description="The campaigns.", model=schemas.Campaigns)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/comments/{comment}",
        name="show_comment",
        tag="moderators",
        summary="See one comment, why it scored as it did and what happened to it",
        inputs=(_COMMENT,),
        answers={200: Answer(description="The comment.", model=schemas.CommentView)},
        errors=(errors.UnknownComment(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/comments/{comment}/decisions",
        name="decide",
        tag="moderators",
        summary="Decide a comment, as of the version that was seen",
        inputs=(_COMMENT,),
        body=schemas.DecisionIn,
        answers={200: Answer(description="The comment as it stands.", model=schemas.DecidedComment)},
        errors=(
            errors.StaleDecision(3),
            errors.ActionNotAllowed(State.PENDING, Action.REQUEUE),
            errors.UnknownComment(),
            *_TOKEN,
            *_BODY,
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="get",
        path="/livez",
        name="live",
        tag="operators",
        summary="Ask whether the process answers",
        answers={200: Answer(description="It does.", model=schemas.Liveness)},
    ),
    Operation(
        method="get",
        path="/readyz",
        name="ready",
        tag="operators",
        summary="Ask whether requests can be taken",
        answers={
            200: Answer(description="They can.", model=schemas.Readiness),
            503: Answer(description="Something fails; it is named.", model=schemas.Readiness),
        },
    ),
    Operation(
        method="get",
        path="/metrics",
        name="metrics",
        tag="operators",
        summary="Read the counters, in Prometheus' text format",
        answers={200: Answer(description="The counters.", media_type="text/plain")},
    ),
    Operation(
        method="get",
        path="/openapi.json",
        name="openapi_document",
        tag="operators",
        summary="Read this document",
        answers={200: Answer(description="OpenAPI 3.1.")},
    ),
    Operation(
        method="get",
        path="/docs",
        name="docs",
        tag="operators",
        summary="Read this document as a page",
        answers={200: Answer(description="The page.", media_type=HTML)},
    ),
    Operation(
        method="get",
        path="/problems",
        name="problems_page",
        tag="operators",
        summary="Read what each error code means",
        answers={200: Answer(description="The page.", media_type=HTML)},
    ),
)
"""Every operation. A test compares the table with the application's routes, and each status with an answer."""
