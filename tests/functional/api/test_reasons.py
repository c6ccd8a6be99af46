"""A site's reasons: read, replaced, named by decisions, and told to the author of a rejected comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.api.driver import DOUBTFUL
from tests.functional.api.recipes_decisions import REASONS, WRITTEN, ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

HOSTILE = "<script>alert(1)</script>\n\"'><img src=x onerror=alert(1)> {{ 7*7 }} \u202eterbalik"


def put(api: Api, *reasons: dict[str, str], version: int = 1) -> Any:  # noqa: ANN401 - any JSON
    return ask(api, "PUT", REASONS, json={"version": version, "reasons": list(reasons)}).get_json()


def test_a_site_begins_with_the_usual_reasons_in_its_language(api: Api) -> None:
    answer = ask(api, "GET", REASONS).get_json()

    assert answer["version"] == 1
    assert answer["reasons"][0] == {"code": "gambling", "label": "Promosi judi", "told": ""}


def test_reasons_that_were_written_are_read_again_and_logged(api: Api) -> None:
    answer = ask(api, "PUT", REASONS, json=WRITTEN).get_json()

    assert answer == ask(api, "GET", REASONS).get_json() == {**WRITTEN, "version": 2}
    again = ask(api, "PUT", REASONS, json={"version": 2, "reasons": None}).get_json()
    assert (again["version"], len(again["reasons"])) == (3, 12)


def test_a_decision_names_its_reason_and_the_history_shows_it(api: Api) -> None:
    comment = api.held()

    api.decide(comment, "reject", reason_code="off-topic", reason="Ketiga kalinya.")

    details = api.detail(comment).get_json()["history"][-1]["details"]
    assert (details["reason_code"], details["reason"]) == ("off-topic", "Ketiga kalinya.")


@pytest.mark.parametrize("code", ["kasar", "", "Off Topic", "<b>"])
def test_a_reason_that_the_site_does_not_have_is_refused(api: Api, code: str) -> None:
    comment = api.held()

    response = api.decide(comment, "reject", reason_code=code)

    problem = response.get_json()
    assert (response.status_code, problem["code"], problem["parameter"]) == (422, "unknown-reason", "reason_code")
    assert api.detail(comment).get_json()["version"] == 1


def test_the_author_of_a_rejected_comment_reads_why_until_it_is_decided_again(api: Api) -> None:
    answer = api.post(text=DOUBTFUL).get_json()
    receipt = answer["receipt"]

    def refusal() -> object:
        return api.call("GET", "/api/v1" + receipt).get_json()["refusal"]

    waiting = refusal()
    api.decide(answer["id"], "reject", reason_code="off-topic", reason="Rahasia moderator.")
    declined, page = refusal(), api.call("GET", receipt).text
    api.decide(answer["id"], "approve", 2)

    assert (waiting, declined, refusal()) == (None, "Komentar ini tidak membahas isi halaman ini.", None)
    assert "Komentar ini tidak membahas isi halaman ini." in page
    assert "Rahasia" not in page
    assert "tidak membahas" not in api.call("GET", receipt).text


def test_what_an_author_is_told_stays_text_in_both_forms(api: Api) -> None:
    put(api, {"code": "jahat", "label": "<b>Jahat</b>", "told": HOSTILE})
    answer = api.post(text=DOUBTFUL).get_json()
    api.decide(answer["id"], "reject", reason_code="jahat")

    page = api.call("GET", answer["receipt"])

    assert api.call("GET", "/api/v1" + answer["receipt"]).get_json()["refusal"] == HOSTILE
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;\n&#34;&#39;&gt;&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }}" in page.text
    )
    assert '<p class="saring-notice saring-refusal" dir="auto">' in page.text


@pytest.mark.parametrize(
    ("reason", "fault", "parameter"),
    [
        ({"code": "Kasar", "label": "Kasar"}, "not-a-code", "reasons.0.code"),
        ({"code": "a" * 41, "label": "Kasar"}, "not-a-code", "reasons.0.code"),
        ({"code": "kasar"}, "missing", "reasons.0.label"),
        ({"code": "kasar", "label": ""}, "missing", "reasons.0.label"),
        ({"code": "kasar", "label": " \u00a0"}, "missing", "reasons.0.label"),
        ({"code": "kasar", "label": "a" * 81}, "too-long", "reasons.0.label"),
        ({"code": "kasar", "label": "dua\nbaris"}, "control-characters", "reasons.0.label"),
        ({"code": "kasar", "label": "dua\u2028baris"}, "control-characters", "reasons.0.label"),
        ({"code": "kasar", "label": "Kasar", "told": "a" * 501}, "too-long", "reasons.0.told"),
        ({"code": "kasar", "label": "Kasar", "told": "\x1b[2J"}, "control-characters", "reasons.0.told"),
        ({"code": "kasar", "label": "Kasar", "told": "\ud800"}, "not-text", "reasons.0.told"),
        ("kasar", "wrong-type", "reasons.0"),
    ],
)
def test_reasons_that_cannot_be_used_are_refused_and_named(
    api: Api, reason: object, fault: str, parameter: str
) -> None:
    response = ask(api, "PUT", REASONS, json={"version": 1, "reasons": [reason]})

    problem = response.get_json()
    assert (response.status_code, problem["reason"], problem["parameter"]) == (400, fault, parameter)
    assert ask(api, "GET", REASONS).get_json()["version"] == 1


def test_a_code_stands_for_one_reason_and_there_are_fifty_at_most(api: Api) -> None:
    reasons = [{"code": f"nomor-{number}", "label": "x"} for number in range(51)]

    assert put(api, reasons[0], reasons[1], reasons[0])["reason"] == "repeated"
    assert put(api, *reasons)["reason"] == "too-long"
    assert put(api, *reasons[:50])["version"] == 2


def test_reasons_are_replaced_as_of_the_version_that_was_seen(api: Api) -> None:
    api.change_site(title="Baru")

    assert (put(api)["code"], put(api)["version"]) == ("stale-decision", 2)
    assert put(api, version=2) == {"reasons": [], "version": 3}
