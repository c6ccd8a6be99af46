"""Mail domains: read as those of addresses are, and hashed alike, so that a typed one meets its authors."""

from __future__ import annotations

import pytest
from nacl.public import PrivateKey

from service.adapters.email_vault import EmailVault
from service.adapters.hashing import BlakeHasher
from service.adapters.mail_domains import HashedDomains
from service.domain.errors import MalformedRequest
from service.domain.mail_providers import SHARED_DOMAINS
from service.domain.site import SiteId

DEMO, HARBOUR = SiteId("demo"), SiteId("harbour")
HASHER = BlakeHasher(b"k" * 32)
DOMAINS = HashedDomains(HASHER)
VAULT = EmailVault(sealing_key=bytes(PrivateKey.generate().public_key), hasher=HASHER)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("surat-kabar.com", "surat-kabar.com"),
        (" @Surat-Kabar.COM ", "surat-kabar.com"),
        ("München.com", "xn--mnchen-3ya.com"),
        ("xn--mnchen-3ya.com", "xn--mnchen-3ya.com"),
    ],
)
def test_a_domain_is_read_in_its_one_form(typed: str, expected: str) -> None:
    assert DOMAINS.read(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "@", "tanpa titik", "a@b.com", "surat", "a..com", "surat.test", "x" * 250 + ".com"]
)
def test_what_no_address_can_have_is_no_domain(typed: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        DOMAINS.read(typed)

    assert (refused.value.reason, refused.value.parameter) == ("not-a-domain", "domain")


@pytest.mark.parametrize("address", ["sari@surat-kabar.com", "Budi+x@SURAT-KABAR.com"])
def test_a_sealed_address_has_the_key_of_its_domain_and_of_no_other(address: str) -> None:
    sealed = VAULT.seal(DEMO, address)

    assert sealed.domain_key == DOMAINS.key(DEMO, "surat-kabar.com")
    assert sealed.domain_key != DOMAINS.key(DEMO, "kabar.com")
    assert sealed.domain_key != DOMAINS.key(HARBOUR, "surat-kabar.com")
    assert sealed.domain_key != sealed.key


def test_every_big_providers_domain_stands_in_the_form_it_is_compared_in() -> None:
    assert {DOMAINS.read(domain) for domain in SHARED_DOMAINS} == SHARED_DOMAINS
