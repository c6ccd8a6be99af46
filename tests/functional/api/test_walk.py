"""A flood cleared over HTTP by somebody who knows only what they looked at, as ``benchmarks.walk`` measures it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.flood import COMPLAINTS, flood
from benchmarks.walker import PAGE, Walker, spelled
from service.domain.policy import Mode, Policy
from tests.functional.api.driver import DEMO
from tests.functional.api.recipes_acts import ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.functional.api.driver import Api

NAGA, KOPI = "mawarnaga88", "kopisakti77"
LOUD = "Main di {} nomor {} gacor terus, pasti cuan"
QUIET = "Sejak kenal {} hidup saya tenang, sudah {} kali jalan-jalan sekeluarga"
QUOTES = "Mungkin belum dilihat, tetapi kopisakti77 dibicarakan di mana-mana, kasihan anak-anak"
ORDINARY = dict.fromkeys(f"Jalan di kelurahan {number} sudah diperbaiki, terima kasih pak" for number in range(12))


@dataclass(frozen=True, slots=True)
class Queue:
    """A site that holds everything.

    Attributes:
        api: Its API.
    """

    api: Api

    def fill(self, *texts: str) -> None:
        for number, text in enumerate(texts):
            self.api.held(text=text, page=f"/{number % 5}", author_name=f"Pembaca {number}")

    def __call__(self, method: str, path: str, body: object = None, **query: object) -> dict[str, Any]:
        answer = ask(self.api, method, path, query_string=query, json=body)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def clear(self, brands: Mapping[str, str]) -> Walker:
        walker = Walker(self, brands.get, DEMO)
        walker.clear()
        return walker

    def states(self, brands: Mapping[str, str]) -> Counter[tuple[str, str]]:
        """Count comments by what they are and what became of them."""
        listed = self("GET", "/comments", site=DEMO, state="any", limit=200)
        assert listed["next"] is None
        return Counter(("spam" if one["text"] in brands else "genuine", one["state"]) for one in listed["items"])


@pytest.fixture
def queue(api: Api) -> Queue:
    api.change_site(policy=Policy(mode=Mode.HOLD_EVERYTHING, spam_probability=1))
    return Queue(api)


def test_all_spam_is_filed_and_no_genuine_comment_is_lost(queue: Queue) -> None:
    spam = {brand: dict.fromkeys(LOUD.format(brand, number) for number in range(3)) for brand in (NAGA, KOPI)}
    made = flood(spam, ORDINARY, spam_count=60, genuine_count=12)
    queue.fill(*made.texts)

    walker = queue.clear(made.brands)

    assert queue.states(made.brands) == {("spam", "spam"): 60, ("genuine", "approved"): 12}
    assert (len(walker.acts), walker.undone, walker.by_hand) == (2, [], 12)


def test_a_flood_has_complaints_that_name_each_brand() -> None:
    made = flood({NAGA: {"a": None}, KOPI: {"b": None}}, ORDINARY, spam_count=10, genuine_count=10)

    assert Counter(made.texts)["a"] == Counter(made.texts)["b"] == 5
    assert COMPLAINTS[0].format(brand="KOPISAKTI77") in made.texts
    assert len(set(made.texts) - {"a", "b"}) == 10


def test_an_act_that_took_a_genuine_comment_along_is_undone(queue: Queue) -> None:
    """What it quotes scores between the quiet spam and the loud, so that neither end of the preview shows it."""
    quiet = [QUIET.format(KOPI, number) for number in range(PAGE + 5)]
    loud = [LOUD.format(KOPI, number) for number in range(5)]
    brands = dict.fromkeys([*quiet, *loud], KOPI)
    queue.fill(*quiet[:30], QUOTES, *loud, *quiet[30:])

    walker = queue.clear(brands)

    assert queue.states(brands) == {("spam", "spam"): PAGE + 10, ("genuine", "approved"): 1}
    assert (len(walker.undone), len(walker.acts)) == (1, 1)


def test_a_brand_that_is_written_apart_is_searched_for_as_it_is_written(queue: Queue) -> None:
    """A search for the brand does not find it so, and the classifier thinks nothing of it."""
    apart = [QUIET.format("ko~pi~sakti-77", number) for number in range(15)]
    brands = dict.fromkeys([*apart, LOUD.format(KOPI, 1)], KOPI)
    queue.fill(*apart, *[LOUD.format(KOPI, 1)] * 20, *ORDINARY)

    walker = queue.clear(brands)

    assert queue.states(brands) == {("spam", "spam"): 35, ("genuine", "approved"): 12}
    assert (walker.sought, walker.by_hand) == ({KOPI, "ko~pi~sakti-77"}, 12)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("main di maw ar-88bikin senang", "maw ar-88"),
        ("masuk m_a_w_a_r_8_8 saja", "m_a_w_a_r_8_8"),
        ("mawar di kebun ada 88", None),
    ],
)
def test_the_brand_is_read_whatever_stands_between_its_letters(text: str, written: str | None) -> None:
    assert spelled(text, "mawar88") == written


def test_a_zero_reads_as_the_letter() -> None:
    assert spelled("di k0pi t0to88", "kopitoto88") == "k0pi t0to88"
    assert spelled("di kopitoto88", "k0pit0to88") == "kopitoto88"


def test_a_small_queue_is_decided_comment_by_comment_and_a_brand_met_there_is_searched_for(queue: Queue) -> None:
    brands = {LOUD.format(NAGA, number): NAGA for number in range(3)}
    queue.fill(*brands, *ORDINARY)

    walker = queue.clear(brands)

    assert queue.states(brands) == {("spam", "spam"): 3, ("genuine", "approved"): 12}
    assert (walker.acts, walker.by_hand, walker.sought) == ([], 15, {NAGA})
