"""OAuth2 as a client meets it: tokens for parties, consent of cardholders, refresh, revocation."""

import base64
import hashlib
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import Client

from sscsim import clock
from sscsim.control import store
from sscsim.demo_people import LIN_XIAO, ZHOU_MING
from tests.unit.gateway.conftest import Caller

pytestmark = pytest.mark.db
Make = Callable[..., Caller]
BACK = "http://127.0.0.1:3000/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")


@dataclass
class App:
    """A cardholder's app: a party of role `holder` with an address for codes."""

    client: Client
    owner: Caller
    id: str
    secret: str

    def address(self, **more: str | None) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": BACK,
            "scope": "card.read person.read",
            "state": "s-1",
            "code_challenge": CHALLENGE.decode(),
            "code_challenge_method": "S256",
            **more,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return "/oauth2/authorize?" + urlencode(given)

    def consent(self, person: Any = LIN_XIAO, address: str = "", **form: str) -> Any:
        """Ask for the page, fill it in, send it."""
        address = address or self.address()
        page = self.client.get(address, headers={"Accept-Language": "en"})
        assert page.status_code == 200, page.text
        proof = re.search(r'name="proof" value="([^"]+)"', page.text)
        assert proof is not None
        filled = {
            "proof": proof[1],
            "social_security_number": person.social_security_number,
            "way": "face",
            "face": "match",
            "decision": "allow",
            **form,
        }
        return self.client.post(address, data=filled, headers={"Accept-Language": "en"})

    def code(self, person: Any = LIN_XIAO, address: str = "") -> str:
        answer = self.consent(person, address)
        assert answer.status_code == 302, answer.text
        sent = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert sent["state"] == ["s-1"]
        return sent["code"][0]

    def token(self, **form: str) -> Any:
        return self.client.post("/oauth2/token", data=form, headers=self.basic())

    def exchange(self, code: str, **more: str) -> Any:
        form = {"code": code, "redirect_uri": BACK, "code_verifier": VERIFIER, **more}
        return self.token(grant_type="authorization_code", **form)

    def tokens(self, person: Any = LIN_XIAO) -> dict[str, Any]:
        answer = self.exchange(self.code(person))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    def basic(self) -> dict[str, str]:
        text = base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {text}"}


@pytest.fixture
def app_of_holders(demo: Caller, client: Client) -> App:
    order = {"name": "Bill app", "role": "holder", "redirect_uris": [BACK]}
    made = demo.post("/sandbox/v1/parties", order).json
    return App(client, demo, made["client_id"], made["client_secret"])


def bearing(app: App, token: str) -> Caller:
    return Caller(app.client, token, app.owner.sandbox)


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]


def person_id(owner: Caller, person: Any) -> str:
    asked = {"social_security_number": person.social_security_number}
    found: str = owner.post("/v1/persons/search", asked).json["data"][0]["id"]
    return found


# ---- a party's own token


def test_a_party_gets_a_token_with_its_clients_secret(demo: Caller, client: Client) -> None:
    made = demo.post("/sandbox/v1/parties", {"name": "H", "role": "hospital"}).json
    app = App(client, demo, made["client_id"], made["client_secret"])
    answer = app.token(grant_type="client_credentials", scope="card.read")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    given = answer.json
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert given["scope"] == "card.read" and "refresh_token" not in given
    one = bearing(app, given["access_token"])
    assert one.get("/v1/cards").status_code == 200
    assert one.get("/v1/visits").json["code"] == "scope_missing"


def test_a_token_is_signed_with_the_key_that_is_published(app_of_holders: App) -> None:
    app = app_of_holders
    token = app.token(grant_type="client_credentials").json["access_token"]
    keys = KeySet.import_key_set(app.client.get("/.well-known/jwks.json").json)
    read = jwt.decode(token, keys, algorithms=["ES256"])
    assert read.header["typ"] == "at+jwt"
    assert read.claims["client_id"] == app.id
    assert read.claims["exp"] - read.claims["iat"] == 3600
    published = app.client.get("/.well-known/jwks.json").json["keys"][0]
    assert {"x", "y"} <= set(published) and "d" not in published
    forged = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    assert bearing(app, forged).get("/v1/cards").json["code"] == "credential_invalid"


