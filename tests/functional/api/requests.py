"""Generated requests made possible: what is true of a request but no JSON Schema can say.

Whatever is set here would else be refused, and rightly so: a schema knows no ids, and what a cursor holds is our own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from schemathesis.core.parameters import ParameterLocation

from service.api import cursors, second_opinions
from service.domain.ban import BanId
from service.domain.campaign import CampaignId
from service.domain.comment import CommentId
from service.domain.site import SiteId
from service.use_cases.queue import LearningPlace, Place, QueueOrder
from tests.functional.api.driver import DEMO, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemathesis import Case

    from tests.functional.api.driver import Api

_AT = datetime(2026, 3, 14, 12, tzinfo=UTC)
_ID = UUID(int=1)


def _of_queue(query: Mapping[str, Any]) -> str | None:
    """Return a cursor of the order that is asked for: no other order knows its place."""
    order = QueueOrder(query.get("order") or QueueOrder.OLDEST)
    place: Place | LearningPlace = Place(0.5 if order.value.startswith("likely") else _AT, CommentId(_ID))
    if order is QueueOrder.MOST_TO_LEARN:
        place = LearningPlace(above=None, below=None, sample=None, given=3)
    return cursors.write_queue_cursor(place, order)


CURSORS: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "list_page": lambda _: cursors.write_page_cursor((_AT, CommentId(_ID))),
    "list_queue": _of_queue,
    "list_campaigns": lambda _: cursors.write_campaign_cursor((_AT, CampaignId(_ID))),
    "list_second_opinions": lambda _: cursors.write_time_cursor((_AT, _ID), second_opinions.LOOKS),
    "list_people": lambda _: cursors.write_word_cursor("rina", "people"),
    "list_tokens": lambda _: cursors.write_word_cursor(_ID.hex, "tokens"),
    "list_bans": lambda _: cursors.write_ban_cursor((_AT, BanId(_ID))),
    "list_acts": lambda _: str(_ID),
}
"""By operation, a cursor that it could have given: to everybody else it is opaque."""


@dataclass(slots=True)
class Possible:
    """Makes generated requests possible on a service.

    Attributes:
        api: The service.
        parent: A public comment, on the page of the tests.
    """

    api: Api
    parent: str
    _numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, case: Case[Any]) -> None:
        """Change a request that its schemas allow, where they cannot say what else must be true of it."""
        meta = case.meta
        assert meta is not None  # of every case that was generated
        name = case.operation.definition.raw["operationId"]
        if "site" in case.path_parameters and not meta.is_negative_at(ParameterLocation.PATH):
            case.path_parameters["site"] = DEMO
        if meta.generation.mode.is_negative:
            return
        if "receipt" in case.path_parameters:  # what follows the last slash, as the link says
            case.path_parameters["receipt"] = case.path_parameters["receipt"].rpartition("/")[2]
        self._query(name, case.query)
        if "Idempotency-Key" in case.headers:  # one that came before, with another request, is refused
            case.headers["Idempotency-Key"] = f"key-{next(self._numbers)}"
        write = getattr(self, f"_{name}", None)
        if write is not None:
            write(case.body)

    def _query(self, name: str, query: Any) -> None:  # noqa: ANN401 - whatever was generated
        """Name what is there, and write whole numbers as one writes them: in JSON 3.0 is one, too."""
        query |= {name: int(value) for name, value in query.items() if isinstance(value, float) and value.is_integer()}
        if query.get("after") and name in CURSORS:
            query["after"] = CURSORS[name](query)
        # With a token of several sites one must be named; a site may also be unknown, which is answered by 404.
        if query.get("site") or name in {"show_workload", "show_statistics", "list_bans", "end_order"}:
            query["site"] = DEMO
        if name in {"list_page", "open_form"}:
            query["page"] = self._page(query["page"])

    @staticmethod
    def _page(text: str) -> str:
        """Return a path: of what else is an address, a URL's grammar decides."""
        return "/" + text[:200].lstrip("/\\")

    def _submit(self, body: dict[str, Any]) -> None:
        """Name what the site requires, and nobody who cannot get mail; blank letters are not to be seen."""
        body["page"] = self._page(body["page"])
        body["text"] = f"{body['text'][:9000]} …"
        author = body.setdefault("author", {})
        author["name"], author["email"] = f"Wayan {author.get('name', '')[:80]}", "wayan@surat-kabar.com"
        if "url" in author:
            author["url"] = "https://example.com"
        if body.pop("parent_id", None):
            body |= {"parent_id": self.parent, "page": PAGE}

    def _add_person(self, body: dict[str, Any]) -> None:
        """Give a name that nobody has, of letters that every Unicode knows, and a site that is there."""
        body["name"] = f"Rina {next(self._numbers)}"
        body["roles"] = dict.fromkeys((DEMO if site != "*" else site for site in body["roles"]), "reader")

    def _change_person(self, body: dict[str, Any]) -> None:
        if body.get("roles"):
            body["roles"] = {DEMO: "reader"}

    def _issue_token(self, body: dict[str, Any]) -> None:
        body["label"] = f"cadangan {next(self._numbers)}"
        body["site"] = body["site"] and DEMO

    def _impose_ban(self, body: dict[str, Any]) -> None:
        body["site"] = DEMO
        if body.get("range") is not None:
            body["range"] = "192.0.2.0/24"
        if body.get("domain") is not None:
            body["domain"] = "surat-kabar.com"

    def _change_site(self, body: dict[str, Any]) -> None:
        """Change the site as it is, in a language that forms speak."""
        with self.api.app.app_context():
            body["version"] = self.api.operator.sites.get(SiteId(DEMO)).version
        if "language" in body:
            body["language"] = "en"
        if "origins" in body:  # of what a pattern allows, not every address in brackets is one, nor every port
            body["origins"] = ["https://kabar.example", "http://localhost:8080"][: len(body["origins"])]

    def _change_reasons(self, body: dict[str, Any]) -> None:
        """Change the site as it is, to reasons each of which has a code of its own."""
        self._change_site(body)
        body["reasons"] = body["reasons"] and [
            {**one, "code": f"{one['code'][:30]}{number}"} for number, one in enumerate(body["reasons"])
        ]

    def _decide(self, body: dict[str, Any]) -> None:
        """Give a reason that the site has."""
        with self.api.app.app_context():
            codes = [one.code for one in self.api.operator.sites.get(SiteId(DEMO)).reasons]
        if body.get("reason_code") is not None:
            body["reason_code"] = codes[0] if codes else None

    _give_opinion = _decide

    def _take_claims(self, body: dict[str, Any]) -> None:
        body["site"] = body.get("site") and DEMO

    def _preview_bulk(self, body: dict[str, Any]) -> None:
        body["filter"]["site"] = body["filter"].get("site") and DEMO
        self._decide(body)
