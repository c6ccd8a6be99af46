"""How a comment is shown: as its text, with paragraphs and links, and with nothing of its own making."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.adapters.markup import MAX_LINKS, MAX_SHOWN, render_comment
from service.domain.fields import LIMITS, Field

REL = ' rel="ugc nofollow noopener"'
ALLOWED = {"p", "br", "a"}


class Reader(HTMLParser):
    """Notes every tag and every piece of text, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def links(text: str) -> list[str | None]:
    return [attributes["href"] for tag, attributes in read(render_comment(text)).tags if tag == "a"]


PIECES = (
    *"/#@:()[]`\\.,\n \"'&é\u202e\u2066\u2028\x00\x0b\ud800",
    *("<script>", "</p>", "&lt;", "<!--", "-->", "<![CDATA[", "<?", "http://", "https://", "www.", "a.id", "?x=1&y=2"),
    *("javascript:", "onerror=", "\r\n", "\n\n", "例.id", "xn--", "mailto:", "ftp://", "//"),
)
pieces = st.sampled_from(PIECES)
hostile = st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(st.characters(exclude_categories=())))


@given(text=hostile)
@settings(max_examples=400)
def test_no_text_yields_a_tag_or_attribute_that_is_not_ours(text: str) -> None:
    html = render_comment(text)
    seen = read(html)

    assert {tag for tag, _ in seen.tags} <= ALLOWED
    assert seen.others == []
    for tag, attributes in seen.tags:
        assert set(attributes) == ({"href", "rel"} if tag == "a" else set())
        if tag == "a":
            assert re.match(r"https?://[^\s/]", attributes["href"] or "", re.IGNORECASE)
            assert attributes["rel"] == "ugc nofollow noopener"
    assert html.count("<") == len(re.findall(r"<(?:/?p|br|/?a)[ >]", html))


@given(text=hostile)
@settings(max_examples=400)
def test_what_is_shown_can_be_sent_and_rearranges_nothing(text: str) -> None:
    html = render_comment(text)

    html.encode()
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", html)


@given(text=st.text(st.characters(categories=["L", "Nd", "P", "S"]), max_size=200))
def test_every_letter_is_shown(text: str) -> None:
    seen = read(render_comment(text)).text

    assert "…" in seen or seen == text.strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\n\t\n", ""),
        ("Panennya bagus.", "<p>Panennya bagus.</p>"),
        ("satu\ndua", "<p>satu<br>dua</p>"),
        ("satu\r\ndua\rtiga\u2028empat", "<p>satu<br>dua<br>tiga<br>empat</p>"),
        ("satu\n\ndua", "<p>satu</p><p>dua</p>"),
        ("\n\nsatu \n \t \n\n dua\n", "<p>satu</p><p>dua</p>"),
        ("<b>tebal</b> & \"kutip\" 'satu'", "<p>&lt;b&gt;tebal&lt;/b&gt; &amp; &#34;kutip&#34; &#39;satu&#39;</p>"),
        ("saldo \u202e0001\u202c rupiah", "<p>saldo 0001 rupiah</p>"),
        ("a\x00b\x07c\x1bd\x85e", "<p>abcd<br>e</p>"),
        ("a\ud800b", "<p>a\ufffdb</p>"),
        ("مرحبا\u200f!", "<p>مرحبا\u200f!</p>"),
    ],
)
def test_text_is_shown_as_typed(text: str, html: str) -> None:
    assert render_comment(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://kabar.example/kopi", f'<p><a href="https://kabar.example/kopi"{REL}>https://kabar.example/kopi</a></p>'),
        ("lihat www.kabar.example.", f'<p>lihat <a href="https://www.kabar.example"{REL}>www.kabar.example</a>.</p>'),
        ("WWW.kabar.example", f'<p><a href="https://WWW.kabar.example"{REL}>WWW.kabar.example</a></p>'),
        (
            "(http://a.example/a_(b)?x=1&y=2#z) ya",
            f'<p>(<a href="http://a.example/a_(b)?x=1&amp;y=2#z"{REL}>http://a.example/a_(b)?x=1&amp;y=2#z</a>) ya</p>',
        ),
        (
            "a http://a.example\nb http://b.example",
            f'<p>a <a href="http://a.example"{REL}>http://a.example</a><br>b <a href="http://b.example"{REL}>http://b.example</a></p>',
        ),
    ],
)  # fmt: skip
def test_addresses_of_web_pages_become_links(text: str, html: str) -> None:
    assert render_comment(text) == html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://例え.example/道", ["https://例え.example/道"]),
        ('"https://a.example/"', ["https://a.example/"]),
        ("https://a.example/'onmouseover='x", ["https://a.example/'onmouseover='x"]),
        ("http://a.example, http://b.example!", ["http://a.example", "http://b.example"]),
        ("HTTPS://A.EXAMPLE/B", ["HTTPS://A.EXAMPLE/B"]),
        ("https://a.example:8443/b", ["https://a.example:8443/b"]),
    ],
)
def test_links_end_where_a_reader_sees_them_end(text: str, found: list[str]) -> None:
    assert links(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "kabar.example",
        "sari@surat.example",
        "mailto:sari@surat.example",
        "ftp://a.example/b",
        "//a.example/b",
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "http://",
        "https://localhost/x",
        "http://a.example@b.example/",
        "http://user:secret@b.example/",
        "xhttp://a.example",
        "_www.a.example",
        "http:a.example",
        "www.",
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert links(text) == []
    assert read(render_comment(text)).text == text


def test_a_hidden_direction_mark_is_gone_from_links_too() -> None:
    assert links("https://a.example/\u202egpj.exe") == ["https://a.example/gpj.exe"]


def test_a_long_address_is_cut_on_the_page_and_whole_in_the_link() -> None:
    address = "https://kabar.example/" + "a" * 200

    seen = read(render_comment(address))

    assert links(address) == [address]
    assert seen.text == address[: MAX_SHOWN - 1] + "…"


def test_only_so_many_links_are_made() -> None:
    text = "http://a.example " * (MAX_LINKS + 5)

    assert len(links(text)) == MAX_LINKS
    assert read(render_comment(text)).text == text.strip()


UNIT = [
    *(
        "http://a",
        "www.",
        "http://",
        "www.a.b",
        "http://a.b/(",
        "http://a.b/&",
        "http://a@",
        "http://a.b:1:",
        "http://é.",
    ),
    *("a\n\n", " \n", "<", "\n", "http://a.b/'", "http://a-", "a.", "\u202e", "http://www.", "((("),
]


@pytest.mark.parametrize("unit", UNIT)
@pytest.mark.parametrize("head", ["", "http://a.b/", "http://"])
def test_time_grows_with_length_alone(head: str, unit: str) -> None:
    longest = LIMITS[Field.TEXT]
    text = (head + unit * longest)[:longest]

    def milliseconds() -> float:
        start = time.process_time()
        render_comment(text)
        return (time.process_time() - start) * 1000

    # A few milliseconds are measured; with a quadratic step it would be hundreds.
    assert min(milliseconds() for _ in range(3)) < 40
