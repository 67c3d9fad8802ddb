"""Values on the wire: what each type of the specification takes, and how it is shown.

What clients were seen to send is taken: numbers as text, texts as numbers, days with a time of day.
"NULL" and "null" are no value.
"""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import marshmallow as ma

from services.medical.faces.fsi import codes, layout
from services.medical.faces.fsi.layout import Field
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

LONGEST_TEXT = 40_000
"""Characters of a text without a length of its own: those of the whole input."""
LONGEST_NUMBER = 40
_NOTHING = ("NULL", "null")


class _Null:
    """Shown as null, where a real answer has null instead of an empty text."""

    def __repr__(self) -> str:
        return "NULL"


NULL = _Null()


def is_nothing(value: Any) -> bool:
    return value is None or value in _NOTHING


class Value(ma.fields.Field[Any]):
    """A field of a node. `_read` is given what is there; `shown` is given None for nothing."""

    empty: Any = ""

    def __init__(self, field: Field, *, required: bool, blank: bool) -> None:
        super().__init__(
            required=required, data_key=field.name, error_messages={"required": "不能为空"}
        )
        self.field, self.blank = field, blank

    def is_missing(self, value: Any) -> bool:
        """Whether this counts as not sent."""
        empty = isinstance(value, str) and not value.strip()
        return is_nothing(value) or (empty and not self.blank)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.blank:
            return ""
        return self._read(value)

    def _read(self, value: Any) -> Any:
        raise NotImplementedError

    def shown(self, value: Any) -> Any:
        if value is NULL:
            return None
        return self.empty if value is None else self._shown(value)

    def _shown(self, value: Any) -> Any:
        return value

    def _text(self, value: Any) -> str:
        """A text, also if it was sent as a number."""
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise ma.ValidationError("类型错误，应为字符型")
        return value.strip() if isinstance(value, str) else str(value)


def longest_of(field: Field) -> int:
    """Characters of the longest text a field takes.

    Tables say S3 of fields whose codes have four and six characters: the codes have their way.
    """
    of_code = 0 if field.code_table is None else codes.longest(field.code_table)
    return max(field.longest, of_code) if field.longest else LONGEST_TEXT


class TextValue(Value):
    """字符型: a text of at most so many characters; of a code table where it names one."""

    def _read(self, value: Any) -> str:
        text = self._text(value)
        longest = longest_of(self.field)
        if len(text) > longest:
            raise ma.ValidationError(f"长度超过{longest}")
        if "\x00" in text:
            raise ma.ValidationError("含有非法字符")
        table = self.field.code_table
        if table is not None and not codes.is_known(table, text):
            raise ma.ValidationError(f"的值{text}不在字典{table}中")
        return text

    def _shown(self, value: Any) -> str:
        """Cut to the length that the other side has room for."""
        return str(value)[: longest_of(self.field)]


class DigitsValue(TextValue):
    """数字串: a number that is a text. Only Hunan wants nothing but digits; others send letters."""

    def __init__(self, field: Field, *, required: bool, blank: bool, strict: bool) -> None:
        super().__init__(field, required=required, blank=blank)
        self.strict = strict

    def _read(self, value: Any) -> str:
        text = super()._read(value)
        if self.strict and not (text.isascii() and text.isdigit() and text.strip("0")):
            raise ma.ValidationError("应为不是0的数字")
        return text


class NumberValue(Value):
    """数值型: so many digits, of which so many are decimals. Money is shown in yuan."""

    @property
    def empty(self) -> Any:
        return self._shown(Decimal(0))

    def _read(self, value: Any) -> Decimal:
        number = self._number(value)
        digits, decimals = self.field.type.length, self.field.type.decimals
        whole, fraction = _places(number)
        if whole + fraction > LONGEST_NUMBER:
            raise ma.ValidationError(f"长度超过{digits or LONGEST_NUMBER}位")
        if digits is not None and whole > digits - (decimals or 0):
            raise ma.ValidationError(f"整数部分超过{digits - (decimals or 0)}位")
        if decimals is not None and fraction > decimals:
            raise ma.ValidationError(f"小数部分超过{decimals}位")
        return number

    def _number(self, value: Any) -> Decimal:
        wrong = ma.ValidationError("类型错误，应为数值型")
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise wrong
        text = str(value).strip()
        if len(text) > 2 * LONGEST_NUMBER or "_" in text or not text.isascii():
            raise wrong
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise wrong from None
        if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
            raise wrong
        return number

    def _shown(self, value: Any) -> Any:
        number = Decimal(value.fen).scaleb(-2) if isinstance(value, Money) else Decimal(value)
        decimals = self.field.type.decimals
        if decimals is None:
            return number
        if decimals == 0:
            return int(number)
        return number.quantize(Decimal(1).scaleb(-decimals))


