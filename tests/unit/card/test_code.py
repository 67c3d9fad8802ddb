"""Codes as signed text: what is inside, and what does not verify."""

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import KeySet, OKPKey

from services.card import problems_electronic as problems
from services.card.domain import code as domain
from services.card.domain.code import Code, Credential
from sscsim.clock import SHANGHAI

AT = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
CODE = Code(
    id="cod_" + "0" * 26,
    kind="shown",
    electronic_card_id="ecd_1",
    person_id="psn_1",
    scene="transit",
    capabilities=["transit"],
    credential_id=None,
    issued_at=AT,
    expires_at=AT + timedelta(seconds=60),
    used_at=None,
    used_by=None,
    used_scene=None,
    version=1,
    created_at=AT,
    updated_at=AT,
)
PHONE = OKPKey.generate_key("Ed25519")


def written(code=CODE, seed="demo"):
    return domain.write(seed, code, city="510100", level=1)


def inside(text):
    head, body, _ = text.split(".")
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body)]


def credential_text(**more):
    credential = Credential(
        "crd_1", "ecd_1", "psn_1", "dev_1", AT, AT + timedelta(days=1), 1, AT, AT
    )
    jwk = PHONE.as_dict(private=False)
    key = {name: jwk[name] for name in ("kty", "crv", "x")}
    return domain.write_credential(
        "demo",
        replace(credential, **more),
        capabilities=["transit"],
        city="510100",
        level=1,
        device_key=key,
    )


def refusal(text, at=AT, seed="demo"):
    with pytest.raises((problems.CodeNotOurs, problems.DeviceKeyInvalid)) as caught:
        domain.read(text, seed, at)
    return str(caught.value)


def test_a_code_says_whose_it_is_to_one_scene_only():
    header, payload = inside(written())
    assert (header["alg"], header["typ"]) == ("Ed25519", "ssc-code+jws")
    assert set(payload) == {"ver", "cid", "cap", "city", "cls", "iat", "exp", "jti"}
    assert payload["exp"] - payload["iat"] == 60
    other = inside(written(replace(CODE, scene="library", capabilities=["library"])))[1]
    assert other["cid"] != payload["cid"]
    assert len(written()) < 600


def test_any_developer_can_check_it_with_the_public_keys():
    keys = KeySet.import_key_set(domain.key_set("demo", AT))
    payload = json.loads(jws.deserialize_compact(written(), keys, algorithms=["Ed25519"]).payload)
    assert payload["city"] == "510100"
    assert all("d" not in key for key in domain.key_set("demo", AT)["keys"])


def test_what_is_read_is_what_was_written():
    said = domain.read(written(), "demo", AT)
    assert (said.jti, said.capabilities, said.level) == (CODE.id, ("transit",), 1)
    # a month later the key is still in the set, two months later it isn't
    assert domain.read(written(), "demo", AT + timedelta(days=35)) == said
    assert "old_key" in refusal(written(), AT + timedelta(days=70))


def test_a_code_of_another_world_or_a_changed_one_does_not_verify():
    assert "unknown" in refusal(written(seed="other"))
    head, body, signature = written().split(".")
    forged = json.loads(base64.urlsafe_b64decode(body + "==")) | {"cap": ["payment"]}
    bad = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
    assert "wrong_signature" in refusal(f"{head}.{bad}.{signature}")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"ssc-code+jws"}').decode().rstrip("=")
    assert "unknown" in refusal(f"{none}.{body}.")


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{0,60}(\.[A-Za-z0-9_-]{0,60}){2}"))
def test_no_text_makes_it_fall_over(text):
    refusal(text)


def test_a_phone_signs_by_itself_and_only_with_its_own_key():
    text = domain.write_offline(PHONE, credential_text(), "one", AT, 30)
    said = domain.read(text, "demo", AT)
    assert (said.kind, said.jti, said.credential_id) == ("offline", "one", "crd_1")
    other = OKPKey.generate_key("Ed25519")
    stolen = domain.write_offline(other, credential_text(), "one", AT, 30)
    assert "not_signed_by_the_phone" in refusal(stolen)
    shown_inside = domain.write_offline(PHONE, written(), "one", AT, 30)
    assert "another_kind" in refusal(shown_inside)
    assert "another_kind" in refusal(credential_text())


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        {},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {"kty": "OKP", "crv": "Ed25519", "x": "!"},
        {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "d": "A" * 43},
    ],
)
def test_only_a_public_ed25519_key_is_a_phones_key(jwk):
    with pytest.raises(problems.DeviceKeyInvalid):
        domain.device_key(jwk)
