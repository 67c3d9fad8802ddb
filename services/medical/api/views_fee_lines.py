"""Fee lines, as callers send and get them."""

import re
from decimal import Decimal
from typing import Any

import marshmallow as ma

from services.medical.api.views_common import in_language, plain
from services.medical.api.views_visits import VisitView
from services.medical.domain import visit, vocabulary
from sscsim.kernel.explain import Explanation
from sscsim.web import ExplanationView, Resource, Schema, View, fields

_QUANTITY = "^(?:[1-9][0-9]{0,3}(?:[.][0-9]{1,4})?|10000|0[.][0-9]{0,3}[1-9])$"


class Quantity(ma.fields.Field[Decimal]):
    """How many: a whole number, or a decimal as a string with at most four places."""

    default_error_messages = {
        "required": "required|必填|is required",
        "null": "null|不能为 null|may not be null",
    }

    def __init__(self, **kwargs: Any) -> None:
        metadata = {
            "description": "A whole number from 1 to 10000, or a decimal in a string with at "
            "most four places, above 0 and up to 10000.",
            "example": "2.5",
            "type": ["string", "integer"],
            "pattern": _QUANTITY,
            "minimum": 1,
            "maximum": 10_000,
        }
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON knows one kind of number: 2.0 is 2
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10_000:
            return Decimal(value)
        if isinstance(value, str) and re.fullmatch(_QUANTITY, value):
            return Decimal(value)
        raise ma.ValidationError(
            "not_a_quantity|须为 0 至 10000 之间的数，小数以字符串表示且至多四位|"
            "must be above 0 and at most 10000; a decimal is a string with at most four places"
        )

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else format(value, "f")


class SignedQuantity(Quantity):
    """As a line has it: negative where it takes another one back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metadata = {
            "description": "How many; negative in a line that takes another one back.",
            "example": "2.5",
            "type": "string",
            "pattern": r"^-?[0-9]{1,12}(?:[.][0-9]{1,4})?$",
        }


class FeeLineNew(Schema):
    """An item of the catalogue, or a class. What is stated beside an item must agree with it."""

    item_code = fields.Text(
        max=30,
        description="目录项目编码: class, first self-pay and price limit are those of the region "
        "of treatment's catalogue on the day of the charge.",
    )
    item_class = fields.Enum(
        vocabulary.ITEM_CLASSES,
        description="Catalogue class: 甲类, 乙类, 丙类 (outside). Required without item_code.",
        example="B",
    )
    item_name = fields.Text(max=80, example="检查费")
    quantity = Quantity(required=True)
    unit_price_fen = fields.Fen(
        required=True, max=10**9, attribute="unit_price", description="单价.", example=80000
    )
    first_self_pay_bp = fields.Bp(
        description="Share that the person pays first (先行自付) of a class A or B item; the "
        "treatment region's catalogue decides when left out. Class C is all the person's.",
        example=1000,
    )
    limit_price_fen = fields.Fen(
        max=10**9,
        attribute="limit_price",
        description="限价 of one unit, if the catalogue has one.",
    )
    charged_on = fields.Date(
        description="费用发生日期, within the stay; today when left out, or the day of discharge."
    )


class FeeLinesNew(Schema):
    fee_lines = fields.List(fields.Nested(FeeLineNew), required=True, min=1, max=500)


class FeeLineView(Resource):
    object = fields.Object("fee_line")
    visit_id = fields.Id("vis", required=True)
    item_code = fields.Text(max=30, description="目录项目编码, when one was named.")
    item_class = fields.Enum(vocabulary.ITEM_CLASSES, required=True)
    item_name = fields.Text(max=80)
    quantity = SignedQuantity(required=True)
    unit_price_fen = fields.Fen(required=True, attribute="unit_price")
    first_self_pay_bp = fields.Bp(required=True)
    limit_price_fen = fields.Fen(attribute="limit_price")
    charged_on = fields.Date()
    amount_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="amount")
    own_pay_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="own_pay")
    over_limit_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="over_limit")
    preself_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="preself")
    in_scope_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="in_scope")
    is_withdrawn = fields.Bool(required=True, description="It no longer counts.")
    refund_of = fields.Id("fln", description="退费: what it takes back, or a part of which.")
    explanation = fields.Nested(ExplanationView)


class ChargedView(View):
    object = fields.Object("list")
    visit = fields.Nested(VisitView, required=True, description="The visit with its new sums.")
    data = fields.List(fields.Nested(FeeLineView), required=True, attribute="fee_lines")


def fee_line_explained(line: visit.ChargedLine, explained: Explanation) -> dict[str, Any]:
    return {
        **plain(line),
        "amount": line.amount,
        "explanation": in_language(explained.as_json()),
    }
