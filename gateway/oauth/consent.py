"""The consent page: a cardholder proves who they are and lets an app act for them, or not."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Response, request
from itsdangerous import BadData, URLSafeTimedSerializer

from gateway.oauth import consent_page as pages
from gateway.oauth.addresses import source
from gateway.oauth.server import Consent, server
from sscsim import control, peers, world
from sscsim.web.errors import preferred

_COOKIE = "ssc_consent"
_FORM_LIFE_S = 900
_WAYS = ("face", "electronic_card_password", "card_password")


def page(grant: Any, refusal: str = "", status: int = 200) -> Response:
    """The page with its form; the form is good for this browser and this request only."""
    nonce = request.cookies.get(_COOKIE) or secrets.token_urlsafe(24)
    client = grant.request.client
    shown = pages.form(
        _language(),
        app=client.party_name,
        client=client.row.name,
        scopes=grant.request.scope.split(),
        action="/oauth2/authorize?" + request.query_string.decode("latin-1"),
        proof=_serializer().dumps(_bound(nonce)),
        typed=request.form.get("social_security_number", ""),
        refusal=refusal,
    )
    # A browser holds the answer to a form to the same rule: the app's address must be in it.
    answer = guarded(Response(shown, status, mimetype="text/html"), source(_goes_to(grant)))
    answer.set_cookie(
        _COOKIE,
        nonce,
        max_age=_FORM_LIFE_S,
        path="/oauth2",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return answer


def answered(grant: Any) -> Response:
    """A code for the app when the person is who they say; else the page again."""
    if not _is_our_form():
        return page(grant, pages.said("form_old", _language()), 403)
    if request.form.get("decision") != "allow":
        return guarded(server().create_authorization_response(grant_user=None, grant=grant))
    at = world_of(grant)
    confirmed, refusal = _confirmed(at)
    if confirmed is None:
        return page(grant, refusal, 422)
    agreed = Consent(confirmed, at.generation)
    return guarded(server().create_authorization_response(grant_user=agreed, grant=grant))


def refused(error: OAuth2Error) -> Response:
    """A page that says what is wrong with the app's request; nobody is sent anywhere."""
    said = error.get_error_description() or error.error or ""
    return guarded(Response(pages.error(_language(), said), 400, mimetype="text/html"))


def guarded(answer: Response, *places: str) -> Response:
    """Nothing from elsewhere, in no frame, and a form that goes where it should only."""
    targets = " ".join(("'self'", *places)) if places else "'none'"
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; form-action {targets}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def world_of(grant: Any) -> world.World:
    """The world of the app, as the system sees it, in the reader's language."""
    return replace(control.world(grant.request.client.row.sandbox), language=_language())


def _confirmed(at: world.World) -> tuple[str | None, str]:
    """The person's id, or why not in their words."""
    form = request.form
    way = form.get("way", "face")
    asked = {
        "social_security_number": form.get("social_security_number", "").strip(),
        "way": way if way in _WAYS else "face",
    }
    if asked["way"] == "face":
        asked["face"] = "mismatch" if form.get("face") == "mismatch" else "match"
    else:
        asked["password"] = form.get("password", "")
    try:
        with world.entered(at):
            found = peers.call("card", "POST", "/internal/v1/holder-confirmations", asked)
    except peers.Refused as refused:
        return None, str(refused.problem.get("detail") or pages.said("not_you", at.language))
    except peers.PeerError:
        return None, pages.said("away", at.language)
    return str(found["person_id"]), ""


# ---- the form is ours: a cookie of this browser and a signed word in the form go together


def _is_our_form() -> bool:
    nonce = request.cookies.get(_COOKIE, "")
    try:
        bound = _serializer().loads(request.form.get("proof", ""), max_age=_FORM_LIFE_S)
    except BadData:
        return False
    return bool(nonce) and isinstance(bound, str) and hmac.compare_digest(bound, _bound(nonce))


def _bound(nonce: str) -> str:
    text = nonce.encode() + b"\x1f" + request.query_string
    return hashlib.sha256(text).hexdigest()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(world.context_secret(), salt="ssc-oauth-consent")


def _goes_to(grant: Any) -> str:
    client, asked = grant.request.client, grant.request.payload.redirect_uri
    return str(asked or client.get_default_redirect_uri())


def _language() -> str:
    return preferred(request.args.get("ui_locales") or request.headers.get("Accept-Language"))