class IntegerValue(NumberValue):
    """整型: no decimals."""

    def _read(self, value: Any) -> Any:
        number = super()._read(value)
        if number != number.to_integral_value():
            raise ma.ValidationError("类型错误，应为整型")
        return int(number)

    def _shown(self, value: Any) -> int:
        return int(value)


def _places(number: Decimal) -> tuple[int, int]:
    """Digits before and after the point; zeros at either end don't count."""
    _, digits, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)
    whole = max(len(digits) + exponent, 0) if any(digits) else 0
    return whole, max(-exponent, 0)


class DateValue(Value):
    """日期型: yyyy-MM-dd; a time of day behind it is looked away from."""

    def _read(self, value: Any) -> date:
        return _moment(value, "yyyy-MM-dd").date()

    def _shown(self, value: Any) -> str:
        day = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
        return str(day.isoformat())


class TimeValue(Value):
    """日期时间型: yyyy-MM-dd HH:mm:ss, of Shanghai; a day without a time begins at midnight."""

    def _read(self, value: Any) -> datetime:
        return _moment(value, "yyyy-MM-dd HH:mm:ss")

    def _shown(self, value: Any) -> str:
        if not isinstance(value, datetime):
            value = datetime.combine(value, time(), SHANGHAI)
        local = value.astimezone(SHANGHAI).replace(tzinfo=None)
        return str(local.isoformat(sep=" ", timespec="seconds"))


def _moment(value: Any, form: str) -> datetime:
    if isinstance(value, str) and value.isascii():
        for pattern, length in (("%Y-%m-%d", 10), ("%Y-%m-%d %H:%M:%S", 19)):
            try:
                if len(value.strip()) == length:
                    return datetime.strptime(value.strip(), pattern).replace(tzinfo=SHANGHAI)
            except ValueError:
                continue
    raise ma.ValidationError(f"格式错误，应为{form}")


class FlagValue(Value):
    """布尔型."""

    empty = False

    def _read(self, value: Any) -> bool:
        if value in (True, "true", "1"):
            return True
        if value in (False, "false", "0"):
            return False
        raise ma.ValidationError("类型错误，应为布尔型")

    def _shown(self, value: Any) -> bool:
        return bool(value)


class BytesValue(Value):
    """Bytes: a list of numbers, as C# and Java write it, of either sign, or a text in base64."""

    def _read(self, value: Any) -> Any:
        numbers = isinstance(value, list) and all(
            isinstance(one, int) and not isinstance(one, bool) and -128 <= one <= 255
            for one in value
        )
        if numbers:
            return bytes(one % 256 for one in value)
        if isinstance(value, str):
            return value
        raise ma.ValidationError("类型错误，应为字节数组")


class ObjectValue(Value):
    """Whatever JSON has; a node inside a node is read by its own table."""

    empty = None

    def _read(self, value: Any) -> Any:
        return value


_KINDS: dict[str, type[Value]] = {
    layout.TEXT: TextValue,
    layout.NUMBER: NumberValue,
    layout.DECIMAL: NumberValue,
    layout.INTEGER: IntegerValue,
    layout.DATE: DateValue,
    layout.TIME: TimeValue,
    layout.FLAG: FlagValue,
    layout.BYTES: BytesValue,
    layout.OBJECT: ObjectValue,
}


def value_of(field: Field, *, required: bool, strict: bool) -> Value:
    """What reads and shows this field. `strict`: as the Hunan edition has it."""
    blank = field.blank and not strict
    if field.type.kind == layout.DIGITS:
        return DigitsValue(field, required=required, blank=blank, strict=strict)
    return _KINDS[field.type.kind](field, required=required, blank=blank)
