"""What a node holds whose fields nobody told us: kept as it was sent, within limits."""

import re
from collections.abc import Mapping
from typing import Any

from services.medical.faces.fsi import refusals
from services.medical.faces.fsi.values import is_nothing

MOST_FIELDS = 300
DEEPEST = 6
LONGEST = 40_000
"""Fields of an object, objects inside each other, characters of all that an object holds."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


def kept(sent: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The fields that are there; FsiRefused names the one that is over a limit, or has no name."""
    made = {name: value for name, value in sent.items() if not is_nothing(value) and value != ""}
    _checked(made, place, 0, LONGEST)
    return made


def _checked(value: Any, place: str, depth: int, room: int) -> int:
    """Characters that are left; FsiRefused for what may not stand there."""
    if depth > DEEPEST:
        raise refusals.message(f"节点{place}的嵌套超过{DEEPEST}层", place)
    if isinstance(value, dict):
        if len(value) > MOST_FIELDS:
            raise refusals.message(f"节点{place}的字段超过{MOST_FIELDS}个", place)
        for name, inner in value.items():
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise refusals.message(f"节点{place}中有不合法的字段名", place)
            room = _checked(inner, f"{place}.{name}", depth + 1, room - len(name))
    elif isinstance(value, list):
        for ordinal, inner in enumerate(value):
            room = _checked(inner, f"{place}[{ordinal}]", depth + 1, room - 1)
    else:
        text = str(value)
        if "\x00" in text:
            raise refusals.message(f"节点{place}含有非法字符", place)
        room -= len(text)
    if room < 0:
        raise refusals.message(f"节点{place}的内容超过{LONGEST}个字符", place)
    return room
