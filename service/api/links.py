"""Where one answer leads: the links of the API's description (OpenAPI 3.1, "Link Object"), as a table.

What stands in an answer, by a runtime expression such as ``$response.body#/id``, is a parameter of what may come next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from service.domain.ban import BanKind
from service.domain.lifecycle import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.api.operation import Answer, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way on from an answer.

    Attributes:
        to: The operation that may follow, by its name.
        parameters: Its parameters by name, as runtime expressions.
        body: Its body: values, and runtime expressions.
        description: What else is to be known.
    """

    to: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    description: str | None = None


_ID = "$response.body#/id"
_FIRST = "$response.body#/items/0"
_SITE = "$request.path.site"


def _of_comment(comment: str, version: object, action: Action) -> tuple[Link, ...]:
    """Return where a comment that a moderator sees leads."""
    return (
        Link(to="show_comment", parameters={"comment": comment}),
        Link(to="decide", parameters={"comment": comment}, body={"action": action, "version": version}),
        Link(to="decide_many", body={"decisions": [{"comment": comment, "action": action, "version": version}]}),
    )


_SUBMITTED = (
    *_of_comment(_ID, 1, Action.MARK_SPAM),
    Link(to="list_page", parameters={"site": _SITE, "page": "$request.body#/page"}),
    Link(
        to="show_receipt",
        parameters={"site": _SITE, "receipt": "$response.body#/receipt"},
        description="Of the path that the answer names, `receipt` is what follows the last slash.",
    ),
)
_BULK = tuple(Link(to=to, parameters={"bulk": _ID}) for to in ("commit_bulk", "show_bulk", "forget_bulk"))

_LINKS: Mapping[tuple[str, int], tuple[Link, ...]] = {
    ("open_form", 200): (
        Link(
            to="submit",
            parameters={"site": _SITE},
            body={"page": "$response.body#/page", "stamp": "$response.body#/stamp"},
            description="With what the visitor typed.",
        ),
    ),
    ("submit", 201): _SUBMITTED,
    ("submit", 202): _SUBMITTED,
    ("list_queue", 200): (
        *_of_comment(f"{_FIRST}/id", f"{_FIRST}/version", Action.TRASH),
        Link(to="show_author", parameters={"author": f"{_FIRST}/author/id"}),
        Link(to="list_reasons", parameters={"site": f"{_FIRST}/site"}),
    ),
    ("list_campaigns", 200): (
        Link(to="list_queue", parameters={"campaign": f"{_FIRST}/id"}),
        Link(to="end_order", parameters={"campaign": f"{_FIRST}/id", "site": f"{_FIRST}/sites/0"}),
    ),
    ("show_comment", 200): (
        *_of_comment(_ID, "$response.body#/version", Action.TRASH)[1:],
        Link(to="show_author", parameters={"author": "$response.body#/author/id"}),
        Link(to="show_log", parameters={"comment": _ID}),
    ),
    ("decide", 200): (
        Link(to="undo_act", parameters={"act": "$response.body#/act"}),
        Link(to="show_comment", parameters={"comment": _ID}),
    ),
    ("decide_many", 200): (Link(to="undo_act", parameters={"act": "$response.body#/outcomes/0/decided/act"}),),
    ("list_acts", 200): (Link(to="undo_act", parameters={"act": f"{_FIRST}/id"}),),
    ("undo_act", 200): (
        Link(to="undo_act", parameters={"act": "$response.body#/act"}, description="Undoes the undoing."),
    ),
    ("preview_bulk", 201): _BULK,
    ("commit_bulk", 200): (
        Link(to="show_bulk", parameters={"bulk": "$request.path.bulk"}),
        Link(to="undo_act", parameters={"act": "$response.body#/act"}),
    ),
    ("take_claims", 200): (
        *_of_comment(f"{_FIRST}/id", f"{_FIRST}/version", Action.APPROVE),
        Link(to="renew_claims", body={"comments": [f"{_FIRST}/id"]}),
        Link(to="release_claims", body={"comments": [f"{_FIRST}/id"]}),
    ),
    ("list_claims", 200): (
        Link(to="renew_claims", body={"comments": [f"{_FIRST}/id"]}),
        Link(to="release_claims", body={"comments": [f"{_FIRST}/id"]}),
    ),
    ("list_second_opinions", 200): (
        Link(to="give_opinion", parameters={"comment": f"{_FIRST}/id"}, body={"action": Action.REJECT}),
    ),
    ("add_person", 201): (
        Link(to="show_person", parameters={"person": _ID}),
        Link(to="change_person", parameters={"person": _ID}),
    ),
    ("list_people", 200): (Link(to="show_person", parameters={"person": f"{_FIRST}/id"}),),
    ("show_person", 200): (Link(to="change_person", parameters={"person": _ID}),),
    ("issue_token", 201): (Link(to="revoke_token", parameters={"token": _ID}),),
    ("show_author", 200): (
        Link(to="list_queue", parameters={"author": _ID}),
        Link(to="trust_author", parameters={"author": _ID}),
        Link(
            to="impose_ban",
            body={"site": "$response.body#/site", "kind": BanKind.AUTHOR, "author": _ID, "told": False},
        ),
    ),
    ("list_bans", 200): (Link(to="lift_ban", parameters={"ban": f"{_FIRST}/id"}),),
    ("impose_ban", 201): (Link(to="lift_ban", parameters={"ban": _ID}),),
    ("list_sites", 200): (
        Link(to="show_site", parameters={"site": f"{_FIRST}/id"}),
        Link(to="open_form", parameters={"site": f"{_FIRST}/id"}),
    ),
    ("show_site", 200): (
        Link(to="change_site", parameters={"site": _SITE}, body={"version": "$response.body#/version"}),
        Link(to="try_policy", parameters={"site": _SITE}),
    ),
    ("list_reasons", 200): (
        Link(
            to="change_reasons",
            parameters={"site": _SITE},
            body={"version": "$response.body#/version", "reasons": "$response.body#/reasons"},
        ),
    ),
}
"""By operation and status."""


def with_links(*operations: Operation) -> tuple[Operation, ...]:
    """Return operations, their answers described with where they lead."""
    return tuple(replace(one, answers=dict(_linked(one))) for one in operations)


def _linked(operation: Operation) -> Iterator[tuple[int, Answer]]:
    """Yield an operation's answers, by status."""
    for status, answer in operation.answers.items():
        yield status, replace(answer, links=_LINKS.get((operation.name, status), ()))
