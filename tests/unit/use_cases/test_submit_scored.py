"""Which model scored a comment: probability and digest are of one, whatever is switched meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes import DEMO, FixedClassifier, an_attempt
from tests.house import House

if TYPE_CHECKING:
    from service.domain.site import SiteId

OLD, NEW = FixedClassifier(0.2, "old"), FixedClassifier(0.7, "new")


@dataclass(frozen=True, slots=True)
class Switching(FixedClassifier):
    """A classifier whose model is switched the moment that it is picked."""

    asked: list[SiteId] = field(default_factory=list)

    def of_site(self, site: SiteId) -> FixedClassifier:  # type: ignore[override] # the port allows another
        self.asked.append(site)
        return OLD if len(self.asked) == 1 else NEW


def test_a_switch_while_a_comment_is_scored_never_mixes_two_models() -> None:
    classifier = Switching()
    house = House(classifier=classifier)

    first, second = (house.submit(an_attempt(text=f"Komentar nomor {number}.")).comment for number in (1, 2))

    assert (first.spam_probability, first.model) == (0.2, "old")
    assert (second.spam_probability, second.model) == (0.7, "new")
    assert classifier.asked == [DEMO, DEMO]
