"""What people read, in their language: one sentence for each error and for each thing wrong with a field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from service.adapters.sentences import FALLBACK, FIELD_SENTENCES, PROBLEMS, TITLES, TOO_LONG, TOO_MANY_MARKS
from service.domain.fields import FieldFault

if TYPE_CHECKING:
    from service.domain.errors import ModerationError
    from service.domain.fields import FieldProblem

LOCALE = Path(__file__).parents[1] / "locale"
"""Where the catalogues are: ``<language>/LC_MESSAGES/messages.mo``."""

DOMAIN = "messages"

SOURCE_LANGUAGE = "en"
"""Language of the sentences in the code, spoken where there is no catalogue for another."""

_PLURALS = {FieldFault.TOO_LONG: TOO_LONG, FieldFault.TOO_MANY_MARKS: TOO_MANY_MARKS}


class CataloguePhrasebook:
    """The compiled gettext catalogues of a folder, read once."""

    def __init__(self, locale: Path = LOCALE) -> None:
        found = sorted(path.parents[1].name for path in locale.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
        self._catalogues = {language: Translations.load(locale, [language], DOMAIN) for language in found}
        self._languages = tuple(found)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are catalogues for, such as ``("en", "id")``."""
        return self._languages

    def title(self, error: ModerationError, language: str) -> str:
        """Return a sentence for an error; the same for each error of its code (RFC 9457, section 3.1.3)."""
        return self.say(TITLES.get(error.code, FALLBACK), language)

    def problem(self, problem: FieldProblem, language: str) -> str:
        """Return a sentence for one thing wrong with one field."""
        values = {name: self.number(value, language) for name, value in problem.values.items()}
        if problem.code in _PLURALS:
            one, many = _PLURALS[problem.code]
            return self._catalogue(language).ungettext(one, many, problem.values["limit"]) % values
        own = FIELD_SENTENCES.get((problem.field, problem.code))
        return self.say(own or PROBLEMS[problem.code], language, **values)

    def say(self, sentence: str, language: str, **values: str) -> str:
        """Return a sentence of the code in a language, with its values."""
        translated = self._catalogue(language).ugettext(sentence)
        return translated % values if values else translated

    def number(self, number: int, language: str) -> str:
        """Return a whole number as it is written in a language: ``10,000``, ``10.000``."""
        return format_decimal(number, locale=self._known(language).replace("-", "_"))

    def _catalogue(self, language: str) -> NullTranslations:
        """Return the catalogue that serves a language."""
        return self._catalogues.get(self._known(language)) or NullTranslations()

    def _known(self, language: str) -> str:
        """Return the catalogue's language for a tag: ``id`` for ``id-ID``; the source's for one that nobody wrote."""
        tag = language.replace("_", "-").lower()
        while tag:
            if tag in self._catalogues:
                return tag
            tag = tag.rpartition("-")[0]
        return SOURCE_LANGUAGE
