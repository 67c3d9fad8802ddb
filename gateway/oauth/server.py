"""The authorization server: authlib's, with our clients, our grants and our tokens."""

import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidScopeError, grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import request as http

from gateway.oauth import client as clients
from gateway.oauth import signing
from gateway.oauth.client import Client
from sscsim.control import clocks, tokens
from sscsim.control.keys import hash_key
from sscsim.control.tokens import Grant, TokenRow

ACCESS_S = 3600
REFRESH_S = 30 * 86400
CODE_S = 120
"""Lives in seconds of real time."""
SECRET_METHODS = ["client_secret_basic", "client_secret_post"]
ANY_METHOD = [*SECRET_METHODS, "none"]


@dataclass(frozen=True)
class Consent:
    """The person who agreed, in the generation of the world they are of."""

    subject: str
    generation: int


@dataclass(frozen=True)
class Token:
    """A kept row, as authlib asks about it."""

    row: TokenRow

    def check_client(self, client: Client) -> bool:
        return bool(self.row.client_id == client.client_id)

    def get_scope(self) -> str:
        return str(self.row.scopes)

    def get_redirect_uri(self) -> str | None:
        found: str | None = self.row.redirect_uri
        return found

    def is_expired(self) -> bool:
        return bool(self.row.expires_ms <= clocks.real_ms())

    def is_revoked(self) -> bool:
        return self.row.revoked_ms is not None or self.row.used_ms is not None

    @property
    def code_challenge(self) -> str | None:
        found: str | None = self.row.challenge
        return found

    @property
    def code_challenge_method(self) -> str:
        return "S256"


class ForParties(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """A party's own token, by its client's secret."""

    TOKEN_ENDPOINT_AUTH_METHODS = SECRET_METHODS

    def create_token_response(self) -> Any:
        client: Client = self.request.client
        allowed = client.get_allowed_scope(self.request.payload.scope)
        if allowed is None:
            raise InvalidScopeError()
        row = client.row
        grant = Grant(row.sandbox, row.id, row.party_id, allowed, tokens.new_grant_id())
        return 200, _given(grant), self.TOKEN_RESPONSE_HEADER


class ForHolders(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """A cardholder's consent, as a code that is used once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ANY_METHOD

    def save_authorization_code(self, code: str, request: Any) -> None:
        row, consent = request.client.row, request.user
        grant = Grant(
            row.sandbox,
            row.id,
            row.party_id,
            request.scope,
            tokens.new_grant_id(),
            consent.subject,
            consent.generation,
        )
        tokens.add(
            "code",
            hash_key(code),
            grant,
            CODE_S,
            redirect_uri=request.payload.redirect_uri,
            challenge=request.payload.data["code_challenge"],
        )

    def query_authorization_code(self, code: str, client: Client) -> Token | None:
        row = tokens.find_secret("code", code)
        if row is None or row.client_id != client.client_id:
            return None
        if row.used_ms is not None:
            tokens.revoke_grant(row.grant_id)  # somebody else has it (RFC 6749 §4.1.2)
        return Token(row) if tokens.is_good(row) else None

    def create_token_response(self) -> Any:
        row = self.request.authorization_code.row
        return 200, _exchanged(row, row.scopes), self.TOKEN_RESPONSE_HEADER


class Refresh(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Another access token and another refresh token; one used twice ends the consent."""

    TOKEN_ENDPOINT_AUTH_METHODS = ANY_METHOD

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        row = tokens.find_secret("refresh", refresh_token)
        if row is None:
            return None
        if row.used_ms is not None and row.client_id == self.request.client.client_id:
            tokens.revoke_grant(row.grant_id)
        return Token(row) if tokens.is_good(row) else None

    def create_token_response(self) -> Any:
        row = self.request.refresh_token.row
        scopes = self.request.payload.scope or row.scopes
        return 200, _exchanged(row, scopes), self.TOKEN_RESPONSE_HEADER


class OnlyS256(CodeChallenge):  # type: ignore[misc]
    """PKCE for every client, by S256 alone."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        if data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("'code_challenge_method' must be S256")
        super().validate_code_challenge(grant, redirect_uri)


class _AboutTokens:
    """Finding the token a client asks about."""

    CLIENT_AUTH_METHODS = ANY_METHOD

    def query_token(self, token: str, _hint: str | None) -> Token | None:
        jti = signing.token_id(token)
        row = tokens.find(jti) if jti else tokens.find_secret("refresh", token)
        return Token(row) if row is not None else None


class Revocation(_AboutTokens, RevocationEndpoint):  # type: ignore[misc]
    """A refresh token takes along all that came of the same consent."""

    def revoke_token(self, token: Token, request: Any) -> None:
        if token.row.kind == "refresh":
            tokens.revoke_grant(token.row.grant_id)
        else:
            tokens.revoke(token.row.id)


class Introspection(_AboutTokens, IntrospectionEndpoint):  # type: ignore[misc]
    """What a token is good for, told to the client that has it."""

    CLIENT_AUTH_METHODS = SECRET_METHODS

    def check_permission(self, token: Token, client: Client, request: Any) -> bool:
        return token.check_client(client)

    def introspect_token(self, token: Token) -> dict[str, Any]:
        row = token.row
        return {
            "active": True,
            "client_id": row.client_id,
            "token_type": "Bearer" if row.kind == "access" else "refresh_token",
            "scope": row.scopes,
            "sub": row.subject or row.client_id,
            "iss": issuer(),
            "exp": row.expires_ms // 1000,
            "iat": row.issued_ms // 1000,
        }


def issuer() -> str:
    return http.host_url.rstrip("/")


def _exchanged(row: TokenRow, scopes: str) -> dict[str, Any]:
    """The tokens for a code or a refresh token, of which only the first call gets any."""
    if not tokens.take(row):
        tokens.revoke_grant(row.grant_id)
        raise InvalidGrantError()
    # A refresh token keeps the whole consent; what is asked for less is asked for each time.
    whole = Grant(
        row.sandbox,
        row.client_id,
        row.party_id,
        row.scopes,
        row.grant_id,
        row.subject,
        row.generation,
    )
    refresh = "rt_sbx_" + secrets.token_hex(32)
    given = _given(whole, scopes)
    tokens.add("refresh", hash_key(refresh), whole, REFRESH_S)
    return {**given, "refresh_token": refresh}


def _given(grant: Grant, narrower: str | None = None) -> dict[str, Any]:
    scopes = narrower or grant.scopes
    jti, now = "tok_" + secrets.token_hex(16), clocks.real_ms() // 1000
    tokens.add("access", jti, Grant(**{**_fields(grant), "scopes": scopes}), ACCESS_S)
    claims = {
        "iss": issuer(),
        "aud": issuer(),
        "sub": grant.subject or grant.client_id,
        "client_id": grant.client_id,
        "iat": now,
        "exp": now + ACCESS_S,
        "jti": jti,
        "scope": scopes,
        "sandbox": grant.sandbox,
    }
    return {
        "token_type": "Bearer",
        "access_token": signing.sign(claims),
        "expires_in": ACCESS_S,
        "scope": scopes,
    }


def _fields(grant: Grant) -> dict[str, Any]:
    return {name: getattr(grant, name) for name in Grant.__dataclass_fields__}


@cache
def server() -> Any:
    made = AuthorizationServer(query_client=clients.query, save_token=None)
    made.register_grant(ForParties)
    made.register_grant(ForHolders, [OnlyS256(required=True)])
    made.register_grant(Refresh)
    made.register_endpoint(Revocation)
    made.register_endpoint(Introspection)
    return made
