"""Somebody who clears a flooded queue through the API: sees what it shows, knows nothing of what they did not look at.

They look at the typical text of the largest campaign, read the brand in it, and search for that. Of what is found they
look at the end where genuine comments are likely and publish those; once a page shows spam alone they have all of it
previewed, look at the sample, file it, and look at a sample of what was filed: if that shows a genuine comment, they
take the act back. Where a campaign is left they search for the brand as it is written there, and what that does not
find they file by its campaign; the remainder page by page. In the end they look for words of complaint in what was
filed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Item = dict[str, Any]

PAGE = 50
"""Comments of a search that are looked at together."""

MOST = 200
"""Comments of the remainder that are looked at, and decided, together: the most that one call takes."""

AFTERWARDS = 20
"""Comments that are looked at after a bulk act."""

SMALLEST = 10
"""Campaigns of fewer comments than this are left to the remainder."""

COMPLAINTS = ("hapus", "stop", "tolong", "lapor", "iklan", "judol")
"""Words of people who complain about spam, and quote it."""


class Ask(Protocol):
    """The moderators' API."""

    def __call__(self, method: str, path: str, body: object = None, **query: object) -> Item:
        """Return the answer; *path* begins behind ``/api/v1/moderation``."""
        ...


@dataclass(slots=True)
class Walker:
    """Clears the queue of one site.

    Attributes:
        ask: The API.
        brand_in: What a person sees in a text: the brand that spam names, or ``None`` in a genuine comment.
        site: Which site.
        looked: How often a comment was looked at.
        by_hand: Comments decided one by one, not by a filter.
        sought: Words searched for.
        passed: Campaigns looked at.
        acts: Bulk acts carried out and not taken back.
        undone: Bulk acts taken back.
    """

    ask: Ask
    brand_in: Callable[[str], str | None]
    site: str
    looked: int = 0
    by_hand: int = 0
    sought: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    acts: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Decide all that waits."""
        while self._campaigns():
            pass
        self._page_by_page()
        for word in COMPLAINTS:
            self._publish(self._page(PAGE, state="spam", order="likely-genuine", q=word))

    def _campaigns(self) -> bool:
        """Look at the largest campaigns; return whether there is more to look at."""
        waiting = self.ask("GET", "/counts", site=self.site)["campaigns"]
        campaigns = [one for one in waiting if one["count"] >= SMALLEST and one["id"] not in self.passed]
        for campaign in campaigns:
            brand = self._look(campaign)
            words = brand if brand is None or brand not in self.sought else self._words(campaign["id"], brand)
            if words is not None and words not in self.sought:
                self._seek(words)
                break  # which of the others still wait is not known
            self.passed.add(campaign["id"])
            if brand is not None:
                self._file(campaign=campaign["id"])
        return bool(campaigns)

    def _words(self, campaign: str, brand: str) -> str | None:
        """Return how a campaign writes a brand, once its disguises are folded away; ``None`` if that does not help."""
        for item in self._page(1, campaign=campaign):
            self._look(item)
            if explained := self.ask("GET", f"/comments/{item['id']}")["explanation"]:
                return spelled(explained["folded"], brand)
        return None

    def _seek(self, words: str) -> None:
        """Search for words, publish what is genuine, and file the rest."""
        self.sought.add(words)
        while items := self._page(PAGE, order="likely-genuine", q=words):
            if not self._publish(items) and self._file(q=words):
                return

    def _file(self, **narrowed: str) -> bool:
        """File as spam what a filter means, and return whether that stands.

        What turns out to be genuine, in the preview's sample or in a sample of what was filed, is published instead.
        """
        wanted = {"site": self.site, "state": "pending", **narrowed}
        preview = self.ask("POST", "/bulk", {"filter": wanted, "action": "mark-spam"})
        if self._publish(preview["sample"]):
            return False
        while not (became := self.ask("POST", f"/bulk/{preview['id']}/commits", {}))["done"]:
            pass
        if not self._publish(self._page(AFTERWARDS, state="spam", order="most-to-learn", **narrowed)):
            self.acts.append(became["act"])
            return True
        while not self.ask("POST", f"/acts/{became['act']}/undo", {})["done"]:
            pass
        self.undone.append(became["act"])
        return False

    def _page_by_page(self) -> None:
        """Decide what is left, and search for each brand met on the way."""
        while items := self._page(MOST, order="likely-genuine"):
            brands = [self._look(item) for item in items]
            self._decide(
                [(item, "approve" if brand is None else "mark-spam") for item, brand in zip(items, brands, strict=True)]
            )
            for brand in dict.fromkeys(brands):
                if brand is not None and brand not in self.sought:
                    self._seek(brand)

    def _page(self, limit: int, **query: str) -> list[Item]:
        """Return a page of the listing; an empty one only where there is nothing more."""
        listed = self.ask("GET", "/comments", site=self.site, limit=limit, **query)
        while not listed["items"] and listed["next"]:
            listed = self.ask("GET", "/comments", site=self.site, limit=limit, after=listed["next"], **query)
        items: list[Item] = listed["items"]
        return items

    def _look(self, item: Item) -> str | None:
        """Look at one text."""
        self.looked += 1
        return self.brand_in(item["text"])

    def _publish(self, items: Sequence[Item]) -> bool:
        """Look at comments, publish the genuine ones, and return whether there were any."""
        genuine = [item for item in items if self._look(item) is None]
        self._decide([(item, "approve") for item in genuine])
        return bool(genuine)

    def _decide(self, decisions: Sequence[tuple[Mapping[str, Any], str]]) -> None:
        """Decide comments in one call."""
        if not decisions:
            return
        body = [{"comment": item["id"], "version": item["version"], "action": action} for item, action in decisions]
        refused = [one for one in self.ask("POST", "/decisions", {"decisions": body})["outcomes"] if one["problem"]]
        if refused:
            raise RuntimeError(f"refused: {refused[0]}")
        self.by_hand += len(decisions)


def spelled(text: str, brand: str) -> str | None:
    """Return how a text writes a brand, whatever stands between its letters: *maw ar-88* for *mawar88*.

    >>> spelled("main di maw ar-88bikin senang", "mawar88")
    'maw ar-88'
    """
    letters = ("[o0]" if letter in "o0" else re.escape(letter) for letter in brand)
    found = re.search(r"[\W_]*".join(letters), text)
    return found and found[0]
