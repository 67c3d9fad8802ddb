"""The signature inside a message (`cainfo`): over its fields, by the key of the institution.

The fields of the envelope without `cainfo` and `input`, sorted by ASCII. How they are joined was
not recorded: `name=value` with `&`, absent ones left out, is assumed. SM2 (国密) is verified with
the institution's public key by gmssl (extra `sm`), over the user id that GB/T 35276 names; the
signature is r and s, raw or DER, hexadecimal or Base64. Of `signtype` SM3 only the digest is sent.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.medical.faces.fsi.signatures.digests import sm3
from services.medical.faces.fsi.signatures.scheme import UNKNOWN

LEFT_OUT = frozenset({"cainfo", "input"})
PUBLIC_KEY = re.compile(r"(?:04)?[0-9A-Fa-f]{128}")


class NotInstalled(RuntimeError):
    """SM2 needs the extra `sm`."""


def canonical(fields: Mapping[str, Any]) -> str:
    """The text that is signed.

    >>> canonical({"msgid": "H1", "infno": "1101", "cainfo": "x", "input": {}, "sign_no": None})
    'infno=1101&msgid=H1'
    """
    return _joined(sorted(_signed(fields)))


def _signed(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, value in fields.items()
        if name not in LEFT_OUT and value is not None and not isinstance(value, dict | list)
    ]


def _joined(pairs: Sequence[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def is_right(signtype: str, fields: Mapping[str, Any], cainfo: str, public_key: str) -> bool:
    """Whether `cainfo` is that of this message; NotInstalled."""
    return _fits(signtype, canonical(fields), cainfo, public_key)


def mistake_of(signtype: str, fields: Mapping[str, Any], cainfo: str, public_key: str) -> str:
    """The code of the mistake that gives this `cainfo`, as of the header schemes."""
    for mistake, text in _texts(fields):
        if _fits(signtype, text, cainfo, public_key):
            return mistake
    if signtype.upper() != "SM3" and _fits("SM3", canonical(fields), cainfo, public_key):
        return "algorithm"
    if signtype.upper() == "SM3" and _fits("SM3", canonical(fields), cainfo.lower(), public_key):
        return "letter_case"
    return UNKNOWN


def _texts(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    pairs = _signed(fields)
    yield "order", _joined(pairs)
    yield "order", _joined(sorted(pairs, reverse=True))
    yield "order", "".join(f"{name}{value}" for name, value in sorted(pairs))
    yield "content", _joined(sorted(item for item in pairs if item[1]))
    with_input = [(name, str(value)) for name, value in fields.items() if name == "input"]
    yield "content", _joined(sorted(pairs + with_input))
    yield "content", _joined(sorted([*pairs, ("cainfo", "")]))


def _fits(signtype: str, text: str, cainfo: str, public_key: str) -> bool:
    if signtype.upper() == "SM3":
        return cainfo.strip() == sm3(b"", text.encode()).hex()
    raw = _raw(cainfo.strip())
    return raw is not None and _verify(public_key, raw, text.encode())


def _verify(public_key: str, raw: str, text: bytes) -> bool:
    try:
        from gmssl import sm2
    except ImportError:
        raise NotInstalled("gmssl") from None
    key = public_key[2:] if len(public_key) == 130 else public_key
    order = int(sm2.default_ecc_table["n"], 16)
    if not all(0 < int(half, 16) < order for half in (raw[:64], raw[64:])):
        return False
    made = sm2.CryptSM2(private_key="0" * 64, public_key=key)
    made.public_key = key  # it strips zeros and fours from the front of one
    try:
        return bool(made.verify_with_sm3(raw, text))
    except (ValueError, TypeError, IndexError, AttributeError):  # a point that is on no curve
        return False


def _raw(cainfo: str) -> str | None:
    """r and s as 128 hexadecimal digits; None when it is no signature."""
    for read in (bytes.fromhex, _base64):
        try:
            found = read(cainfo)
        except (ValueError, binascii.Error):
            continue
        if len(found) == 64:
            return found.hex()
        pair = _der(found)
        if pair is not None:
            return pair
    return None


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _der(found: bytes) -> str | None:
    """r and s of a DER sequence of two integers."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    try:
        r, s = decode_dss_signature(found)
    except ValueError:
        return None
    return f"{r:064x}{s:064x}" if 0 < r < 1 << 256 and 0 < s < 1 << 256 else None
