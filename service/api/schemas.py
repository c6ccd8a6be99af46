"""The shapes on the wire, as pydantic models: what parses the requests also writes /openapi.json.

This is the only module with ``Any`` in it: what comes from outside is anything until the domain has judged it.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, WithJsonSchema, field_validator
from pydantic import Field as Described

from service.api.explained import ExplanationView
from service.domain.fields import LIMITS, Field
from service.domain.lifecycle import State
from service.domain.submission import NOT_IN_LINES, NOT_IN_TEXTS
from service.use_cases.show_receipt import PublicState


def _schema(field: Field, description: str, **more: str) -> WithJsonSchema:
    """Return the schema of a submission's field, which at run time is anything: the domain judges it.

    Its limit is the domain's, counted in characters after normalisation to NFC.
    """
    forbidden = NOT_IN_TEXTS if field in {Field.TEXT, Field.TRAP} else NOT_IN_LINES
    pattern = f"^[^{forbidden.pattern[1:]}*$"
    schema = {"type": "string", "maxLength": LIMITS[field], "pattern": pattern, "description": description, **more}
    return WithJsonSchema(schema)


class AuthorIn(BaseModel):
    """Who writes. Which fields are required is the site's setting; the form's endpoint tells."""

    name: Annotated[Any, _schema(Field.NAME, "As readers shall see it.")] = None
    email: Annotated[Any, _schema(Field.EMAIL, "Sealed on arrival; no answer ever holds it.", format="email")] = None
    url: Annotated[Any, _schema(Field.URL, "A website (http or https); the scheme may be left out.")] = None


class SubmissionIn(BaseModel):
    """A comment to be taken. Fields that are not named here are ignored."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["page", "text"],
            "examples": [
                {
                    "page": "/2026/03/panen-kopi",
                    "author": {"name": "Wayan", "email": "wayan@example.com"},
                    "text": "Panennya bagus tahun ini.",
                }
            ],
        }
    )

    page: Annotated[Any, _schema(Field.PAGE, "URL or path of the page that is commented on.")] = None
    page_title: Annotated[Any, _schema(Field.PAGE_TITLE, "The page's title, for moderators.")] = None
    parent_id: Annotated[
        Any, _schema(Field.PARENT, "The comment replied to, public on the same page.", format="uuid")
    ] = None
    author: AuthorIn = Described(default_factory=AuthorIn)
    text: Annotated[Any, _schema(Field.TEXT, "As typed; HTML is text like any other.")] = None
    lang: Annotated[Any, _schema(Field.LANGUAGE, "The visitor's language (RFC 5646), for answers.")] = None
    stamp: Annotated[Any, _schema(Field.STAMP, "The form's stamp, as the form's endpoint gave it.")] = None
    trap: Annotated[Any, _schema(Field.TRAP, "What stood in the field that people do not see.")] = None

    @field_validator("author", mode="before")
    @classmethod
    def _spread(cls, author: Any) -> Any:  # noqa: ANN401 - anything from the wire
        """Let the domain name each field of an author that is no object, instead of failing here on the first."""
        if author is None:
            return {}
        return author if isinstance(author, dict) else {name: [author] for name in AuthorIn.model_fields}


class PublicAuthor(BaseModel):
    """An author as readers see one."""

    name: str
    url: str | None


class PublicComment(BaseModel):
    """A comment as readers see it."""

    id: UUID
    parent_id: UUID | None
    author: PublicAuthor
    html: str = Described(description="Rendered once from the text: safe to place in a page.")
    created_at: datetime
    edited_at: datetime | None


class PublicPage(BaseModel):
    """Public comments of a page, oldest first."""

    comments: list[PublicComment]
    count: int = Described(description="All public comments of the page.")
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


class AcceptedComment(BaseModel):
    """A comment that was taken. One that was filed as spam says `pending` too."""

    id: UUID
    state: Literal[PublicState.APPROVED, PublicState.PENDING]
    html: str
    created_at: datetime
    receipt: str = Described(description="Path of the page that tells its author what became of it.")


class ReceiptView(BaseModel):
    """What became of a comment, for its author."""

    id: UUID
    state: PublicState
    html: str
    created_at: datetime
    page: str
    refusal: str | None = Described(description="Why it was declined: text, never to be placed in a page as HTML.")


