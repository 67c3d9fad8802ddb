"""The four schemes that are carried in headers: what of a request belongs to each."""

import re
from collections.abc import Mapping, Sequence

from services.medical.faces.fsi.signatures.scheme import (
    HIDDEN,
    Presented,
    Scheme,
    Signed,
    other_bodies,
    same,
)

TIF_HEADERS = ("x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature")
CSB_HEADERS = ("_api_name", "_api_version", "_api_timestamp", "_api_access_key", "_api_signature")
CA_HEADERS = ("x-ca-key", "x-ca-signature")
API_HEADER = "apikey"
_LONGEST = 300
_CA = re.compile(r"([0-9]{1,20}):(.*)")


def presented(headers: Mapping[str, str], body: bytes) -> Presented | None:
    """What a request says of its caller; None when it carries none of the schemes."""

    def get(name: str) -> str:
        return headers.get(name, "").strip()[:_LONGEST]

    def missing(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not get(name))

    if any(get(name) for name in TIF_HEADERS):
        return Presented(
            "tif",
            get("x-tif-paasid"),
            get("x-tif-timestamp"),
            get("x-tif-signature"),
            {"nonce": get("x-tif-nonce")},
            body,
            missing(TIF_HEADERS),
        )
    if any(get(name) for name in CSB_HEADERS):
        return Presented(
            "csb",
            get("_api_access_key"),
            get("_api_timestamp"),
            get("_api_signature"),
            {name: get(name) for name in CSB_HEADERS[:4]},
            body,
            missing(CSB_HEADERS),
        )
    if any(get(name) for name in CA_HEADERS):
        found = _CA.fullmatch(get("x-ca-signature"))
        stamp, signature = found.groups() if found else ("", get("x-ca-signature"))
        absent = missing(CA_HEADERS) if found or not get("x-ca-signature") else ("x-ca-signature",)
        return Presented("ca_key", get("x-ca-key"), stamp, signature, {}, body, absent)
    if get(API_HEADER):
        return Presented("api_key", get(API_HEADER))
    return None


# ---- TIF (Guangzhou, Shenzhen): SHA256 of timestamp, secret, nonce, timestamp


def _tif_texts(sent: Presented, secret: str) -> Sequence[Signed]:
    stamp, nonce = sent.timestamp, sent.parts["nonce"]
    other_unit = stamp[:-3] if len(stamp) > 10 else stamp + "000"
    ways = [
        ("", (stamp, secret, nonce, stamp)),
        ("order", (stamp, nonce, secret, stamp)),
        ("order", (secret, stamp, nonce, secret)),
        ("order", (stamp, secret, nonce)),
        ("order", (stamp, nonce, secret)),
        ("order", (secret, nonce, stamp)),
        ("order", (nonce, secret, stamp)),
        ("order", (secret, stamp, nonce)),
        ("timestamp_unit", (other_unit, secret, nonce, other_unit)),
        ("content", (stamp, secret, stamp)),
        ("content", (stamp, secret, nonce, stamp, sent.body.decode("utf-8", "replace"))),
    ]
    return [
        Signed(mistake, "".join(parts).encode(), "".join(_seen(part, secret) for part in parts))
        for mistake, parts in ways
    ]


def _seen(part: str, secret: str) -> str:
    return HIDDEN if secret and same(part, secret) else part


TIF = Scheme(
    "tif", _tif_texts, ("SHA256", "SM3", "MD5", "SHA1", "HMAC-SHA256", "HMAC-SM3"), ("hex",)
)

# ---- CSB (Hunan, Jiangsu): HMAC-SHA1 over the four headers, sorted and joined


def _csb_texts(sent: Presented, _secret: str) -> Sequence[Signed]:
    pairs = list(sent.parts.items())
    by_name = sorted(pairs)
    stamp = sent.timestamp
    other = stamp[:-3] if len(stamp) > 10 else stamp + "000"
    other_unit = sorted({**sent.parts, "_api_timestamp": other}.items())
    with_signature = sorted([*pairs, ("_api_signature", sent.signature)])
    ways = [
        ("", _joined(by_name)),
        ("order", _joined(pairs)),
        ("order", _joined(by_name[::-1])),
        ("order", "&".join(value for _, value in by_name)),
        ("order", "".join(f"{name}{value}" for name, value in by_name)),
        ("order", ",".join(f"{name}={value}" for name, value in by_name)),
        ("timestamp_unit", _joined(other_unit)),
        ("content", _joined(with_signature)),
        ("content", _joined([item for item in by_name if item[0] != "_api_version"])),
        ("content", _joined([(name.lstrip("_"), value) for name, value in by_name])),
        ("content", _joined(by_name) + "&" + sent.body.decode("utf-8", "replace")),
    ]
    return [Signed(mistake, text.encode(), text) for mistake, text in ways]


def _joined(pairs: Sequence[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


CSB = Scheme(
    "csb",
    _csb_texts,
    ("HMAC-SHA1", "HMAC-SHA256", "HMAC-MD5", "HMAC-SM3", "SHA1", "SHA256"),
    ("base64",),
    takes_milliseconds=True,
)

# ---- CA key (Zhejiang): HMAC-SM3 over timestamp, newline, body


def _ca_texts(sent: Presented, _secret: str) -> Sequence[Signed]:
    stamp, body = sent.timestamp.encode(), sent.body
    other = stamp[:-3] if len(stamp) > 10 else stamp + b"000"
    ways = [
        ("", stamp + b"\n" + body),
        ("order", stamp + body),
        ("order", body + b"\n" + stamp),
        ("order", stamp + b":" + body),
        ("order", stamp + b"\r\n" + body),
        ("order", stamp + b"\\n" + body),
        ("timestamp_unit", other + b"\n" + body),
        ("content", body),
        *(("content", stamp + b"\n" + again) for again in other_bodies(body) if again != body),
    ]
    return [Signed(mistake, text, text.decode("utf-8", "replace")) for mistake, text in ways]


CA_KEY = Scheme("ca_key", _ca_texts, ("HMAC-SM3", "HMAC-SHA256", "SM3", "SHA256"), ("HEX",))

SCHEMES = {"tif": TIF, "csb": CSB, "ca_key": CA_KEY}
