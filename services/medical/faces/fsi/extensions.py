"""What stands in `exp_content` (字段扩展), a text of JSON: injuries, emergencies, groups.

Known of it are MDTRT_GRP_TYPE, TRUM_FLAG, REL_TTP_FLAG, OTP_ER_REFL_FLAG and IPT_TYPE; whatever
else is in it is kept as it is.
"""

import json
from collections.abc import Mapping
from typing import Any

from services.medical.faces.fsi import codes, refusals
from services.medical.faces.fsi.refusals import FsiRefused

KNOWN = ("MDTRT_GRP_TYPE", "TRUM_FLAG", "REL_TTP_FLAG", "OTP_ER_REFL_FLAG", "IPT_TYPE")
YES = "1"
EMERGENCIES = ("1", "3")
"""Of OTP_ER_REFL_FLAG: an emergency, or a referral that is one too."""
INJURIES = ("9903", "22")
"""医疗类别 that say of themselves that it is an injury."""


def read(asked: Mapping[str, Any], node: str) -> dict[str, Any]:
    """The object; empty where nothing was sent. FsiRefused for a text that isn't one, a code that
    doesn't exist, and an injury of which isn't said whether a third party is involved."""
    where = f"{node}.exp_content"
    text = (asked.get("exp_content") or "").strip()
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise refusals.message("字段扩展exp_content不是JSON", where) from None
    if not isinstance(found, dict):
        raise refusals.message("字段扩展exp_content应为JSON对象", where)
    for name in KNOWN:
        value = found.get(name)
        if value in (None, ""):
            found.pop(name, None)
            continue
        if isinstance(value, bool | float | list | dict) or not _is_code(name, str(value)):
            raise refusals.message(f"字段扩展{name}的值不在字典中", where)
        found[name] = str(value)
    if found.get("TRUM_FLAG") == YES and "REL_TTP_FLAG" not in found:
        raise _missing("外伤标志TRUM_FLAG为1时，须填涉及第三方标志REL_TTP_FLAG", where)
    return found


def _is_code(name: str, value: str) -> bool:
    return len(value) <= 10 and codes.is_known(name, value)


def _missing(cause: str, where: str) -> FsiRefused:
    return refusals.FsiRefused(refusals.BUSINESS, cause, where)


def of_injury(found: Mapping[str, Any], med_type: str) -> dict[str, Any]:
    """With the flag that a 医疗类别 of injuries implies."""
    return {**found, **({"TRUM_FLAG": YES} if med_type in INJURIES else {})}


def check_emergency(found: Mapping[str, Any], is_remote: bool, node: str) -> None:
    """An emergency of somebody insured elsewhere is said to be one, and counts as registered."""
    if is_remote and found.get("OTP_ER_REFL_FLAG") not in EMERGENCIES:
        raise _missing(
            "异地急诊须填门诊急诊转诊标志OTP_ER_REFL_FLAG（1 或 3）", f"{node}.exp_content"
        )