def test_metadata_names_what_there_is(client: Client, app_of_holders: App) -> None:
    said = client.get("/.well-known/oauth-authorization-server").json
    assert said["issuer"] == "http://localhost"
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert {"card.read", "person.pii", "sandbox.admin"} <= set(said["scopes_supported"])
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        path = urlsplit(said[name]).path
        assert client.post(path).status_code in (400, 401)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"grant_type": "client_credentials", "scope": "person.pii"}, (400, "invalid_scope")),
        ({"grant_type": "client_credentials", "scope": "nonsense"}, (400, "invalid_scope")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({}, (400, "unsupported_grant_type")),
        ({"grant_type": "authorization_code"}, (400, "invalid_request")),
        ({"grant_type": "authorization_code", "code": "no"}, (400, "invalid_grant")),
        ({"grant_type": "refresh_token", "refresh_token": "no"}, (400, "invalid_grant")),
    ],
)
def test_errors_are_those_of_rfc_6749(app_of_holders: App, form: Any, said: Any) -> None:
    assert error(app_of_holders.token(**form)) == said


def test_a_wrong_secret_is_refused(app_of_holders: App, client: Client) -> None:
    wrong = App(client, app_of_holders.owner, app_of_holders.id, "cs_sbx_wrong")
    answer = wrong.token(grant_type="client_credentials")
    assert error(answer) == (401, "invalid_client")
    in_url = client.post(
        f"/oauth2/token?client_id={app_of_holders.id}&client_secret={app_of_holders.secret}",
        data={"grant_type": "client_credentials"},
    )
    assert error(in_url) == (401, "invalid_client"), "no secret in an address"


def test_a_new_secret_ends_the_old_one(app_of_holders: App) -> None:
    app = app_of_holders
    made = app.owner.post(f"/sandbox/v1/clients/{app.id}/rotate-secret").json
    assert error(app.token(grant_type="client_credentials")) == (401, "invalid_client")
    app.secret = made["client_secret"]
    assert app.token(grant_type="client_credentials").status_code == 200


def test_a_token_lives_an_hour_of_real_time(
    app_of_holders: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of_holders
    one = bearing(app, app.token(grant_type="client_credentials").json["access_token"])
    assert one.get("/v1/cards").status_code == 200
    real = clock.real_seconds
    monkeypatch.setattr(clock, "real_seconds", lambda: real() + 3601)
    refused = one.get("/v1/cards")
    assert (refused.status_code, refused.json["code"]) == (401, "credential_expired")
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]


# ---- consent


def test_the_page_asks_and_leads_nowhere_else(app_of_holders: App) -> None:
    address = app_of_holders.address()
    page = app_of_holders.client.get(address, headers={"Accept-Language": "en"})
    assert "Bill app" in page.text and "See: social security cards" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:3000" in policy
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert "<script" not in page.text and app_of_holders.secret not in page.text
    chinese = app_of_holders.client.get(address, headers={"Accept-Language": "zh"})
    assert "查看：社会保障卡" in chinese.text and 'lang="zh-CN"' in chinese.text


def test_names_from_outside_are_escaped(demo: Caller, client: Client) -> None:
    order = {"name": "<b>&\"'", "role": "holder", "redirect_uris": [BACK]}
    made = demo.post("/sandbox/v1/parties", order).json
    page = client.get(App(client, demo, made["client_id"], "").address(state='"><script>'))
    assert page.status_code == 200
    assert "<b>" not in page.text and "<script" not in page.text


@pytest.mark.parametrize(
    "proof",
    [
        {"way": "face", "face": "match"},
        {"way": "card_password", "password": "PASSWORD"},
    ],
)
def test_a_person_proves_who_they_are_and_the_app_acts_for_them(
    app_of_holders: App, proof: dict[str, str]
) -> None:
    from services.card.store import seed

    if "password" in proof:
        proof = {**proof, "password": seed.CARD_PASSWORD}
    app = app_of_holders
    answer = app.consent(**proof)
    assert answer.status_code == 302, answer.text
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    given = app.exchange(code).json
    assert given["scope"] == "card.read person.read"
    mine = person_id(app.owner, LIN_XIAO)
    holder = bearing(app, given["access_token"])
    assert holder.get(f"/v1/persons/{mine}").status_code == 200
    other = person_id(app.owner, ZHOU_MING)
    assert holder.get(f"/v1/persons/{other}").status_code == 404


