"""Signatures: vectors that are right, and each usual mistake found out."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from gmssl import sm2

from services.medical.faces.fsi import signatures
from services.medical.faces.fsi.signatures import MISTAKES, body
from services.medical.faces.fsi.signatures.digests import hmac_sm3, sm3
from services.medical.faces.fsi.signatures.scheme import UNKNOWN
from sscsim import clock

SECRET = "Ab3-secret"
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=clock.SHANGHAI)
BODY = json.dumps({"infno": "1101", "input": {"名": 1}}, ensure_ascii=False).encode()
PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
"""The private key of the examples in GM/T 0003; its public key follows from it."""


def stamp(ms: bool = False) -> str:
    seconds = clock.real_seconds()
    return str(int(seconds * 1000) if ms else int(seconds))


def test_sm3_is_that_of_the_standard() -> None:
    known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"", b"abc").hex() == known


def tif(**change: Any) -> dict[str, str]:
    said = {"stamp": stamp(), "secret": SECRET, "nonce": "n1", **change}
    at, nonce = said["stamp"], said["nonce"]
    text = said.get("text", f"{at}{said['secret']}{nonce}{at}")
    made = hashlib.new(said.get("digest", "sha256"), text.encode()).digest()
    return {
        "x-tif-paasid": "paas1",
        "x-tif-timestamp": at,
        "x-tif-nonce": nonce,
        "x-tif-signature": said.get("write", bytes.hex)(made),
    }


def csb(**change: Any) -> dict[str, str]:
    parts = {
        "_api_name": "1101",
        "_api_version": "1.0.0",
        "_api_timestamp": change.get("stamp", stamp(ms=True)),
        "_api_access_key": "ak1",
    }
    text = change.get("text", lambda pairs: joined(sorted(pairs)))(list(parts.items()))
    secret = change.get("secret", SECRET).encode()
    made = hmac.new(secret, text.encode(), change.get("digest", "sha1")).digest()
    write = change.get("write", lambda raw: base64.b64encode(raw).decode())
    return {**parts, "_api_signature": write(made)}


def joined(pairs: list[tuple[str, str]], by: str = "&") -> str:
    return by.join(f"{name}={value}" for name, value in pairs)


def ca_key(**change: Any) -> dict[str, str]:
    at = change.get("stamp", stamp())
    text = change.get("text", lambda at, sent: at + b"\n" + sent)(at.encode(), BODY)
    secret = change.get("secret", SECRET).encode()
    made = change.get("digest", hmac_sm3)(secret, text)
    write = change.get("write", lambda raw: raw.hex().upper())
    return {"x-ca-key": "H33010000001", "x-ca-signature": f"{at}:{write(made)}"}


def judged(headers: dict[str, str], secret: str | None = SECRET) -> signatures.Verdict:
    return signatures.judged(signatures.presented(headers, BODY), secret, 1800, NOW)


@pytest.mark.parametrize("made", [tif, csb, lambda: csb(stamp=stamp()), ca_key])
def test_a_right_signature_is_good(made: Callable[[], Any]) -> None:
    verdict = judged(made())
    assert verdict.is_good, verdict
    assert SECRET not in json.dumps(verdict.shown())


def long_ago() -> str:
    return str(int(clock.real_seconds()) - 7200)


def with_sha256(secret: bytes, text: bytes) -> bytes:
    return hmac.new(secret, text, "sha256").digest()


def upper(raw: bytes) -> str:
    return raw.hex().upper()


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def in_seconds(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(n, v[:-3] if n == "_api_timestamp" else v) for n, v in pairs]


def compact(sent: bytes) -> bytes:
    return json.dumps(json.loads(sent), separators=(",", ":")).encode()


def tif_over(text: str) -> dict[str, str]:
    at = stamp()
    return tif(stamp=at, text=text.format(at=at, secret=SECRET))


PLANTED = [
    ("timestamp_unit", lambda: tif(stamp=stamp(ms=True))),
    ("timestamp_clock", lambda: tif(stamp=long_ago())),
    ("letter_case", lambda: tif(write=upper)),
    ("encoding", lambda: tif(write=in_base64)),
    ("order", lambda: tif_over("{at}n1{secret}{at}")),
    ("secret", lambda: tif(secret="paas1")),
    ("secret", lambda: tif(secret=SECRET + "\n")),
    ("algorithm", lambda: tif(digest="md5")),
    ("content", lambda: tif_over("{at}{secret}{at}")),
    ("timestamp_clock", lambda: csb(stamp=long_ago())),
    ("timestamp_unit", lambda: csb(text=lambda pairs: joined(sorted(in_seconds(pairs))))),
    ("encoding", lambda: csb(write=bytes.hex)),
    ("order", lambda: csb(text=joined)),
    ("secret", lambda: csb(secret="ak1")),
    ("algorithm", lambda: csb(digest="sha256")),
    ("content", lambda: csb(text=lambda pairs: joined(sorted(pairs)[:3]))),
    ("timestamp_unit", lambda: ca_key(stamp=stamp(ms=True))),
    ("timestamp_clock", lambda: ca_key(stamp=long_ago())),
    ("letter_case", lambda: ca_key(write=bytes.hex)),
    ("encoding", lambda: ca_key(write=in_base64)),
    ("order", lambda: ca_key(text=lambda at, sent: at + sent)),
    ("secret", lambda: ca_key(secret="H33010000001")),
    ("algorithm", lambda: ca_key(digest=with_sha256)),
    ("content", lambda: ca_key(text=lambda at, sent: at + b"\n" + compact(sent))),
]


@pytest.mark.parametrize(("mistake", "made"), PLANTED)
def test_a_planted_mistake_is_found_out(mistake: str, made: Callable[[], Any]) -> None:
    verdict = judged(made())
    assert not verdict.is_good
    assert verdict.mistake == mistake
    assert verdict.canonical
    assert verdict.digest
    assert SECRET not in json.dumps(verdict.shown(), ensure_ascii=False)


def test_every_mistake_was_planted() -> None:
    assert {mistake for mistake, _ in PLANTED} == set(MISTAKES)


def test_another_secret_fits_nothing() -> None:
    verdict = judged(tif(), secret="quite another")
    assert (verdict.reason, verdict.mistake) == ("mismatch", UNKNOWN)


def test_a_late_timestamp_names_both_clocks() -> None:
    verdict = judged(tif(stamp=str(int(NOW.timestamp()))))
    assert verdict.mistake == "timestamp_clock"
    assert "2026-04-01T09:00:00+08:00" in verdict.says
    assert clock.shown(clock.real_now())[:13] in verdict.says
    assert "与沙箱时间相符" in verdict.says


@pytest.mark.parametrize("at", ["", "12x", "９９９９９９９９９９", "1" * 20])
def test_a_timestamp_that_is_none_is_refused(at: str) -> None:
    made = signatures.presented(tif(), BODY)
    assert made is not None
    verdict = signatures.judged(replace(made, timestamp=at), SECRET, 1800, NOW)
    assert not verdict.is_good


@pytest.mark.parametrize("made", [tif, csb, ca_key])
def test_what_is_missing_is_named(made: Callable[[], Any]) -> None:
    for name in made():
        verdict = judged({**made(), name: ""})
        assert verdict.reason == "missing", name
        assert name in verdict.says


def test_nothing_and_unknown_keys_are_told_apart() -> None:
    assert judged({}).reason == "none"
    assert judged(tif(), secret=None).reason == "unknown_key"
    known = {"apikey": "key-of-a-hospital"}
    assert judged(known, secret="").is_good
    assert "key-of" not in json.dumps(judged(known, secret=None).shown(), ensure_ascii=False)


# ---- in the body

FIELDS = {"infno": "1101", "msgid": "H1", "opter": "张三", "sign_no": None, "input": {"a": 1}}


def keys() -> tuple[Any, str]:
    signer = sm2.CryptSM2(private_key=PRIVATE, public_key="")
    public = signer._kg(int(PRIVATE, 16), signer.ecc_table["g"])
    return sm2.CryptSM2(private_key=PRIVATE, public_key=public), public


def signed(text: str) -> str:
    signature: str = keys()[0].sign_with_sm3(text.encode())
    return signature


def test_a_signature_in_the_body_is_good_in_each_writing() -> None:
    raw, public = signed(body.canonical(FIELDS)), keys()[1]
    der = der_of(raw)
    written = [raw, raw.upper(), in_base64(bytes.fromhex(raw)), der.hex(), in_base64(der)]
    for cainfo in written:
        found = signatures.judged_body({**FIELDS, "cainfo": cainfo, "signtype": "SM2"}, public)
        # signtype itself is signed, so it has to be there when it is signed
        assert not found.is_good
        both = {**FIELDS, "cainfo": cainfo}
        assert signatures.judged_body(both, public).is_good, cainfo
        assert signatures.judged_body(both, "04" + public).is_good


def der_of(raw: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    return encode_dss_signature(int(raw[:64], 16), int(raw[64:], 16))


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        ("order", "opter=张三&msgid=H1&infno=1101"),
        ("order", "infno1101msgidH1opter张三"),
        ("content", "infno=1101&input={'a': 1}&msgid=H1&opter=张三"),
    ],
)
def test_a_mistake_in_the_body_is_found_out(mistake: str, text: str) -> None:
    found = signatures.judged_body({**FIELDS, "cainfo": signed(text)}, keys()[1])
    assert (found.reason, found.mistake) == ("mismatch", mistake)


@pytest.mark.parametrize("cainfo", ["xyz", "00" * 64, "ff" * 64, "AA==", "0" * 127])
def test_what_is_no_signature_is_refused(cainfo: str) -> None:
    assert not signatures.judged_body({**FIELDS, "cainfo": cainfo}, keys()[1]).is_good
    assert not signatures.judged_body({**FIELDS, "cainfo": cainfo}, "0" * 128).is_good


def test_a_digest_alone_is_compared() -> None:
    fields = {**FIELDS, "signtype": "SM3"}
    right = sm3(b"", body.canonical(fields).encode()).hex()
    assert signatures.judged_body({**fields, "cainfo": right}, None).is_good
    wrong = signatures.judged_body({**fields, "cainfo": right.upper()}, None)
    assert wrong.mistake == "letter_case"


def test_a_public_key_nobody_registered_and_a_signature_nobody_made() -> None:
    assert signatures.judged_body({**FIELDS, "cainfo": "x"}, None).reason == "unknown_key"
    assert signatures.judged_body(FIELDS, "00").reason == "missing"