class FormView(BaseModel):
    """What a form needs to know before it is shown."""

    site: str
    page: str = Described(description="The page's canonical address.")
    closed: bool
    language: str
    required: list[Field]
    limits: dict[Field, int] = Described(description="Greatest lengths, in characters after normalisation to NFC.")
    stamp: str = Described(description="To be sent back as `stamp`: says when the form was opened.")
    trap: str = Described(description="Name for the field that people do not see; what it holds is sent as `trap`.")
    labels: dict[str, str] = Described(description="The form's words, in its language.")


class SeenAuthor(BaseModel):
    """An author as moderators see one: no address, and nothing made from one."""

    id: UUID | None = Described(description="To be sent as `author`: drawn by lot; null without an address.")
    name: str
    url: str | None
    confirmed: bool = Described(description="The address was proved by a mailed link.")
    seen: int = Described(description="Comments under this address on this site.")
    approved: int = Described(description="How many of them are approved.")


class SeenCampaign(BaseModel):
    """A campaign as one of its comments shows it."""

    id: UUID
    size: int = Described(description="Comments that say the same, this one included, where the token opens.")


class SeenClaim(BaseModel):
    """Who has taken a comment to decide it."""

    by: str = Described(description="As the log names them.")
    until: datetime = Described(description="Then it is free again, unless they renew.")


class QueueEntry(BaseModel):
    """A comment as moderators see it."""

    id: UUID
    site: str
    page: str
    page_title: str
    parent_id: UUID | None
    author: SeenAuthor
    text: str = Described(description="As typed: text, never to be placed in a page as HTML.")
    language: str
    state: State
    version: int
    spam_probability: float | None = Described(description="In (0, 1); null if the classifier could not judge.")
    model: str | None = Described(description="Digest of the model that judged.")
    rule: str = Described(description="The rule that decided.")
    created_at: datetime
    campaign: SeenCampaign | None = Described(description="Null if the comment is alone.")
    claim: SeenClaim | None = Described(description="Null if it is free.")
    sampled: bool = Described(description="In the order `most-to-learn`: whether chance, and no score, put it here.")


class Queue(BaseModel):
    """A part of the queue."""

    items: list[QueueEntry]
    next: str | None = Described(description="As `after` for what follows, be there items or none; null at the end.")


class HistoryEntry(BaseModel):
    """One line of the log."""

    kind: str
    at: datetime
    actor: str
    details: dict[str, str | int | float | None]


class CommentView(QueueEntry):
    """A comment with all that a moderator may know."""

    explanation: ExplanationView | None = Described(
        description="By the model that is live now; null if it cannot judge."
    )
    history: list[HistoryEntry]


class DecidedComment(BaseModel):
    """A comment as a decision left it."""

    id: UUID
    act: UUID = Described(description="The act that the decision was, by which it can be undone.")
    site: str
    page: str
    state: State
    version: int
    spam_probability: float | None
    rule: str
    created_at: datetime


class MeanwhileView(BaseModel):
    """What happened to a comment after a moderator looked."""

    by: str = Described(description="As the log names them: `person:…` or `token:…`.")
    at: datetime
    action: str


class Problem(BaseModel):
    """An error (RFC 9457). The code never changes its meaning; sentences are in the visitor's language."""

    type: str = Described(description="Where the code is explained.")
    title: str
    status: int
    code: str
    errors: dict[str, list[str]] | None = Described(default=None, description="Sentences, by field.")
    faults: dict[str, list[str]] | None = Described(default=None, description="Their codes, by field.")
    reason: str | None = Described(default=None, description="What cannot be read about the request.")
    parameter: str | None = Described(default=None, description="Which parameter, header or field.")
    scope: str | None = Described(default=None, description="What the token lacks.")
    state: State | None = Described(default=None, description="The comment's state now.")
    version: int | None = Described(default=None, description="The version now, of what was to change.")
    meanwhile: MeanwhileView | None = Described(default=None, description="What brought it there.")
    by: str | None = Described(default=None, description="Who holds the comment.")
    until: datetime | None = Described(default=None, description="Until when.")
    retry_after: int | None = Described(default=None, description="Seconds to wait.")
    limit: int | None = Described(default=None, description="Greatest number of comments of one act.")


class Liveness(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Readiness(BaseModel):
    """Whether requests can be taken, and what fails if not."""

    status: Literal["ready", "failing"]
    checks: dict[str, str] = Described(description="`ok`, or a code of what fails.")
