"""What people read: a sentence in every language for every error and fault, and catalogues that say what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.adapters import catalogues
from service.adapters.sentences import FALLBACK, PROBLEMS, TITLES
from service.adapters.translations import LOCALE, CataloguePhrasebook
from service.api.problems import error_codes
from service.domain import errors
from service.domain.fields import Field, FieldFault, FieldProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Message

PHRASEBOOK = CataloguePhrasebook()
FILES = sorted(LOCALE.glob("*/LC_MESSAGES/messages.po"))
LANGUAGES = [path.parents[1].name for path in FILES]


def messages(path: Path) -> Iterator[Message]:
    """Yield the sentences of a catalogue."""
    return (message for message in catalogues.read(path) if message.id)


def forms(text: object) -> tuple[str, ...]:
    """Return the forms of a sentence or its translation."""
    return (text,) if isinstance(text, str) else tuple(str(form) for form in text)  # type: ignore[attr-defined] # a list


@pytest.fixture(params=FILES, ids=LANGUAGES)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_the_languages_are_those_of_the_catalogues() -> None:
    assert list(PHRASEBOOK.languages) == LANGUAGES
    assert {"en", "id"} <= set(LANGUAGES)


def test_a_compiled_catalogue_is_what_its_source_compiles_to(file: Path) -> None:
    assert file.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogues.read(file)), (
        "run python -m service.adapters.catalogues"
    )


def test_a_catalogue_holds_the_sentences_of_the_code_and_no_others(file: Path) -> None:
    held = {message.id for message in messages(file)}

    assert held == {message.id for message in catalogues.extracted() if message.id}, (
        "run python -m service.adapters.catalogues"
    )


def test_every_sentence_is_translated_and_none_is_a_guess(file: Path) -> None:
    assert [message.id for message in messages(file) if message.fuzzy] == []
    assert [message.id for message in messages(file) if not all(forms(message.string))] == []


def test_a_translation_names_the_same_values(file: Path) -> None:
    catalogue = catalogues.read(file)

    assert [message.id for message in catalogue if message.id and message.check(catalogue)] == []


def test_updating_a_catalogue_changes_nothing_once_it_is_up_to_date(file: Path) -> None:
    assert catalogues.written(catalogues.updated(catalogues.read(file))) == file.read_bytes(), (
        "run python -m service.adapters.catalogues"
    )


def test_a_new_language_begins_with_every_sentence_untranslated() -> None:
    begun = catalogues.updated(catalogues.begun("ms"))

    assert not any(any(forms(message.string or "")) for message in begun if message.id)
    assert len(begun) == len(catalogues.extracted())


def test_the_command_brings_every_catalogue_up_to_date_and_begins_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)

    catalogues.main(["en", "ms"])
    catalogues.main(["ms"])

    assert CataloguePhrasebook(tmp_path).languages == ("en", "ms")
    assert CataloguePhrasebook(tmp_path).title(errors.UnknownSite("x"), "ms") == TITLES["unknown-site"]
    assert (tmp_path / "en/LC_MESSAGES/messages.po").read_bytes() == (
        LOCALE / "en/LC_MESSAGES/messages.po"
    ).read_bytes()


def test_every_error_has_a_sentence_of_its_own() -> None:
    assert set(error_codes()) <= set(TITLES)


def test_no_sentence_is_for_an_error_that_is_none() -> None:
    assert set(TITLES) <= set(error_codes())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", list(FieldFault))
@pytest.mark.parametrize("field", list(Field))
def test_every_fault_of_every_field_has_a_sentence(language: str, fault: FieldFault, field: Field) -> None:
    problem = FieldProblem(field=field, code=fault, values={"limit": 10, "length": 11, "low": 0, "high": 1})

    sentence = PHRASEBOOK.problem(problem, language)

    assert sentence.strip()
    assert "%" not in sentence
    assert sentence.endswith((".", "https://example.com"))


@pytest.mark.parametrize(
    ("problem", "english", "indonesian"),
    [
        (
            FieldProblem(field=Field.EMAIL, code=FieldFault.INVALID_EMAIL),
            "The email address is not valid.",
            "Alamat email tidak valid.",
        ),
        (FieldProblem(field=Field.NAME, code=FieldFault.MISSING), "Please enter your name.", "Silakan isi nama Anda."),
        (FieldProblem(field=Field.PARENT, code=FieldFault.MISSING), "This field is required.", "Ruas ini wajib diisi."),
        (
            FieldProblem(field=Field.TEXT, code=FieldFault.TOO_LONG, values={"limit": 10_000, "length": 12_345}),
            "This is too long: at most 10,000 characters are allowed, and there are 12,345.",
            "Terlalu panjang: maksimal 10.000 karakter, sedangkan isian ini 12.345 karakter.",
        ),
        (
            FieldProblem(field=Field.TEXT, code=FieldFault.TOO_LONG, values={"limit": 1, "length": 2}),
            "This is too long: at most 1 character is allowed, and there are 2.",
            "Terlalu panjang: maksimal 1 karakter, sedangkan isian ini 2 karakter.",
        ),
    ],
)
def test_sentences_speak_the_language_of_the_reader(problem: FieldProblem, english: str, indonesian: str) -> None:
    assert (PHRASEBOOK.problem(problem, "en"), PHRASEBOOK.problem(problem, "id")) == (english, indonesian)


@pytest.mark.parametrize("language", ["id", "id-ID", "id_ID", "ID", "id-Latn-ID"])
def test_a_regional_tag_is_served_by_its_language(language: str) -> None:
    assert PHRASEBOOK.title(errors.UnknownSite("x"), language) == "Situs tidak ditemukan."


@pytest.mark.parametrize("language", ["ms", "zz-ZZ", "", "-", "../id", "idx"])
def test_an_unknown_language_is_served_in_english(language: str) -> None:
    assert PHRASEBOOK.title(errors.UnknownSite("x"), language) == TITLES["unknown-site"]


def test_an_error_without_a_sentence_gets_a_general_one() -> None:
    class NewError(errors.ModerationError):
        code = "never-seen"

    try:
        assert PHRASEBOOK.title(NewError(), "en") == FALLBACK
    finally:
        NewError.code = "internal-error"  # the tree knows its branches for good: leave none behind without a sentence


def test_without_catalogues_the_sentences_of_the_code_are_said(tmp_path: Path) -> None:
    bare = CataloguePhrasebook(tmp_path)

    assert bare.languages == ()
    assert bare.title(errors.UnknownSite("x"), "id") == TITLES["unknown-site"]
    assert bare.problem(FieldProblem(field=Field.TEXT, code=FieldFault.NOT_TEXT), "id") == PROBLEMS[FieldFault.NOT_TEXT]
