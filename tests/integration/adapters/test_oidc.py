"""What is believed of an identity provider: its own signed word, to us, about this sign-in, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from service.adapters.oidc import METADATA_LASTS, Provider
from service.use_cases.sign_in_by_provider import Identity, IdentityUnknown
from tests.fakes import NOON, FrozenClock

if TYPE_CHECKING:
    from collections.abc import Iterator

REDIRECT = "https://comments.example/desk/oidc/callback"


def a_key(name: str = "first") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


@dataclass(slots=True)
class Stub:
    """A provider of which a test decides what it says."""

    key: ECKey = field(default_factory=a_key)
    issuer: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256", "kid": "first"})
    signed_by: Any = None
    userinfo: Any = None
    nonce: str = ""
    asked: list[str] = field(default_factory=list)
    sent: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "a", "token_endpoint": "token", "jwks_uri": "jwks"}
            described = {"issuer": self.issuer} | {name: f"{self.issuer}/{last}" for name, last in names.items()}
            if self.userinfo is not None:
                described["userinfo_endpoint"] = f"{self.issuer}/userinfo"
            return described | self.metadata
        if path == "/jwks":
            return KeySet([self.key]).as_dict()
        return self.userinfo if path == "/userinfo" else self._tokens()

    def _tokens(self) -> dict[str, str]:
        now = int(NOON.timestamp())
        told = {
            "iss": self.issuer,
            "sub": "rina-7",
            "aud": "saring",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        } | self.claims
        told = {name: value for name, value in told.items() if value is not None}
        signed = jwt.encode(self.header, told, self.signed_by or self.key, algorithms=[self.header["alg"]])
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(made.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            made.sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def provider(stub: Stub, clock: FrozenClock) -> Provider:
    return Provider(issuer=stub.issuer + "/", client_id="saring", client_secret="a secret", clock=clock)


def sign_in(provider: Provider, stub: Stub) -> Identity:
    """Go there and come back."""
    url, kept = provider.start(REDIRECT)
    asked = parse_qs(urlsplit(url).query)
    stub.nonce = asked["nonce"][0]
    return provider.finish(REDIRECT, kept, {"code": "a code", "state": asked["state"][0]})


def test_a_signed_word_of_now_to_us_is_believed(provider: Provider, stub: Stub) -> None:
    stub.claims = {"email": "rina@kabar.example", "email_verified": True}

    assert sign_in(provider, stub) == Identity(issuer=stub.issuer, subject="rina-7", email="rina@kabar.example")
    assert stub.sent["code"] == ["a code"]
    assert stub.sent["redirect_uri"] == [REDIRECT]
    assert len(stub.sent["code_verifier"][0]) == 64


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_said_to_be_proved_is_none(provider: Provider, stub: Stub, verified: object) -> None:
    stub.claims = {"email": "rina@kabar.example", "email_verified": verified}

    assert sign_in(provider, stub).email is None


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"aud": ["somebody", "else"]},
        {"aud": None},
        {"aud": ["saring", "other"], "azp": "other"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": None},
        {"exp": int(NOON.timestamp()) - 61},
        {"exp": None},
        {"iat": int(NOON.timestamp()) + 120},
    ],
    ids=str,
)
def test_any_other_word_is_not(provider: Provider, stub: Stub, claims: dict[str, object]) -> None:
    stub.claims = claims

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)


def test_a_word_for_several_of_whom_we_asked_is_believed(provider: Provider, stub: Stub) -> None:
    stub.claims = {"aud": ["other", "saring"], "azp": "saring"}

    assert sign_in(provider, stub).subject == "rina-7"


def test_a_word_signed_by_another_key_is_not_believed(provider: Provider, stub: Stub) -> None:
    stub.signed_by = a_key()

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)


def test_a_word_signed_by_what_both_sides_know_is_not_believed(provider: Provider, stub: Stub) -> None:
    stub.header = {"alg": "HS256", "kid": "first"}
    stub.signed_by = OctKey.import_key("a secret of more than a few letters, for the shortest key")

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)


def test_keys_that_the_provider_changed_are_asked_for_anew(provider: Provider, stub: Stub) -> None:
    sign_in(provider, stub)
    sign_in(provider, stub)
    before = stub.asked.count("/jwks")
    stub.key, stub.header = a_key("second"), {"alg": "ES256", "kid": "second"}

    assert sign_in(provider, stub).subject == "rina-7"
    assert (before, stub.asked.count("/jwks")) == (1, 2)


def test_what_a_provider_says_of_itself_is_asked_once_an_hour(
    provider: Provider, stub: Stub, clock: FrozenClock
) -> None:
    counts = []
    for _ in range(3):
        provider.start(REDIRECT)
        counts.append(stub.asked.count("/.well-known/openid-configuration"))
        clock.advance(METADATA_LASTS / 2 + timedelta(seconds=1))

    assert counts == [1, 1, 2]


def test_an_address_may_be_told_apart_and_only_of_the_same_subject(provider: Provider, stub: Stub) -> None:
    stub.userinfo = {"sub": "rina-7", "email": "rina@kabar.example", "email_verified": True}
    told = sign_in(provider, stub).email
    stub.userinfo = {"sub": "made-3", "email": "rina@kabar.example", "email_verified": True}

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)

    assert told == "rina@kabar.example"


@pytest.mark.parametrize(
    "metadata", [{"issuer": "https://evil.example"}, {"authorization_endpoint": None}, {"jwks_uri": 7}], ids=str
)
def test_a_provider_that_is_another_or_says_too_little_is_not_asked(
    provider: Provider, stub: Stub, metadata: dict[str, object]
) -> None:
    stub.metadata = metadata

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)


def test_what_is_no_object_tells_nothing(provider: Provider, stub: Stub) -> None:
    stub.userinfo = ["rina-7"]

    with pytest.raises(IdentityUnknown):
        sign_in(provider, stub)


@pytest.mark.parametrize(("methods", "in_body"), [(["client_secret_basic"], False), (["client_secret_post"], True)])
def test_the_secret_is_told_as_the_provider_takes_it(
    provider: Provider, stub: Stub, methods: list[str], *, in_body: bool
) -> None:
    stub.metadata = {"token_endpoint_auth_methods_supported": methods}

    sign_in(provider, stub)

    assert ("client_secret" in stub.sent) is in_body
