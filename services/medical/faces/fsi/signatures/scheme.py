"""What every header scheme is made of, and how a wrong signature is explained.

A signature is a text, a digest of it with a secret, and a way to write the digest down. The
mistakes people make are each one step aside from the right way: another text, another secret,
another digest, another writing. So a failed signature is compared with what each mistake would
have given, and the one that gives exactly what was sent is the answer.
"""

import base64
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.medical.faces.fsi.signatures.digests import DIGESTS

MISTAKES: Mapping[str, str] = {
    "timestamp_unit": "时间戳单位不对（秒与毫秒）: seconds where milliseconds are due, or back",
    "timestamp_clock": "时间戳超出范围: signed by another clock than real time",
    "letter_case": "大小写不对: hexadecimal digits of the other case",
    "encoding": "编码不对: hexadecimal where Base64 is due, or back",
    "order": "顺序或分隔符不对: the parts in another order, or joined in another way",
    "secret": "密钥不对: another secret, the access key as secret, or a blank or line end in it",
    "algorithm": "算法不对: another digest, or without the key",
    "content": "签名内容不对: another text was signed than was sent",
}
"""The eight that explain nearly every signature that fails in the field (our own list)."""
UNKNOWN = "unknown"
"""None of them fits: most often a secret that is neither."""
HIDDEN = "‹secret›"


@dataclass(frozen=True, slots=True)
class Presented:
    """What a caller sent to be known by: header values, and the body as it came."""

    scheme: str
    access_key: str
    timestamp: str = ""
    signature: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """One way to make the text: `mistake` is empty for the right one.

    `text` is signed, `shown` is the same without the secret.
    """

    mistake: str
    text: bytes
    shown: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A header scheme (签名方案).

    `texts` gives the texts a caller may have signed, the right one first. `digests` and
    `writings` have the right one first too.
    """

    name: str
    texts: Callable[[Presented, str], Sequence[Signed]]
    digests: tuple[str, ...]
    writings: tuple[str, ...]
    window_s: int | None = None
    takes_milliseconds: bool = False


WRITINGS: Mapping[str, Callable[[bytes], str]] = {
    "hex": lambda raw: raw.hex(),
    "HEX": lambda raw: raw.hex().upper(),
    "base64": lambda raw: base64.b64encode(raw).decode(),
    "base64 of hex": lambda raw: base64.b64encode(raw.hex().encode()).decode(),
}


def canonical(scheme: Scheme, sent: Presented, secret: str) -> tuple[str, str]:
    """The text that had to be signed (without the secret), and the signature it gives."""
    right = scheme.texts(sent, secret)[0]
    raw = DIGESTS[scheme.digests[0]](secret.encode(), right.text)
    return right.shown, WRITINGS[scheme.writings[0]](raw)


def is_right(scheme: Scheme, sent: Presented, secret: str) -> bool:
    _, expected = canonical(scheme, sent, secret)
    return hmac.compare_digest(expected.encode(), sent.signature.encode("utf-8", "replace"))


def mistake_of(scheme: Scheme, sent: Presented, secret: str) -> str:
    """The code of the mistake that gives what was sent; UNKNOWN when none does."""
    given = sent.signature.strip()
    for mistake, made in _tries(scheme, sent, secret):
        if made == given:
            return mistake
    return UNKNOWN


def _tries(scheme: Scheme, sent: Presented, secret: str) -> Iterator[tuple[str, str]]:
    """Each step aside from the right way, with what it gives."""
    digest, writing = scheme.digests[0], scheme.writings[0]
    for other in _writings(scheme):
        mistake = "letter_case" if other.lower() == writing.lower() else "encoding"
        text = scheme.texts(sent, secret)[0].text
        yield mistake, WRITINGS[other](DIGESTS[digest](secret.encode(), text))
    for signed in scheme.texts(sent, secret)[1:]:
        yield signed.mistake, WRITINGS[writing](DIGESTS[digest](secret.encode(), signed.text))
    for wrong in secrets_like(sent, secret):
        text = scheme.texts(sent, wrong)[0].text
        yield "secret", WRITINGS[writing](DIGESTS[digest](wrong.encode(), text))
    text = scheme.texts(sent, secret)[0].text
    for name in scheme.digests[1:]:
        for other in (writing, *_writings(scheme)):
            yield "algorithm", WRITINGS[other](DIGESTS[name](secret.encode(), text))


def _writings(scheme: Scheme) -> list[str]:
    return [name for name in WRITINGS if name != scheme.writings[0]]


def same(one: str, other: str) -> bool:
    """Whether two secrets are one, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def secrets_like(sent: Presented, secret: str) -> list[str]:
    """What is taken for the secret by mistake."""
    found = [sent.access_key, secret + "\n", secret + " ", secret + "&", "", secret.upper()]
    return [one for one in (*found, secret.lower()) if not same(one, secret)]


def other_bodies(body: bytes) -> Iterator[bytes]:
    """The same message as other programs write it: what is signed before it is sent anew."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    for compact in (True, False):
        for is_ascii in (False, True):
            for is_sorted in (False, True):
                separators = (",", ":") if compact else (", ", ": ")
                text = json.dumps(
                    value, ensure_ascii=is_ascii, separators=separators, sort_keys=is_sorted
                )
                yield text.encode("utf-8", "replace")
    yield body.strip()
    yield body + b"\n"
    yield b""
