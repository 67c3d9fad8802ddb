"""Signatures of messages: verified, and explained when they fail.

A timestamp in a signature is real time; the simulator's clock has nothing to do with it. That is
the commonest surprise of a sandbox, so a refusal names both clocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.medical.faces.fsi.signatures import body as in_body
from services.medical.faces.fsi.signatures.digests import sm3
from services.medical.faces.fsi.signatures.headers import SCHEMES, presented
from services.medical.faces.fsi.signatures.scheme import (
    MISTAKES,
    UNKNOWN,
    Presented,
    is_right,
    mistake_of,
)
from services.medical.faces.fsi.signatures.scheme import canonical as canonical_of
from sscsim import clock

__all__ = ["MISTAKES", "UNKNOWN", "Presented", "Verdict", "judged", "judged_body", "presented"]

_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of looking at a signature.

    `reason`: empty when it is good, else none, missing, unknown_key, no_secret, timestamp,
    mismatch or not_installed. `canonical` is the text that had to be signed, without the secret;
    `digest` what it gives. `mistake`: one of MISTAKES, or unknown.
    """

    scheme: str
    reason: str = ""
    says: str = ""
    access_key: str = ""
    canonical: str = ""
    digest: str = ""
    mistake: str = ""

    @property
    def is_good(self) -> bool:
        return not self.reason

    def shown(self) -> dict[str, Any]:
        """For the request log; the secret is in none of it."""
        found = {
            "scheme": self.scheme,
            "verdict": "good" if self.is_good else self.reason,
            "says": self.says,
            "access_key": self.access_key,
            "canonical": self.canonical[:_SHOWN],
            "digest": self.digest,
            "mistake": self.mistake,
            "explained": MISTAKES.get(self.mistake, ""),
        }
        return {name: value for name, value in found.items() if value}


def judged(sent: Presented | None, secret: str | None, window_s: int, now: datetime) -> Verdict:
    """What a request's headers are worth.

    `secret` is that of the access key, None when nobody registered it; `window_s` real seconds
    that a timestamp may be off; `now` the sandbox clock, which is only named.
    """
    if sent is None:
        return Verdict("", "none", "缺少签名请求头")
    known = {"scheme": sent.scheme, "access_key": _told_of(sent)}
    if sent.missing:
        return Verdict(reason="missing", says="缺少请求头：" + ", ".join(sent.missing), **known)
    if secret is None:
        return Verdict(reason="unknown_key", says=f"未知的访问标识：{_told_of(sent)}", **known)
    scheme = SCHEMES.get(sent.scheme)
    if scheme is None:  # a key alone: there is nothing to sign
        return Verdict(**known)
    text, digest = canonical_of(scheme, sent, secret)
    known |= {"canonical": text, "digest": digest}
    late = _timestamp(sent.timestamp, scheme.takes_milliseconds, window_s, now)
    if not is_right(scheme, sent, secret):
        mistake = mistake_of(scheme, sent, secret)
        if mistake == UNKNOWN and late is not None:
            mistake = late[0]
        return Verdict(reason="mismatch", says="签名不匹配", mistake=mistake, **known)
    if late is not None:
        return Verdict(reason="timestamp", says=late[1], mistake=late[0], **known)
    return Verdict(**known)


def _told_of(sent: Presented) -> str:
    """The access key as it may be told: one that is all there is, is a secret."""
    return sent.access_key if sent.scheme in SCHEMES else "…" + sent.access_key[-4:]


def _timestamp(stamp: str, takes_ms: bool, window_s: int, now: datetime) -> tuple[str, str] | None:
    """The mistake and its words when a timestamp isn't of now; None when it is."""
    real = clock.real_now()
    clocks = f"真实时间 {clock.shown(real)}，沙箱时间 {clock.shown(now)}；签名时间戳按真实时间校验"
    if not stamp.isdigit() or len(stamp) > 16 or not stamp.isascii():
        return "timestamp_unit", f"时间戳 {stamp} 不是数字；{clocks}"
    in_ms = len(stamp) >= 13
    if in_ms and not takes_ms:
        return "timestamp_unit", f"时间戳 {stamp} 应为秒（10位）；{clocks}"
    seconds = int(stamp) / 1000 if in_ms else int(stamp)
    if abs(seconds - real.timestamp()) <= window_s:
        return None
    said = f"时间戳 {stamp} 超出允许范围（{window_s // 60}分钟）；{clocks}"
    if abs(seconds - now.timestamp()) <= max(window_s, timedelta(days=1).total_seconds()):
        said += "；该时间戳与沙箱时间相符，应改用真实时间"
    return "timestamp_clock", said


def judged_body(fields: Mapping[str, Any], public_key: str | None) -> Verdict:
    """What `cainfo` is worth."""
    cainfo, signtype = str(fields.get("cainfo") or ""), str(fields.get("signtype") or "SM2")
    code = str(fields.get("fixmedins_code") or "")
    known = {"scheme": "body", "access_key": code, "canonical": in_body.canonical(fields)}
    if not cainfo:
        return Verdict(reason="missing", says="缺少签名 cainfo", **known)
    if public_key is None and signtype.upper() != "SM3":
        return Verdict(reason="unknown_key", says=f"机构 {code} 未登记公钥", **known)
    known["digest"] = sm3(b"", known["canonical"].encode()).hex()
    try:
        if in_body.is_right(signtype, fields, cainfo, public_key or ""):
            return Verdict(**known)
        mistake = in_body.mistake_of(signtype, fields, cainfo, public_key or "")
    except in_body.NotInstalled:
        said = "未安装 SM2 组件（pip install 'ssc-simulator[sm]'）"
        return Verdict(reason="not_installed", says=said, **known)
    return Verdict(reason="mismatch", says="签名 cainfo 不匹配", mistake=mistake, **known)
