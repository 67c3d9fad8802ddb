"""The OAuth2 endpoints. Their errors are RFC 6749's, not problem documents."""

from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Blueprint, Response, request

from gateway.oauth import consent, signing
from gateway.oauth.server import ANY_METHOD, SECRET_METHODS, issuer, server
from sscsim import scopes
from sscsim.db import canonical


def routes() -> Blueprint:
    found = Blueprint("oauth", __name__)

    @found.post("/oauth2/token")
    def token() -> Any:
        """An access token: for a party itself, for a cardholder's consent, or refreshed."""
        return server().create_token_response()

    @found.post("/oauth2/revoke")
    def revoke() -> Any:
        """End a token (RFC 7009)."""
        return server().create_endpoint_response("revocation")

    @found.post("/oauth2/introspect")
    def introspect() -> Any:
        """What a token is good for (RFC 7662)."""
        return server().create_endpoint_response("introspection")

    @found.get("/oauth2/authorize")
    def ask() -> Response:
        """The page that asks the cardholder."""
        return _asked(consent.page)

    @found.post("/oauth2/authorize")
    def answer() -> Response:
        """The cardholder's answer: a code for the app, or a refusal."""
        return _asked(consent.answered)

    @found.get("/.well-known/oauth-authorization-server")
    def metadata() -> Response:
        """What this server can do (RFC 8414)."""
        return Response(canonical(_metadata(issuer())), mimetype="application/json")

    @found.get("/.well-known/jwks.json")
    def key_set() -> Response:
        """The public key of our access tokens (RFC 7517)."""
        return Response(canonical(signing.key_set()), mimetype="application/jwk-set+json")

    return found


def _asked(then: Any) -> Response:
    """Check what the app wants before anything is shown; a wrong address is never gone to."""
    try:
        grant = server().get_consent_grant()
    except OAuth2Error as error:
        if error.redirect_uri:
            refused: Response = server().handle_error_response(request, error)
            return consent.guarded(refused)
        return consent.refused(error)
    answer: Response = then(grant)
    return answer


def _metadata(base: str) -> dict[str, Any]:
    return {
        "issuer": base,
        "authorization_endpoint": base + "/oauth2/authorize",
        "token_endpoint": base + "/oauth2/token",
        "revocation_endpoint": base + "/oauth2/revoke",
        "introspection_endpoint": base + "/oauth2/introspect",
        "jwks_uri": base + "/.well-known/jwks.json",
        "scopes_supported": scopes.known(),
        "response_types_supported": ["code"],
        "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ANY_METHOD,
        "revocation_endpoint_auth_methods_supported": ANY_METHOD,
        "introspection_endpoint_auth_methods_supported": SECRET_METHODS,
        "ui_locales_supported": ["zh-CN", "en"],
        "service_documentation": base + "/docs",
    }
