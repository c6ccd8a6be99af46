"""In which language the API speaks to a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.fields import LIMITS, Field
from tests.functional.api.driver import PAGE

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

SENTENCES = {"id": "Silakan tulis komentar.", "en": "Please write a comment."}


@pytest.mark.parametrize(
    ("lang", "accept", "spoken"),
    [
        (None, None, "id"),
        (None, "en", "en"),
        (None, "id-ID,id;q=0.9,en;q=0.8", "id"),
        (None, "de,en-GB;q=0.5,id;q=0.4", "en"),
        (None, "de", "id"),
        (None, "*;q=x, ,;;", "id"),
        ("en", "id", "en"),
        ("en-GB", None, "en"),
        ("id_ID", "en", "id"),
        ("tlh", "en", "en"),
        ("x" * 30, None, "id"),
    ],
)
def test_errors_speak_the_bodys_language_else_the_browsers_else_the_sites(
    api: Api, lang: str | None, accept: str | None, spoken: str
) -> None:
    other = "en" if spoken == "id" else "id"
    headers = {"Accept-Language": accept} if accept else {}

    response = api.post(stamp="", text="", lang=lang, headers=headers)

    sentence = response.get_json()["errors"]["text"][0]
    assert sentence == api.post(stamp="", text="", lang=spoken).get_json()["errors"]["text"][0]
    assert sentence != api.post(stamp="", text="", lang=other).get_json()["errors"]["text"][0]
    assert "Accept-Language" in response.headers["Vary"]


def test_english_is_english(api: Api) -> None:
    response = api.post(stamp="", text="", lang="en")

    assert response.get_json()["errors"]["text"] == [SENTENCES["en"]]


def test_the_site_speaks_its_own_language_where_the_visitor_names_none(api: Api) -> None:
    api.change_site(language="en")

    assert api.post(stamp="", text="").get_json()["errors"]["text"] == [SENTENCES["en"]]


def test_a_lang_that_is_no_text_is_named_and_breaks_nothing(api: Api) -> None:
    assert api.post(stamp="", lang=7).get_json()["faults"] == {"lang": ["wrong-type"]}


def test_a_comment_notes_the_visitors_language(api: Api) -> None:
    english = api.held(headers={"Accept-Language": "en-US"})
    named = api.held(text="Mungkin bahasa lain.", lang="jv")

    assert api.detail(english).get_json()["language"] == "en"
    assert api.detail(named).get_json()["language"] == "jv"


def test_errors_outside_a_site_are_english_unless_the_browser_prefers_otherwise(api: Api) -> None:
    plain = api.call("GET", "/nix").get_json()["title"]
    indonesian = api.call("GET", "/nix", headers={"Accept-Language": "id"}).get_json()["title"]

    assert plain == "There is nothing at this address."
    assert indonesian != plain


def test_a_form_is_described_in_its_language(api: Api) -> None:
    form = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": PAGE + "/#x"}).get_json()
    english = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": PAGE, "lang": "en"}).get_json()

    assert set(form) == {
        "site", "page", "closed", "language", "required", "limits", "stamp", "trap", "labels",
    }  # fmt: skip
    assert (form["site"], form["page"], form["closed"], form["language"]) == ("demo", PAGE, False, "id")
    assert form["required"] == ["author.name", "author.email", "text"]
    assert form["limits"] == {str(field): limit for field, limit in LIMITS.items()}
    assert form["labels"]["heading"] == "Tinggalkan Balasan"
    assert (english["language"], english["labels"]["promise"]) == ("en", "Your email address will not be published.")


def test_a_form_says_what_its_site_requires(api: Api) -> None:
    api.change_site(required=frozenset({Field.TEXT, Field.URL}))

    form = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": PAGE}).get_json()

    assert form["required"] == ["author.url", "text"]


def test_a_form_of_no_page_is_refused(api: Api) -> None:
    assert api.call("GET", "/api/v1/sites/demo/form").get_json()["faults"] == {"page": ["invalid-page"]}
