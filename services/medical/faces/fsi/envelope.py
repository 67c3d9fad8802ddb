"""The envelope (报文) that every transaction has around its input and its output.

A message is read in two steps: first what it is (`parsed`), because only then is it known whose
it is and which profile it is looked at by; then whether it is in order (`read`). The times in
an answer are the sandbox clock's, as every business date is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.medical.domain.reference_number import reference_number
from services.medical.faces.fsi import refusals, wire
from services.medical.faces.fsi.profiles import ENVELOPE, Profile
from services.medical.faces.fsi.refusals import FsiRefused
from sscsim.kernel.problems import Problem, clean
from sscsim.web.calls import unambiguous

_DEEPEST = 24
_EMPTY = ("NULL", "null")
"""Texts that clients send for nothing."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request. A field that wasn't sent is empty; `input` is the transaction's own part.

    `attached`: the bytes of a file that came beside it, in the same HTTP message.
    """

    infno: str
    msgid: str
    mdtrtarea_admvs: str
    insuplc_admdvs: str
    recer_sys_code: str
    dev_no: str
    dev_safe_info: str
    cainfo: str
    signtype: str
    infver: str
    opter_type: str
    opter: str
    opter_name: str
    inf_time: str
    fixmedins_code: str
    fixmedins_name: str
    sign_no: str
    input: Mapping[str, Any]
    attached: bytes | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What can be said of a request before it is in order, for an answer and for the log."""

    infno: str = ""
    msgid: str = ""
    fixmedins_code: str = ""
    area: str = ""


# ---- reading


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object; FsiRefused when there is none, or what is in it no store could keep."""
    try:
        found = unambiguous(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refusals.message("报文不是 UTF-8 编码") from None
    except RecursionError:
        raise refusals.message("报文嵌套过深") from None
    except Problem as problem:  # a key that stands twice
        raise refusals.message(refusals.told(problem).cause) from None
    except ValueError:
        raise refusals.message("报文不是有效的 JSON") from None
    if not isinstance(found, dict):
        raise refusals.message("报文须为 JSON 对象")
    _check_plain(found)
    return found


def _check_plain(found: Any) -> None:
    """No control characters, no half characters, no infinite number, not nested without end."""
    waiting: list[tuple[Any, int]] = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise refusals.message("报文嵌套过深")
        if isinstance(value, dict):
            waiting += [(item, depth + 1) for item in value.values()]
            waiting += [(name, depth + 1) for name in value]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, str):
            if any(clean(value[at : at + 400]) != value[at : at + 400] for at in _steps(value)):
                raise refusals.message("报文含有控制字符")
        elif isinstance(value, float) and not math.isfinite(value):
            raise refusals.message("报文含有无效的数值")


def _steps(value: str) -> range:
    return range(0, len(value), 400)


def known(found: Mapping[str, Any], from_address: str) -> Known:
    """What the message says it is; the address says it where the message doesn't."""
    return Known(
        infno=(_said(found, "infno") or from_address)[:20],
        msgid=_said(found, "msgid")[:64],
        fixmedins_code=_said(found, "fixmedins_code")[:64],
        area=_said(found, "mdtrtarea_admvs")[:6],
    )


def _said(found: Mapping[str, Any], name: str) -> str:
    """A field as text: numbers are taken for one, NULL for nothing."""
    value = found.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or value in _EMPTY:
        return ""
    return value.strip()


def read(
    found: Mapping[str, Any], about: Known, profile: Profile, attached: bytes | None = None
) -> Message:
    """The message in order, as the profile wants it. Raises FsiRefused naming the field."""
    texts = {name: _said(found, name) for name in ENVELOPE}
    texts["infno"] = about.infno
    for name in ENVELOPE:
        if isinstance(found.get(name), bool | float | dict | list):
            raise refusals.message(f"{name} 须为字符串", name)
        if not texts[name] and name in profile.envelope_required:
            raise refusals.message(f"缺少必填项 {name}", name)
        if len(texts[name]) > profile.envelope_lengths[name]:
            limit = profile.envelope_lengths[name]
            raise refusals.message(f"{name} 长度超过 {limit}", name)
    for name in ("mdtrtarea_admvs", "insuplc_admdvs"):
        if texts[name] and not _is_division(texts[name]):
            raise refusals.message(f"{name} 须为6位区划代码", name)
    if texts["inf_time"] and not _is_moment(texts["inf_time"]):
        raise refusals.message("inf_time 须为 yyyy-MM-dd HH:mm:ss", "inf_time")
    return Message(input=_input(found, profile), attached=attached, **texts)


def _is_division(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()


def _is_moment(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # a form, not an instant
    except ValueError:
        return False
    return True


def _input(found: Mapping[str, Any], profile: Profile) -> Mapping[str, Any]:
    """The payload: an object, or the text of one."""
    value = found.get("input")
    if isinstance(value, str) and value.strip() and value not in _EMPTY:
        try:
            value = parsed(value.encode("utf-8", "replace"))
        except FsiRefused as refused:
            raise refusals.message(f"input 无法解析：{refused.cause}", "input") from None
    if value is None or value == "" or value in _EMPTY:
        if "input" in profile.envelope_required:
            raise refusals.message("缺少必填项 input", "input")
        return {}
    if not isinstance(value, dict):
        raise refusals.message("input 须为 JSON 对象", "input")
    return value


# ---- answering


def succeeded(message: Message, profile: Profile, output: Any, at: datetime) -> str:
    """The answer to a message that was carried out; `output` None where there is none."""
    reference = reference_number(
        message.mdtrtarea_admvs, at, message.fixmedins_code, message.msgid, message.infno
    )
    shown = _answer(profile, 0, reference, at, profile.success_text, output)
    return _written(shown | dict(profile.siblings))


def refused(profile: Profile, refusal: FsiRefused, at: datetime) -> str:
    """The answer to a message that wasn't: infcode -1, no reference."""
    shown = _answer(profile, -1, None, at, refusal.text, None)
    shown |= dict.fromkeys(profile.siblings)
    if refusal.kind:
        shown["type"] = refusal.kind
    return _written(shown)


def _answer(
    profile: Profile,
    infcode: int,
    reference: str | None,
    at: datetime,
    err_msg: str | None,
    output: Any,
) -> dict[str, Any]:
    moment = f"{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03d}"
    nothing: Any = {} if profile.empty_output == "object" else None
    return {
        "infcode": str(infcode) if profile.infcode == "text" else infcode,
        "inf_refmsgid": reference,
        "refmsg_time": moment,
        "respond_time": moment,
        "err_msg": err_msg,
        "output": nothing if output is None else output,
    }


def _written(shown: dict[str, Any]) -> str:
    return wire.dumps(shown)


def fault(status: int, message: str) -> str:
    """What the gateway in front of the platform answers: it is no business of the message."""
    return _written({"code": status, "message": message, "type": "error"})