def test_an_app_verifies_nobody_elses_card(app_of_holders: App) -> None:
    app = app_of_holders
    asked = app.address(scope="card.read person.read verification.write")
    given = app.exchange(app.code(LIN_XIAO, asked)).json
    holder = bearing(app, given["access_token"])
    mine = {"social_security_number": LIN_XIAO.social_security_number}
    others = app.owner.get("/v1/cards?limit=100").json["data"]
    own = person_id(app.owner, LIN_XIAO)
    for card in others:
        for credential in ("card_number", "card_identification_code"):
            shown = {**mine, credential: card[credential], "name": LIN_XIAO.name}
            answer = holder.post("/v1/verifications", shown)
            assert answer.status_code == (201 if card["person_id"] == own else 404), answer.text
    assert {card["person_id"] for card in others} > {own}
    unread = holder.post("/v1/verifications", {**mine, "electronic_code": "nonsense"})
    assert unread.json["code"] == "object_not_found"


def test_the_electronic_cards_password_is_a_proof_too(app_of_holders: App) -> None:
    from services.card.store import seed_bank

    way = {"way": "electronic_card_password", "password": seed_bank.PASSWORD}
    assert app_of_holders.consent(ZHOU_MING, **way).status_code == 302
    wrong = app_of_holders.consent(ZHOU_MING, **{**way, "password": "135791"})
    assert wrong.status_code == 422 and "tries left" in wrong.text


@pytest.mark.parametrize(
    "form",
    [
        {"face": "mismatch"},
        {"way": "card_password", "password": "135790"},
        {"way": "card_password", "password": ""},
        {"social_security_number": "11010119900101001X"},
        {"social_security_number": "<script>"},
    ],
)
def test_without_proof_there_is_no_code(app_of_holders: App, form: dict[str, str]) -> None:
    answer = app_of_holders.consent(**form)
    assert answer.status_code == 422
    assert "Location" not in answer.headers and 'role="alert"' in answer.text
    assert "<script" not in answer.text


def test_a_person_may_say_no(app_of_holders: App) -> None:
    sent = parse_qs(urlsplit(app_of_holders.consent(decision="deny").headers["Location"]).query)
    assert sent["error"] == ["access_denied"] and sent["state"] == ["s-1"]


def test_a_form_of_another_page_is_refused(app_of_holders: App, app: Any) -> None:
    for change in ({"proof": "forged"}, {"proof": ""}):
        answer = app_of_holders.consent(**change)
        assert answer.status_code == 403 and "Location" not in answer.headers
    other = App(Client(app), app_of_holders.owner, app_of_holders.id, app_of_holders.secret)
    page = app_of_holders.client.get(app_of_holders.address())
    proof = re.search(r'name="proof" value="([^"]+)"', page.text)
    assert proof is not None
    assert other.consent(proof=proof[1]).status_code == 403, "the cookie is another browser's"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"scope": "sandbox.admin"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_what_is_wrong_is_told_to_the_app(app_of_holders: App, change: Any, said: str) -> None:
    answer = app_of_holders.client.get(app_of_holders.address(**change))
    assert answer.status_code == 302, answer.text
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == [said]


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "http://127.0.0.1:3000/callback/"},
        {"redirect_uri": "https://evil.example/callback"},
        {"client_id": "cli_" + "0" * 26},
        {"client_id": None},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_the_apps(
    app_of_holders: App, change: Any
) -> None:
    answer = app_of_holders.client.get(app_of_holders.address(**change))
    assert answer.status_code == 400 and "Location" not in answer.headers
    assert answer.mimetype == "text/html"


# ---- the code, and what comes of it


def test_a_code_is_good_once_and_its_second_use_ends_all(app_of_holders: App) -> None:
    app = app_of_holders
    code = app.code()
    given = app.exchange(code).json
    holder = bearing(app, given["access_token"])
    assert holder.get("/v1/cards").status_code == 200
    assert error(app.exchange(code)) == (400, "invalid_grant")
    assert holder.get("/v1/cards").json["code"] == "credential_expired"
    refresh = app.token(grant_type="refresh_token", refresh_token=given["refresh_token"])
    assert error(refresh) == (400, "invalid_grant")


def test_a_code_needs_its_verifier_its_address_and_its_client(app_of_holders: App) -> None:
    app = app_of_holders
    assert error(app.exchange(app.code(), code_verifier="w" * 64)) == (400, "invalid_grant")
    assert error(app.exchange(app.code(), redirect_uri=BACK + "2")) == (400, "invalid_grant")
    order = {"name": "Other", "role": "holder", "redirect_uris": [BACK]}
    made = app.owner.post("/sandbox/v1/parties", order).json
    other = App(app.client, app.owner, made["client_id"], made["client_secret"])
    assert error(other.exchange(app.code())) == (400, "invalid_grant")


