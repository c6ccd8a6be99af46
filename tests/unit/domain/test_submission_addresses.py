"""The websites, parents and pages that a submission names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.fields import LIMITS, Field, FieldFault
from service.domain.submission import Submission, read_submission
from tests.fakes import a_site, fields

if TYPE_CHECKING:
    from service.domain.site import Site


def read(site: Site | None = None, /, **changes: object) -> Submission:
    submission, problems = read_submission(fields(**changes), site or a_site(), "id")
    assert problems == ()
    assert submission is not None
    return submission


def faults(site: Site | None = None, /, **changes: object) -> list[tuple[str, FieldFault]]:
    submission, problems = read_submission(fields(**changes), site or a_site(), "id")
    assert (submission is None) == bool(problems)
    return [(problem.field, problem.code) for problem in problems]


# Websites.
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://kebun.example", "https://kebun.example"),
        ("http://kebun.example/a?b=c#d", "http://kebun.example/a?b=c#d"),
        ("HTTPS://Kebun.Example/A", "HTTPS://Kebun.Example/A"),
        (" kebun.example ", "https://kebun.example"),
        ("kebun.example:8080/kopi", "https://kebun.example:8080/kopi"),
        ("www.kebun.example", "https://www.kebun.example"),
        ("https://bücher.example", "https://bücher.example"),
        ("https://xn--bcher-kva.example.", "https://xn--bcher-kva.example."),
        ("https://kebun.example:8443/", "https://kebun.example:8443/"),
    ],
)
def test_a_website_is_kept_and_gets_a_scheme_if_it_has_none(typed: str, kept: str) -> None:
    assert read(url=typed).url == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://kebun.example/%0aalert(1)",
        "javascript:1",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "ftp://kebun.example",
        "mailto:wayan@surat.example",
        "wayan@surat.example",
        "https://user:pw@kebun.example",
        "https://@kebun.example",
        "localhost",
        "https://localhost:8000",
        "https://",
        "https:///kopi",
        "//kebun.example",
        "/kopi",
        "https://.",
        "https://kebun..example",
        "https://.kebun.example",
        "https://kebun.example:99999",
        "https://kebun.example:abc",
        "https://[::1]/",
        "https://[::1",
        "https://ke bun.example",
        'https://kebun.example/"onmouseover="alert(1)',
        "https://kebun.example/'",
        "https://kebun.example/<b>",
        "https://kebun.example\\@jahat.example",
        "https://kebun.℀.example",
        "tidak punya",
        ".",
    ],
)
def test_what_is_no_website_that_is_safe_to_link_to_is_refused(typed: str) -> None:
    expected = [] if typed == "https://" else [(Field.URL, FieldFault.INVALID_URL)]

    assert faults(url=typed) == expected


def test_a_website_is_within_its_limit_with_the_scheme_that_it_was_given() -> None:
    bare = "kebun.example/" + "a" * (LIMITS[Field.URL] - len("https://kebun.example/"))

    assert len(read(url=bare).url or "") == LIMITS[Field.URL]
    assert faults(url=bare + "a") == [(Field.URL, FieldFault.TOO_LONG)]


# Parents and pages.
PARENT = "0190f3c6-7a2e-7000-8000-00000000002a"


@pytest.mark.parametrize("typed", [PARENT, PARENT.upper(), f" {PARENT} "])
def test_a_parent_is_named_by_its_id(typed: str) -> None:
    assert faults(parent=typed.strip()) == []
    assert read(parent=typed.strip()).parent == UUID(PARENT)


@pytest.mark.parametrize("none", [None, "", " ", "0"])
def test_no_parent_is_none_and_so_is_the_zero_of_wordpress(none: str | None) -> None:
    assert read(parent=none).parent is None


@pytest.mark.parametrize("typed", ["12", "-1", "x", "0190f3c6", "null", "../1", "0190f3c6-7a2e-7000-8000-00000000002z"])
def test_a_parent_that_is_no_id_is_unknown(typed: str) -> None:
    assert faults(parent=typed) == [(Field.PARENT, FieldFault.UNKNOWN_PARENT)]


def test_a_page_of_the_site_is_known_by_its_path() -> None:
    assert read(page="https://www.kabar.example/artikel/?utm_source=x#komentar").page == "/artikel"
    assert read(page="https://lain.example/artikel").page == "//lain.example/artikel"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "#", "https://", "https://kabar.example:x/"])
def test_a_page_that_is_none_is_refused(typed: str) -> None:
    assert faults(page=typed) == [(Field.PAGE, FieldFault.INVALID_PAGE)]
