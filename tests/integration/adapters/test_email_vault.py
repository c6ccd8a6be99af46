"""E-mail addresses: which are taken, what is known of them, and who can open them."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pytest
from nacl.public import PublicKey, SealedBox

from service.adapters.email_vault import PADDED_BYTES, EmailVault, VaultOpener, is_disposable
from service.adapters.hashing import BlakeHasher
from service.adapters.keys import Keys, UnusableKeys
from service.domain.fields import FieldFault
from service.domain.site import SiteId
from service.use_cases.ports import InvalidEmail

if TYPE_CHECKING:
    from pathlib import Path

DEMO, OTHER = SiteId("demo"), SiteId("lain")


@pytest.fixture
def opener_key(tmp_path: Path) -> Path:
    return tmp_path / "opener.key"


@pytest.fixture
def keys(tmp_path: Path, opener_key: Path) -> Keys:
    return Keys.create(tmp_path / "keys", opener_key)


@pytest.fixture
def vault(keys: Keys) -> EmailVault:
    return EmailVault(sealing_key=keys.sealing, hasher=BlakeHasher(keys.hashing))


@pytest.fixture
def opener(keys: Keys, opener_key: Path) -> VaultOpener:  # noqa: ARG001 - makes the file
    return VaultOpener(opener_key)


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("sari@surat.example", "sari@surat.example"),
        ("Sari.Dewi@Surat.Example", "Sari.Dewi@surat.example"),
        ("sari+kabar@surat.co.id", "sari+kabar@surat.co.id"),
        ("sari@bücher.example", "sari@xn--bcher-kva.example"),
        ("sari@xn--bcher-kva.example", "sari@xn--bcher-kva.example"),
        ("sari@BÜCHER.example", "sari@xn--bcher-kva.example"),
        ("sari@surat。example", "sari@surat.example"),
        ("e\u0301lise@surat.example", "\u00e9lise@surat.example"),
        ("pembaca@example.org", "pembaca@example.org"),
        ("a" * 64 + "@surat.example", "a" * 64 + "@surat.example"),
    ],
)
def test_an_address_opens_in_its_normal_form(vault: EmailVault, opener: VaultOpener, typed: str, opened: str) -> None:
    assert opener.open(vault.seal(DEMO, typed).box) == opened


@pytest.mark.parametrize(
    "typed",
    [
        "Sari Dewi <sari@surat.example>",
        "<sari@surat.example>",
        "sari@surat.example, budi@surat.example",
        "sari@surat.example budi@surat.example",
        "sari@surat.example;budi@surat.example",
        '"sari dewi"@surat.example',
        "'; DROP TABLE comment",
        "sari@[127.0.0.1]",
        "sari@[IPv6:::1]",
        "sari@127.0.0.1",
        "sari",
        "@surat.example",
        "sari@",
        "sari@@surat.example",
        "sari@surat",
        "sari@surat..example",
        "sari@-surat.example",
        ".sari@surat.example",
        "sa ri@surat.example",
        "sari@surat.example\n",
        "sari@surat.example\nBcc: budi@surat.example",
        "sari\x00@surat.example",
        "\ud800sari@surat.example",
        "sari@\udc00surat.example",
        "sari＠surat.example",
        "a" * 388 + "@surat.co.id",
        "sari@" + "surat." * 60 + "example",
        "é" * 64 + "@" + "surat." * 31 + "example",
        "",
    ],
)
def test_what_is_no_plain_address_is_refused(vault: EmailVault, typed: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        vault.seal(DEMO, typed)

    assert refused.value.fault is FieldFault.INVALID_EMAIL


@pytest.mark.parametrize(
    "typed",
    [
        "sari@localhost",
        "sari@rumah.local",
        "sari@surat.test",
        "sari@a.INVALID",
        "sari@toko.onion",
        "a@1.0.10.in-addr.arpa",
    ],
)
def test_domains_that_no_mail_reaches_are_named_as_such(vault: EmailVault, typed: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        vault.seal(DEMO, typed)

    assert refused.value.fault is FieldFault.RESERVED_DOMAIN


@pytest.mark.parametrize(
    "typed", ["sa ri@rumah.local", "sari@@localhost", "Sari <sari@rumah.local>", "sari@-rumah.test"]
)
def test_a_malformed_address_of_a_reserved_domain_is_malformed(vault: EmailVault, typed: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        vault.seal(DEMO, typed)

    assert refused.value.fault is FieldFault.INVALID_EMAIL


@pytest.mark.parametrize("typed", ["rahasia7@localhost", "rahasia7@@x.example", "rahasia7 <a@x.example>", "rahasia7"])
def test_nothing_of_a_refused_address_is_in_what_is_raised(vault: EmailVault, typed: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        vault.seal(DEMO, typed)

    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert "rahasia7" not in "".join(traceback.format_exception_only(refused.value)) + repr(refused.value)


@pytest.mark.parametrize(
    "again",
    ["sari.dewi@surat.example", "Sari.Dewi@surat.example", "SARI.DEWI@SURAT.EXAMPLE", "sari.dewi@surat。example"],
)
def test_the_ways_of_typing_an_address_are_one_author(vault: EmailVault, again: str) -> None:
    assert vault.seal(DEMO, again).key == vault.seal(DEMO, "sari.dewi@surat.example").key


@pytest.mark.parametrize("other", ["saridewi@surat.example", "sari.dewi+a@surat.example", "sari.dewi@surat2.example"])
def test_other_addresses_are_other_authors(vault: EmailVault, other: str) -> None:
    assert vault.seal(DEMO, other).key != vault.seal(DEMO, "sari.dewi@surat.example").key


def test_two_sites_cannot_tell_that_they_share_an_author(vault: EmailVault) -> None:
    assert vault.seal(DEMO, "sari@surat.example").key != vault.seal(OTHER, "sari@surat.example").key


def test_a_box_tells_neither_equality_nor_length(vault: EmailVault) -> None:
    boxes = [
        vault.seal(DEMO, address).box
        for address in ("a@b.id", "a@b.id", "a@" + "surat." * 40 + "example", "é" * 120 + "@surat.example")
    ]

    assert len(set(boxes)) == 4
    assert {len(box) for box in boxes} == {PADDED_BYTES + 48}  # an ephemeral key and an authenticator


def test_what_seals_cannot_open(vault: EmailVault, keys: Keys) -> None:
    box = vault.seal(DEMO, "sari@surat.example").box

    assert b"sari" not in box
    with pytest.raises(TypeError, match="cannot decrypt"):
        SealedBox(PublicKey(keys.sealing)).decrypt(box)  # type: ignore[misc] # it is what must not be possible


@pytest.mark.parametrize(
    "alter", [lambda box: box[:-1], lambda box: box + b"x", lambda box: b"x" + box[1:], lambda _: b""]
)
def test_an_altered_box_does_not_open(vault: EmailVault, opener: VaultOpener, alter: object) -> None:
    box = vault.seal(DEMO, "sari@surat.example").box

    with pytest.raises(ValueError, match="altered"):
        opener.open(alter(box))  # type: ignore[operator] # one of the functions above


@pytest.mark.parametrize("content", [b"", b"sari@surat.example", b"sari@surat.example\x80\x00x"])
def test_a_box_that_somebody_else_filled_does_not_open(keys: Keys, opener: VaultOpener, content: bytes) -> None:
    with pytest.raises(ValueError, match="something else"):
        opener.open(SealedBox(PublicKey(keys.sealing)).encrypt(content))


def test_another_opener_key_does_not_open(vault: EmailVault, tmp_path: Path) -> None:
    Keys.create(tmp_path / "other", tmp_path / "other" / "opener.key")

    with pytest.raises(ValueError, match="not sealed for this key"):
        VaultOpener(tmp_path / "other" / "opener.key").open(vault.seal(DEMO, "sari@surat.example").box)


def test_an_opener_without_its_key_says_so_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys):
        VaultOpener(tmp_path / "none.key")


@pytest.mark.parametrize("domain", ["mailinator.com", "MAILINATOR.com", "a.b.mailinator.com", "yopmail.com"])
def test_throw_away_providers_are_known_with_their_subdomains(vault: EmailVault, domain: str) -> None:
    assert vault.seal(DEMO, f"sari@{domain}").disposable


@pytest.mark.parametrize(
    "domain", ["gmail.com", "surat.example", "mailinator.com.surat.example", "bukan-mailinator.com", "com"]
)
def test_other_domains_are_not(domain: str) -> None:
    assert not is_disposable(domain)


def test_a_sealed_address_shows_nothing_of_itself(vault: EmailVault) -> None:
    assert repr(vault.seal(DEMO, "sari@surat.example")) == "SealedEmail(disposable=False)"