def test_refresh_tokens_rotate_and_one_used_twice_ends_the_consent(app_of_holders: App) -> None:
    app = app_of_holders
    first = app.tokens()
    second = app.token(grant_type="refresh_token", refresh_token=first["refresh_token"]).json
    assert second["refresh_token"] != first["refresh_token"]
    narrow = app.token(
        grant_type="refresh_token", refresh_token=second["refresh_token"], scope="card.read"
    ).json
    assert narrow["scope"] == "card.read"
    reused = app.token(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert error(reused) == (400, "invalid_grant")
    latest = app.token(grant_type="refresh_token", refresh_token=narrow["refresh_token"])
    assert error(latest) == (400, "invalid_grant")
    assert bearing(app, narrow["access_token"]).get("/v1/cards").status_code == 401


def test_an_app_without_a_secret_gets_tokens_by_consent_only(app_of_holders: App) -> None:
    app = app_of_holders
    listed = app.owner.get(f"/sandbox/v1/clients/{app.id}").json
    order = {"name": "phone", "party_id": listed["party_id"], "is_public": True}
    made = app.owner.post("/sandbox/v1/clients", {**order, "redirect_uris": [BACK]}).json
    assert "client_secret" not in made
    phone = App(app.client, app.owner, made["id"], "")
    code = phone.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    form |= {"client_id": phone.id, "code_verifier": VERIFIER}
    given = app.client.post("/oauth2/token", data=form)
    assert given.status_code == 200, given.text
    own = {"grant_type": "client_credentials", "client_id": phone.id}
    assert error(app.client.post("/oauth2/token", data=own)) == (401, "invalid_client")


def test_revoking_ends_the_token_and_introspection_knows(app_of_holders: App) -> None:
    app = app_of_holders
    given = app.tokens()

    def told(token: str) -> Any:
        return app.client.post(
            "/oauth2/introspect", data={"token": token}, headers=app.basic()
        ).json

    assert told(given["access_token"])["sub"] == person_id(app.owner, LIN_XIAO)
    assert told(given["refresh_token"])["active"] is True
    done = app.client.post(
        "/oauth2/revoke", data={"token": given["refresh_token"]}, headers=app.basic()
    )
    assert done.status_code == 200
    assert told(given["access_token"]) == {"active": False}
    assert bearing(app, given["access_token"]).get("/v1/cards").status_code == 401
    assert (
        app.client.post(
            "/oauth2/revoke", data={"token": "unknown"}, headers=app.basic()
        ).status_code
        == 200
    )


def test_what_a_person_consented_to_dies_with_the_generation(app_of_holders: App) -> None:
    app = app_of_holders
    given = app.tokens()
    own = app.token(grant_type="client_credentials").json["access_token"]
    assert app.owner.post("/sandbox/v1/sandboxes/current/reset").status_code == 200
    assert bearing(app, given["access_token"]).get("/v1/cards").status_code == 401
    refresh = app.token(grant_type="refresh_token", refresh_token=given["refresh_token"])
    assert error(refresh) == (400, "invalid_grant")
    assert bearing(app, own).get("/v1/cards").status_code == 200, "a party's own, as its key"


def test_a_party_that_is_no_app_any_more_loses_its_holders(app_of_holders: App) -> None:
    app = app_of_holders
    holder = bearing(app, app.tokens()["access_token"])
    party = app.owner.get(f"/sandbox/v1/clients/{app.id}").json["party_id"]
    url = f"/sandbox/v1/parties/{party}"
    app.owner.call("PATCH", url, {"role": "agency"}, headers={"If-Match": "*"})
    assert holder.get("/v1/cards").json["code"] == "credential_expired"
    app.owner.call("DELETE", url, headers={"If-Match": "*"})
    assert holder.get("/v1/cards").json["code"] == "credential_invalid"


def test_of_refreshes_at_the_same_moment_one_gets_tokens(app_of_holders: App) -> None:
    app = app_of_holders
    given = app.tokens()
    gate = threading.Barrier(3)

    def refresh(_: int) -> int:
        gate.wait()
        form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
        status: int = app.token(**form).status_code
        return status

    with ThreadPoolExecutor(3) as pool:
        answers = sorted(pool.map(refresh, range(3)))
    assert answers == [200, 400, 400]


def test_a_token_costs_the_door_no_more_reads_than_a_key(
    app_of_holders: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of_holders
    token = app.token(grant_type="client_credentials").json["access_token"]
    first, asked = store.first, []

    def counted(sql: str, *values: str) -> Any:
        asked.append(sql)
        return first(sql, *values)

    monkeypatch.setattr(store, "first", counted)
    counts = []
    for credential in (app.owner.key, token):
        asked.clear()
        assert bearing(app, credential).get("/v1/cards").status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1
