"""The kinds of value our APIs speak, each one marshmallow field with a documented pattern.

A message is `code|中文|English`; `sscsim.web.errors` splits it, so that every fault of a
request has a stable code and both languages.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import marshmallow as ma
from marshmallow import validate

from sscsim import clock
from sscsim.kernel.money import Money

MAX_FEN = 10**13
"""The largest amount a request may name."""
MAX_TOTAL_FEN = 2**53 - 1
"""The largest sum an answer may show: what every JSON reader still holds exactly."""
CROCKFORD = "[0-9A-HJKMNP-TV-Z]{26}"


def id_form(prefix: str) -> str:
    """What a resource id looks like; the default world's is a word (SSC_DEFAULT_WORLD)."""
    return "sbx_[0-9A-Za-z]{1,36}" if prefix == "sbx" else f"{prefix}_{CROCKFORD}"


_COMMON = {
    "required": "required|必填|is required",
    "null": "null|不能为 null|may not be null; leave the field out",
    "validator_failed": "invalid|无效|is not valid",
}
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PLAIN = r"^[^\u0000-\u0008\u000B-\u001F\u007F]*$"

# Every day of the years 1900 to 2199, and no other text: generators of clients and of tests
# read the pattern, and `format` alone would promise the year 1 and the year 9999.
_YEAR = "(?:19|20|21)[0-9]{2}"
_LEAP = "(?:(?:19|21)(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_DATE = f"(?:{_YEAR}-{_DAYS}|{_LEAP}-02-29)"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_OFFSET = "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
_INSTANT = f"{_DATE}T{_TIME}{_OFFSET}"


