"""JSON as this interface writes it: an amount is a number with its two decimals, 12.30."""

import json
from decimal import Decimal
from typing import Any


def dumps(value: Any) -> str:
    """The JSON of a value in which numbers with decimals are `Decimal`.

    >>> from decimal import Decimal
    >>> dumps({"balc": Decimal("12.30"), "list": [1, "甲", None]})
    '{"balc":12.30,"list":[1,"甲",null]}'
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        inside = (
            f"{json.dumps(key, ensure_ascii=False)}:{dumps(one)}" for key, one in value.items()
        )
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(dumps, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
