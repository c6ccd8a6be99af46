"""An identity provider, asked by OpenID Connect: the code flow with state, nonce and PKCE, by Authlib.

Only an installation that has a provider imports this module: Authlib and what it brings take 30 MiB and 0.3 s.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry
from requests import RequestException, Session

from service.use_cases.sign_in_by_provider import Identity, IdentityUnknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.use_cases.ports import Clock

TIMEOUT_SECONDS = 5
"""How long the provider is waited for: meanwhile this process answers nobody else."""

METADATA_LASTS = timedelta(hours=1)
"""How long what the provider says of itself is believed; keys it has changed since are asked for sooner."""

LEEWAY_SECONDS = 60
"""How far the provider's clock may be from ours."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that are believed: by public keys alone, never by a secret that both sides know, and never none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What a browser keeps while somebody is at the provider, so that the answer can be known as theirs.

    Attributes:
        state: Comes back with the answer.
        nonce: Comes back in the signed token.
        verifier: Proves to the provider that we are who asked (RFC 7636).
    """

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)


class Provider:
    """One provider, as it describes itself under ``/.well-known/openid-configuration``."""

    def __init__(self, *, issuer: str, client_id: str, client_secret: str, clock: Clock) -> None:
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._metadata: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: KeySet | None = None

    def start(self, redirect_uri: str) -> tuple[str, str]:
        """Return where to send the browser, and what it is to keep meanwhile.

        Raises:
            IdentityUnknown: The provider cannot be asked now.
        """
        journey = Journey()
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                self._told("authorization_endpoint"),
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
        return str(url), f"{journey.state}.{journey.nonce}.{journey.verifier}"

    def finish(self, redirect_uri: str, kept: str, answer: Mapping[str, str]) -> Identity:
        """Return whom the provider vouches for.

        Args:
            redirect_uri: The same as before.
            kept: What the browser kept.
            answer: The parameters with which it came back.

        Raises:
            IdentityUnknown: The answer is not to this browser's question, or is not the provider's, or it says no.
        """
        parts = kept.split(".")
        state, code = answer.get("state", ""), answer.get("code", "")
        if len(parts) != len(Journey.__slots__) or not hmac.compare_digest(state.encode(), parts[0].encode()):
            raise IdentityUnknown("of another browser")
        if "iss" in answer and answer["iss"].rstrip("/") != self._issuer:
            raise IdentityUnknown("of another provider")  # RFC 9207
        if not code:
            raise IdentityUnknown("no code")
        return self._identity(self._token(redirect_uri, code, parts[2]), nonce=parts[1])

    def _token(self, redirect_uri: str, code: str, verifier: str) -> Mapping[str, Any]:
        """Exchange the code for tokens."""
        try:
            with self._client(redirect_uri) as client:
                token: Mapping[str, Any] = client.fetch_token(
                    self._told("token_endpoint"), code=code, code_verifier=verifier, timeout=TIMEOUT_SECONDS
                )
        except (AuthlibBaseError, RequestException, ValueError) as error:
            raise IdentityUnknown("no token") from error
        return token

    def _identity(self, token: Mapping[str, Any], nonce: str) -> Identity:
        """Return whom the signed token is about; the address only if it is said to be proved."""
        claims = self._claims(str(token.get("id_token", "")), nonce)
        told = claims
        if "email" not in told and token.get("access_token") and self._described().get("userinfo_endpoint"):
            told = self._get(self._told("userinfo_endpoint"), bearer=str(token["access_token"]))
            if told.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, section 5.3.2
                raise IdentityUnknown("another subject")
        email = told.get("email") if told.get("email_verified") is True else None
        return Identity(
            issuer=self._issuer, subject=str(claims["sub"]), email=email if isinstance(email, str) and email else None
        )

    def _claims(self, signed: str, nonce: str) -> Mapping[str, Any]:
        """Return what a signed token says, if it is the provider's, for us, of now, and to this question."""
        registry = JWTClaimsRegistry(
            now=lambda: int(self._clock.now().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": str(self._described()["issuer"])},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims: Mapping[str, Any] = self._read(signed)
            registry.validate(dict(claims))
        except (JoseError, ValueError) as error:
            raise IdentityUnknown("not a token of theirs for us") from error
        if claims.get("azp", self._client_id) != self._client_id:
            raise IdentityUnknown("for another party")
        return claims

    def _read(self, signed: str) -> Mapping[str, Any]:
        """Return the claims of a token; where no key fits, the provider may have changed them since."""
        for fresh in (False, True):
            try:
                return jwt.decode(signed, self._key_set(fresh=fresh), algorithms=ALGORITHMS).claims
            except (JoseError, ValueError):
                if fresh:
                    raise
        raise IdentityUnknown("no key")  # pragma: no cover - the second turn returns or raises

    def _key_set(self, *, fresh: bool) -> KeySet:
        """Return the provider's public keys."""
        if fresh or self._keys is None:
            self._keys = KeySet.import_key_set(dict(self._get(self._told("jwks_uri"))))  # type: ignore[arg-type] # as it came
        return self._keys

    def _described(self) -> Mapping[str, Any]:
        """Return what the provider says of itself."""
        now = self._clock.now()
        if self._metadata is None or now - self._metadata[0] > METADATA_LASTS:
            found = self._get(f"{self._issuer}/.well-known/openid-configuration")
            if str(found.get("issuer", "")).rstrip("/") != self._issuer:
                raise IdentityUnknown("another issuer")
            self._metadata = (now, found)
        return self._metadata[1]

    def _told(self, name: str) -> str:
        """Return an address that the provider names."""
        address = self._described().get(name)
        if not isinstance(address, str):
            raise IdentityUnknown(f"no {name}")
        return address

    def _get(self, url: str, bearer: str = "") -> Mapping[str, Any]:
        """Return a JSON object of the provider's."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        try:
            with Session() as session:
                response = session.get(url, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False)
                response.raise_for_status()
                found = response.json()
        except (RequestException, ValueError) as error:
            raise IdentityUnknown("away") from error
        if not isinstance(found, dict):
            raise IdentityUnknown("not an object")
        return found

    def _client(self, redirect_uri: str) -> OAuth2Session:
        """Return a client of the protocol, for one request."""
        methods = self._described().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = "client_secret_basic" in methods
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        )
