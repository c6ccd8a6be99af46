"""The ways of writing one page's address fold into one key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.page import MAX_KEY_BYTES, canonical_host_of, canonical_page

OWN = frozenset({"kabar.example", "www.kabar.example:8080"})


@pytest.mark.parametrize(
    "address",
    [
        "https://kabar.example/kopi",
        "http://kabar.example/kopi",
        "HTTPS://KABAR.EXAMPLE/kopi",
        "https://www.kabar.example/kopi",
        "https://kabar.example./kopi",
        "https://kabar.example:443/kopi",
        "http://kabar.example:80/kopi",
        "//kabar.example/kopi",
        "https://pembaca@kabar.example/kopi",
        "/kopi",
        "kopi",
        "  /kopi  ",
        "/kopi/",
        "/kopi///",
        "//kabar.example//kopi",
        "/%6B%6f%70%69",
        "/kopi#komentar",
        "/kopi?",
        "/kopi?utm_source=surat&utm_medium=email",
        "/kopi?gclid=1&dclid=2&fbclid=3&msclkid=4&_ga=5&replytocom=6",
    ],
)
def test_the_ways_of_writing_an_own_page_are_one(address: str) -> None:
    assert canonical_page(address, OWN) == "/kopi"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://kabar.example", "/"),
        ("/", "/"),
        ("https://kabar.example:8080/kopi", "/kopi"),
        ("https://kabar.example:8081/kopi", "//kabar.example:8081/kopi"),
        ("https://lain.example/kopi", "//lain.example/kopi"),
        ("https://www.lain.example", "//lain.example/"),
        ("https://desa.kabar.example/kopi", "//desa.kabar.example/kopi"),
        ("/kopi?p=12", "/kopi?p=12"),
        ("?p=12", "/?p=12"),
        ("/kopi?p=12&utm_source=x&q=", "/kopi?p=12&q="),
        ("/kopi?page=2&id=1", "/kopi?page=2&id=1"),
        ("/Kopi", "/Kopi"),
        ("/kopi susu", "/kopi%20susu"),
        ("/kopi%20susu", "/kopi%20susu"),
        ("/café", "/caf%C3%A9"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/100%", "/100%25"),
        ("/100%25", "/100%25"),
        ("/a%3Fb%23c", "/a%3Fb%23c"),
        ("/hemat,(50)!", "/hemat,(50)!"),
        ("http://[2001:db8::1]:8080/kopi", "//[2001:db8::1]:8080/kopi"),
        ("http://[2001:db8::1]/kopi", "//[2001:db8::1]/kopi"),
        ("http://lain.example:0/kopi", "//lain.example:0/kopi"),
    ],
)
def test_what_names_another_page_is_kept(address: str, key: str) -> None:
    assert canonical_page(address, OWN) == key


@pytest.mark.parametrize(
    ("one", "other"), [("/%FF", "/%FE"), ("/kopi", "/kopi/susu"), ("/kopi?p=1", "/kopi?p=2"), ("/a%252Fb", "/a/b")]
)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert canonical_page(one) != canonical_page(other)


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "#komentar",
        "//",
        "javascript:alert(1)",
        "data:text/html,hai",
        "file:///etc/passwd",
        "mailto:wayan@surat.example",
        "https:",
        "https:///kopi",
        "https://:80/kopi",
        "//:80/kopi",
        "https://./kopi",
        "https://lain.example:70000/",
        "https://lain.example:-1/",
        "https://lain.example:delapan/",
        "https://[2001:db8::1/kopi",
        "https://lain\x00.example/",
        "https://la in.example/",
        "https://lain%2eexample/",
        "https://<b>.example/",
        "/\ud800",
        "/?q=\udfff",
        "https://\ud800.example/",
    ],
)
def test_what_names_no_page_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_page(address, OWN)


@pytest.mark.parametrize("address", ["/%2Fjahat.example/kopi", "/%2F%2Fjahat.example/kopi", "//kabar.example//%2Fa"])
def test_no_path_can_pass_for_another_host(address: str) -> None:
    assert not canonical_page(address, OWN).startswith("//")


def test_a_key_is_never_longer_than_an_index_can_hold() -> None:
    longest = "/" + "a" * (MAX_KEY_BYTES - 1)

    assert canonical_page(longest) == longest
    with pytest.raises(ValueError, match="too long"):
        canonical_page(longest + "a")
    with pytest.raises(ValueError, match="too long"):
        canonical_page("/" + "字" * 1_900)


@pytest.mark.parametrize(
    ("netloc", "host"),
    [
        ("Kabar.Example", "kabar.example"),
        ("www.kabar.example:443", "kabar.example"),
        ("kabar.example:8080", "kabar.example:8080"),
        ("[2001:DB8::1]:8080", "[2001:db8::1]:8080"),
    ],
)
def test_a_host_has_one_form(netloc: str, host: str) -> None:
    assert canonical_host_of(netloc) == host


PIECES = st.sampled_from(
    [
        "https:",
        "http:",
        "/",
        "//",
        "///",
        "www.",
        "kabar.example",
        "[::1]",
        "[fe80::1%25eth0]",
        "[v1.a]",
        ":80",
        ":99999",
        ":٣",
        "@",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%2F",
        "%3F",
        "%25",
        "%FF",
        "%00",
        "utm_a",
        "\t",
        "\n",
        " ",
        "\x00",
        "\\",
        ".",
        "..",
        ";",
        "\ud800",
        "ß",
        "İ",
        "℀",
    ]
)


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(max_size=40), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=10).map("".join)))
def test_any_text_is_a_page_whose_key_is_its_own_key_or_is_refused(address: str) -> None:
    try:
        key = canonical_page(address, OWN)
    except ValueError:
        return

    assert canonical_page(key, OWN) == key
    assert key.startswith("/")
    assert len(key.encode()) <= MAX_KEY_BYTES
    assert "\x00" not in key
