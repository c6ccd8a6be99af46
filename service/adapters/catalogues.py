"""The catalogues' upkeep: ``python -m service.adapters.catalogues`` extracts, updates and compiles them.

Run it after a change to a sentence anywhere in ``service/``, translate what is empty in
``service/locale/<language>/LC_MESSAGES/messages.po``, and run it again. Named languages are begun where there is no
catalogue yet: ``python -m service.adapters.catalogues ms``.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SERVICE = Path(__file__).parents[1]
LOCALE = SERVICE / "locale"

SOURCE_LANGUAGE = "en"
"""Language of the sentences in the code: its catalogue says them as they are."""

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_KEYWORDS = DEFAULT_KEYWORDS | {"sentence": None, "sentences": (1, 2)}
# A catalogue's date says nothing that its history does not, and would change with every run.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Return every sentence of the code and the templates, with the files that say it."""
    catalog = Catalog()
    found = extract_from_dir(SERVICE, _METHODS, keywords=_KEYWORDS, comment_tags=("Translators:",))
    for file, _, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, locations=[(f"service/{file}", 0)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    """Return the catalogue of a ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=Locale.parse(path.parents[1].name), domain="messages")


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its ``.po`` file holds it."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as its ``.mo`` file holds it; sentences marked fuzzy are left out."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def begun(language: str) -> Catalog:
    """Return a catalogue without a sentence."""
    return Catalog(
        locale=language,
        header_comment=f"# Saring, said in the language {language}.",
        project="Saring",
        version="1",
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )


def updated(catalog: Catalog) -> Catalog:
    """Return a catalogue with the sentences of today; those that are new are left to be translated, not guessed."""
    source = catalog.locale_identifier == SOURCE_LANGUAGE
    found = begun(str(catalog.locale_identifier))
    for message in catalog:
        if message.id:
            found[message.id] = message
    found.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    if source:
        for message in found:
            if message.id:
                message.string = message.id
    return found


def main(new_languages: list[str]) -> None:
    """Bring every catalogue up to date, and begin those of new languages."""
    for language in new_languages:
        path = LOCALE / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(written(begun(language)))
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/messages.po")):
        catalog = updated(read(path))
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main(sys.argv[1:])
