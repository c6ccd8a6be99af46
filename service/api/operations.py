"""The API's operations, as a table: what each takes, what it answers and what can go wrong."""

from __future__ import annotations

from datetime import timedelta

from service.api import (
    acts,
    alarm_views,
    authors,
    bans,
    claims,
    counts,
    decisions,
    http_errors,
    log,
    people,
    reasons,
    schemas,
    second_opinions,
    sessions,
    sites,
    statistics,
    tokens,
    trials,
    workload,
)
from service.api.auth import with_proofs
from service.api.campaigns import Campaigns
from service.api.filters import ANY, FILTERS
from service.api.idempotency import KEY, KEY_SCHEMA, with_keys
from service.api.inputs import AFTER, COMMENT, ETAG, IF_NONE_MATCH, LANGUAGE, ONE_SITE, PAGE, SITE, limit, words
from service.api.links import with_links
from service.api.operation import HTML, Answer, Input, Operation
from service.domain import errors
from service.domain.fields import Field, FieldFault, FieldProblem
from service.domain.lifecycle import State
from service.domain.token import Scope
from service.use_cases import campaigns, list_page, list_queue
from service.use_cases.queue import QueueOrder


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

_ALL = (
    Operation(
        method="post",
        path="/api/v1/sites/{site}/comments",
        name="submit",
        tag="public",
        summary="Post a comment",
        inputs=(
            SITE,
            Input(
                name=KEY,
                place="header",
                schema=KEY_SCHEMA,
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
            errors.Banned(),
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
            SITE,
            PAGE,
            AFTER,
            limit(list_page.MAX_LIMIT),
            IF_NONE_MATCH,
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
        inputs=(SITE, PAGE, LANGUAGE),
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
            SITE,
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
            *FILTERS,
            words("state", (*State, ANY), State.PENDING, "Which state."),
            words("order", tuple(QueueOrder), QueueOrder.OLDEST, "Which come first."),
            AFTER,
            limit(list_queue.MAX_LIMIT),
            IF_NONE_MATCH,
        ),
        answers={
            200: Answer(description="The comments.", model=schemas.Queue, headers=ETAG),
            304: Answer(description="Nothing changed.", media_type=None, headers=ETAG),
        },
        errors=(errors.MalformedRequest("unknown-value", parameter="state"), errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    counts.OPERATION,
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
                schema=SITE.schema,
                description="One site, and what came there alone; otherwise all that the token opens.",
            ),
            AFTER,
            limit(campaigns.MAX_LIMIT),
        ),
        answers={200: Answer(description="The campaigns.", model=Campaigns)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/comments/{comment}",
        name="show_comment",
        tag="moderators",
        summary="See one comment, why it scored as it did and what happened to it",
        inputs=(COMMENT,),
        answers={200: Answer(description="The comment.", model=schemas.CommentView)},
        errors=(errors.UnknownComment(), *_TOKEN, _AWAY),
        scope=Scope.READ,
    ),
    *decisions.OPERATIONS,
    *reasons.OPERATIONS,
    *claims.OPERATIONS,
    *second_opinions.OPERATIONS,
    workload.OPERATION,
    *sessions.OPERATIONS,
    *people.OPERATIONS,
    *tokens.OPERATIONS,
    *authors.OPERATIONS,
    *bans.OPERATIONS,
    *sites.OPERATIONS,
    trials.OPERATION,
    *log.OPERATIONS,
    statistics.OPERATION,
    *acts.OPERATIONS,
    Operation(
        method="get",
        path="/api/v1/moderation/alarms",
        name="list_alarms",
        tag="moderators",
        summary="See what drifts: scores, unknown n-grams and volume against the weeks before",
        inputs=(ONE_SITE,),
        answers={200: Answer(description="The alarms, raised or not.", model=alarm_views.AlarmList)},
        errors=(errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.READ,
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

OPERATIONS: tuple[Operation, ...] = with_links(*with_keys(*with_proofs(*_ALL)))
"""Every operation. A test compares the table with the application's routes, and each status with an answer."""
