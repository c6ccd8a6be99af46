"""What a visitor sends is read once: usable as it is, or every fault named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.fields import LIMITS, Field, FieldFault, FieldProblem
from service.domain.submission import MAX_MARKS, Submission, in_field_order, is_blank, read_submission
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


def test_a_readable_submission_is_kept_as_typed() -> None:
    submission = read(text=" Hai,\r\n<b>dunia</b> \t😀\n", name=" Ni Luh ", email=" a@b.example ", page_title=" Panen ")

    assert submission.text == " Hai,\r\n<b>dunia</b> \t😀\n"
    assert (submission.name, submission.email) == ("Ni Luh", "a@b.example")
    assert (submission.page, submission.page_title) == ("/artikel/panen-kopi", "Panen")


def test_the_visitors_language_is_noted_where_the_submission_names_none() -> None:
    assert read().language == "id"
    assert read(language=" en ").language == "en"


@pytest.mark.parametrize("language", ["<script>", "en us", "-", "e", "bahasa Indonesia", "id-\u202e", "日本語"])
def test_a_language_that_is_no_tag_counts_as_none(language: str) -> None:
    assert faults(language=language) in ([], [(Field.LANGUAGE, FieldFault.CONTROL_CHARACTERS)])
    if not faults(language=language):
        assert read(language=language).language == "id"


def test_an_address_shows_in_no_representation() -> None:
    assert "surat.example" not in repr(read())


# Lengths. What precedes the filling makes each value one that its field can hold.
FILLINGS = {
    Field.NAME: "",
    Field.EMAIL: "",
    Field.URL: "https://kabar.example/",
    Field.TEXT: "",
    Field.PAGE: "/",
    Field.PAGE_TITLE: "",
    Field.STAMP: "",
    Field.TRAP: "",
}


@pytest.mark.parametrize(("field", "start"), list(FILLINGS.items()))
def test_a_field_takes_its_limit_and_not_one_character_more(field: Field, start: str) -> None:
    longest = start + "a" * (LIMITS[field] - len(start))

    assert faults(**{field.name: longest}) == []
    _, problems = read_submission(fields(**{field.name: longest + "a"}), a_site(), "id")

    expected = {"limit": LIMITS[field], "length": LIMITS[field] + 1}
    assert problems == (FieldProblem(field=field, code=FieldFault.TOO_LONG, values=expected),)


def test_a_language_and_a_parent_are_measured_too() -> None:
    assert faults(language="a" * 36) == [(Field.LANGUAGE, FieldFault.TOO_LONG)]
    assert faults(parent="0" * 37) == [(Field.PARENT, FieldFault.TOO_LONG)]


def test_every_field_has_a_limit() -> None:
    assert set(LIMITS) == set(Field)


@pytest.mark.parametrize("letter", ["e\u0301", "\r\n", "\u1100\u1161\u11a8", "😀"])
def test_length_counts_characters_as_normalised_however_they_were_encoded(letter: str) -> None:
    assert faults(text="a" * 9_999 + letter) == []
    assert faults(text="a" * 10_000 + letter) == [(Field.TEXT, FieldFault.TOO_LONG)]


def test_what_does_not_compose_counts_as_it_is() -> None:
    assert faults(text="a" * 9_999 + "x\u0301") == [(Field.TEXT, FieldFault.TOO_LONG)]


# Blank.
BLANKS = [
    "",
    " ",
    "\n\t \r\n",
    "\u00a0\u3000\u2003",
    "\u200b\u200c\u200d\ufeff",
    "\u00ad\u2060",
    "\u3164\u115f\uffa0",
    "\u2800\u2800",
    "\u0301",
    "\ufe0f",
    "\U000e0041",
    "\u2065",
    "\ufff0",
]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_text_in_which_a_reader_sees_nothing_is_missing(blank: str) -> None:
    assert faults(text=blank) == [(Field.TEXT, FieldFault.MISSING)]


@pytest.mark.parametrize(
    "seen", [".", "a", "😀", "👍🏽", "字", "١", "\u200ba\u200b", "\ufffd", "\U0001fae8", "\U0001fadf"]
)
def test_a_text_in_which_a_reader_sees_anything_is_not_missing(seen: str) -> None:
    assert not is_blank(seen)
    assert read(text=seen).text == seen


@pytest.mark.parametrize("field", [Field.NAME, Field.EMAIL, Field.TEXT, Field.PAGE])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_required_field_that_holds_nothing_is_missing(field: Field, value: object) -> None:
    assert faults(**{field.name: value}) == [(field, FieldFault.MISSING)]


def test_which_fields_are_required_is_the_sites_setting() -> None:
    open_site = a_site(required=frozenset({Field.TEXT}))
    strict_site = a_site(required=frozenset({Field.TEXT, Field.URL, Field.PAGE}))

    anonymous = read(open_site, name=None, email="", page="/kopi")
    assert (anonymous.name, anonymous.email, anonymous.url) == ("", "", None)
    assert faults(strict_site, name=None, email=None) == [(Field.URL, FieldFault.MISSING)]
    assert faults(strict_site, page=None, url="https://a.example") == [(Field.PAGE, FieldFault.MISSING)]


@pytest.mark.parametrize("unsaid", ["http://", "https://", " http:// "])
def test_a_website_of_which_only_the_scheme_was_typed_is_none(unsaid: str) -> None:
    assert read(url=unsaid).url is None
    assert faults(a_site(required=frozenset({Field.TEXT, Field.URL})), url=unsaid) == [(Field.URL, FieldFault.MISSING)]


def test_an_invisible_name_is_none() -> None:
    assert faults(name="\u200b\u2060") == [(Field.NAME, FieldFault.MISSING)]
    assert read(a_site(required=frozenset({Field.TEXT})), name="\u200b\u2060", email=None).name == ""


# What is no text, or no line.
@pytest.mark.parametrize("field", list(Field))
def test_a_lone_surrogate_is_no_text(field: Field) -> None:
    assert faults(**{field.name: "hai \ud800"}) == [(field, FieldFault.NOT_TEXT)]


@pytest.mark.parametrize("field", list(Field))
@pytest.mark.parametrize("value", [0, 1, True, 1.5, float("nan"), b"hai", ["hai"], {"hai": 1}])
def test_what_is_not_a_string_is_of_the_wrong_type(field: Field, value: object) -> None:
    assert faults(**{field.name: value}) == [(field, FieldFault.WRONG_TYPE)]


@pytest.mark.parametrize("field", list(Field))
@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_a_control_character_is_refused_in_every_field(field: Field, control: str) -> None:
    assert faults(**{field.name: f"a{control}b"}) == [(field, FieldFault.CONTROL_CHARACTERS)]


@pytest.mark.parametrize(
    "breaker", ["\n", "\r\n", "\r\nBcc: x@y.example", "\t", "\u2028", "\u202e", "\u2066", "\u2069"]
)
def test_a_name_is_one_line_that_runs_one_way(breaker: str) -> None:
    assert faults(name=f"Wayan{breaker}x") == [(Field.NAME, FieldFault.CONTROL_CHARACTERS)]


def test_a_text_may_run_both_ways_and_over_many_lines() -> None:
    assert read(text="السلام\u200f عليكم\n\u2067שלום\u2069\tok\r\n").text.count("\n") == 2


# One letter in each script whose marks pile up.
@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u0591", "\u064b", "\u0e34", "\u0f71", "\u20dd", "\u1dd9"])
def test_a_letter_carries_thirty_marks_and_no_more(mark: str) -> None:
    assert faults(text="o" + mark * MAX_MARKS + "k") == []
    _, problems = read_submission(fields(text="x" + mark * (MAX_MARKS + 1)), a_site(), "id")

    assert problems == (FieldProblem(field=Field.TEXT, code=FieldFault.TOO_MANY_MARKS, values={"limit": 30}),)


def test_ten_thousand_marks_on_one_letter_are_refused_and_ten_thousand_letters_with_one_each_are_not() -> None:
    assert faults(text="q" + "\u0323" * 9_999) == [(Field.TEXT, FieldFault.TOO_MANY_MARKS)]
    assert faults(text="q\u0323" * 5_000) == []


def test_many_emoji_and_signs_in_a_row_are_no_marks() -> None:
    assert faults(text="❤\ufe0f" * 100 + "!" * 100 + "—" * 100) == []


# All at once.
def test_everything_that_is_wrong_is_named_at_once_in_the_order_of_the_fields() -> None:
    found = faults(
        trap=1,
        parent="x",
        text=" ",
        url="javascript:alert(1)",
        name="a\x00",
        email=None,
        page="\ud800",
        stamp="a" * 501,
    )

    assert found == [
        (Field.NAME, FieldFault.CONTROL_CHARACTERS),
        (Field.EMAIL, FieldFault.MISSING),
        (Field.URL, FieldFault.INVALID_URL),
        (Field.TEXT, FieldFault.MISSING),
        (Field.PAGE, FieldFault.NOT_TEXT),
        (Field.PARENT, FieldFault.UNKNOWN_PARENT),
        (Field.STAMP, FieldFault.TOO_LONG),
        (Field.TRAP, FieldFault.WRONG_TYPE),
    ]


def test_problems_found_elsewhere_fall_into_the_same_order() -> None:
    late = FieldProblem(field=Field.EMAIL, code=FieldFault.INVALID_EMAIL)
    early = FieldProblem(field=Field.TEXT, code=FieldFault.MISSING)

    assert in_field_order([early, late]) == (late, early)


def test_the_trap_and_the_stamp_are_read_as_they_come() -> None:
    submission = read(trap=" https://kasino.example\n", stamp="2026 demo")

    assert (submission.trap, submission.stamp) == (" https://kasino.example\n", "2026 demo")


VALUES = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.binary(max_size=3), st.lists(st.text(), max_size=1)
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(list(Field)), VALUES))
def test_whatever_is_sent_is_either_usable_or_named(sent: dict[Field, object]) -> None:
    submission, problems = read_submission(sent, a_site(), "id")

    assert (submission is None) == bool(problems)
    assert len({problem.field for problem in problems}) == len(problems)
    assert problems == in_field_order(problems)