def _meta(kwargs: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = dict(kwargs.pop("metadata", {}))
    for short in ("description", "example"):
        if short in kwargs:
            given[short] = kwargs.pop(short)
    return {**kwargs, "metadata": {**more, **given}}


class Text(ma.fields.String):
    """A string without control characters."""

    default_error_messages = {**_COMMON, "invalid": "not_text|须为字符串|must be a string"}

    def __init__(self, *, max: int = 200, min: int = 1, pattern: str | None = None, **kwargs: Any):
        checks: list[Any] = [
            validate.Length(
                min=min,
                max=max,
                error="wrong_length|长度须为 {min} 至 {max}|must have {min} to {max} characters",
            )
        ]
        if pattern:
            checks.append(
                validate.Regexp(
                    rf"^(?:{pattern})\Z", error="wrong_form|格式错误|has the wrong form"
                )
            )
        kwargs = _meta(kwargs, pattern=f"^(?:{pattern})$" if pattern else _PLAIN)
        super().__init__(validate=[*checks, *_more(kwargs)], **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if _NOT_PLAIN.search(value):
            raise ma.ValidationError(
                "control_character|含有控制字符|holds a control character or half a character"
            )
        return value


class AsSent(ma.fields.String):
    """What somebody sent, shown as it came, control characters and all; for answers only."""

    def __init__(self, *, max: int, **kwargs: Any):
        super().__init__(validate=validate.Length(min=0, max=max), **_meta(kwargs))


def _more(kwargs: dict[str, Any]) -> list[Any]:
    given = kwargs.pop("validate", None)
    if given is None:
        return []
    return list(given) if isinstance(given, Sequence) else [given]


class Id(Text):
    """A resource id: prefix and 26 Crockford characters."""

    def __init__(self, prefix: str, **kwargs: Any):
        super().__init__(max=40, pattern=id_form(prefix), **kwargs)


class Object(Text):
    """The kind of resource an answer is: `fields.Object("card")` is always `card`."""

    def __init__(self, word: str) -> None:
        super().__init__(required=True, max=40, dump_default=word, metadata={"enum": [word]})


class Base64(Text):
    """Bytes in base64 (RFC 4648), padded."""

    def __init__(self, *, max: int = 2_000_000, **kwargs: Any):
        four = "[A-Za-z0-9+/]"
        form = f"(?:{four}{{4}})*(?:{four}{{4}}|{four}[AQgw]==|{four}{{2}}[AEIMQUYcgkosw048]=)"
        super().__init__(min=4, max=max, pattern=form, **kwargs)


class Enum(ma.fields.String):
    """One word of a closed list."""

    default_error_messages = {**_COMMON, "invalid": "not_text|须为字符串|must be a string"}

    def __init__(self, words: Sequence[str], **kwargs: Any):
        said = "unknown_word|须为以下之一：{choices}|must be one of {choices}"
        kwargs = _meta(kwargs)
        super().__init__(validate=[validate.OneOf(list(words), error=said)], **kwargs)


class Int(ma.fields.Integer):
    """A whole number; no strings, no booleans, no fractions (JSON's 2.0 is the number 2)."""

    default_error_messages = {
        **_COMMON,
        "invalid": "not_an_integer|须为整数|must be a whole number",
        "too_large": "out_of_range|数值过大|is too large",
    }

    def __init__(self, *, min: int = -(10**15), max: int = 10**15, **kwargs: Any):
        said = "out_of_range|须在 {min} 与 {max} 之间|must be from {min} to {max}"
        kwargs = _meta(kwargs)
        super().__init__(strict=True, validate=[validate.Range(min, max, error=said)], **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class QueryInt(Int):
    """A whole number in a query string, in ASCII digits."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,19}", value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Fen(Int):
    """Money: a whole number of fen, `Money` inside."""

    def __init__(self, *, min: int = 0, max: int = MAX_FEN, **kwargs: Any):
        self.is_signed = min < 0
        super().__init__(min=min, max=max, **kwargs)

    def as_shown(self) -> None:
        """In an answer: a sum may be larger than any amount of a request."""
        least = -MAX_TOTAL_FEN if self.is_signed else 0
        self.validators = [validate.Range(least, MAX_TOTAL_FEN)]

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        number = super().deserialize(value, attr, data, **kwargs)
        return Money(number) if isinstance(number, int) else number

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value.fen if isinstance(value, Money) else value


class Bp(Int):
    """A rate in basis points: 7000 is 70 %."""

    def __init__(self, *, min: int = 0, max: int = 10_000, **kwargs: Any):
        super().__init__(min=min, max=max, **kwargs)


class Bool(ma.fields.Boolean):
    default_error_messages = {**_COMMON, "invalid": "not_a_boolean|须为布尔值|must be a boolean"}

    def __init__(self, **kwargs: Any):
        super().__init__(truthy={True}, falsy={False}, **_meta(kwargs))

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Region(Text):
    """An administrative division code (GB/T 2260), six digits."""

    def __init__(self, **kwargs: Any):
        super().__init__(max=6, min=6, pattern="[0-9]{6}", **kwargs)


class Date(ma.fields.Date):
    """A calendar date."""

    default_error_messages = {
        **_COMMON,
        "invalid": "not_a_date|须为日期 YYYY-MM-DD|must be a date, YYYY-MM-DD",
        "format": "not_a_date|日期格式错误|is not a date",
    }

    def __init__(self, **kwargs: Any):
        super().__init__(format="iso", **_meta(kwargs, pattern=f"^{_DATE}$"))

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise self.make_error("invalid", input=value, obj_type="date")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid", input=value, obj_type="date") from None
        if not 1900 <= found.year <= 2199:
            raise ma.ValidationError(
                "out_of_range|年份须在 1900 与 2199 之间|must lie in the years 1900 to 2199"
            )
        return found


class Month(Text):
    """A calendar month, YYYY-MM."""

    def __init__(self, **kwargs: Any):
        super().__init__(max=7, min=7, pattern="(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])", **kwargs)


class Instant(ma.fields.Field[datetime]):
    """An instant, RFC 3339 with offset; shown in Asia/Shanghai."""

    default_error_messages = {
        **_COMMON,
        "invalid": "not_an_instant|须为带时区的 RFC 3339 时间|must be RFC 3339 with an offset",
    }

    def __init__(self, **kwargs: Any):
        shown = {"type": "string", "format": "date-time", "pattern": f"^{_INSTANT}$"}
        super().__init__(**_meta(kwargs, **shown))

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else clock.shown(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not re.fullmatch(_INSTANT, value, re.ASCII):
            raise self.make_error("invalid")
        return clock.read_instant(value)


class List(ma.fields.List[Any]):
    default_error_messages = {**_COMMON, "invalid": "not_a_list|须为数组|must be a list"}

    def __init__(self, inner: Any, *, max: int = 500, min: int = 0, **kwargs: Any):
        said = "wrong_length|须有 {min} 至 {max} 项|must have {min} to {max} items"
        kwargs = _meta(kwargs)
        checks: list[Any] = [validate.Length(min=min, max=max, error=said), *_more(kwargs)]
        super().__init__(inner, validate=checks, **kwargs)


class Nested(ma.fields.Nested):
    default_error_messages = {**_COMMON, "type": "not_an_object|须为对象|must be an object"}

    def __init__(self, schema: Any, **kwargs: Any):
        super().__init__(schema, **_meta(kwargs))


class Amounts(ma.fields.Dict):
    """Named amounts in fen, as the totals of an explanation."""

    def __init__(self, **kwargs: Any):
        amount = Fen(min=-MAX_TOTAL_FEN, max=MAX_TOTAL_FEN)
        super().__init__(keys=ma.fields.String(), values=amount, **_meta(kwargs))


ANY_JSON = {"type": ["string", "integer", "number", "boolean", "object", "array", "null"]}


class Plain(ma.fields.Dict):
    """Named values of any JSON kind, for what depends on the case: an event's data, a row."""

    def __init__(self, **kwargs: Any):
        super().__init__(**_meta(kwargs, type="object", additionalProperties=ANY_JSON))


class AnyJson(ma.fields.Raw):
    """A value of any JSON kind, for what depends on the case: a default, an example."""

    def __init__(self, **kwargs: Any):
        super().__init__(**_meta(kwargs, **ANY_JSON))


class Inputs(ma.fields.Dict):
    """Named inputs of a step: amounts in fen, basis points, counts or words."""

    def __init__(self, **kwargs: Any):
        scalar = {"type": ["integer", "string", "boolean"]}
        kwargs = _meta(kwargs, type="object", additionalProperties=scalar)
        super().__init__(**kwargs)


CardNo = Text
