"""What callers send and get."""

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import marshmallow as ma

from services.medical.api.views_family import FamilyAccountView
from services.medical.domain import account, payment, settlement, visit, vocabulary
from services.medical.domain.fee_lines import PARTS
from services.medical.domain.settlement import FUNDS
from sscsim import world
from sscsim.demo_people import LIN_XIAO, SEED
from sscsim.kernel import explain
from sscsim.kernel.explain import STATUSES, Explanation
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

PERSON_ID = LIN_XIAO.person_id(SEED)
CARD_ID = LIN_XIAO.card_id(SEED)
INSTITUTION_ID = resource_id("ins", SEED, "medical", "H50000000003")
FILING_ID = resource_id("fil", SEED, "medical", PERSON_ID, 1)
"""Examples name what the preset `demo` begins with, so that they work as they stand."""
VISIT_ID = resource_id("vis", SEED, "medical", PERSON_ID, INSTITUTION_ID, "2026-03-25", 1)
SETTLEMENT_ID = resource_id("stl", SEED, "medical", VISIT_ID, 1)

_SIGNED = {"min": -fields.MAX_FEN}


def _care(**kwargs: Any) -> fields.Region:
    return fields.Region(description="Region of treatment (就医地).", example="500000", **kwargs)


def _home(**kwargs: Any) -> fields.Region:
    return fields.Region(
        description="Region where the person is insured (参保地).", example="510100", **kwargs
    )


def _insurance(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.INSURANCE_KINDS,
        description="职工基本医疗保险 (310) or 城乡居民基本医疗保险 (390).",
        example=vocabulary.EMPLOYEE,
        **kwargs,
    )


def _level(**kwargs: Any) -> fields.Enum:
    return fields.Enum(vocabulary.LEVELS, description="医疗机构等级.", **kwargs)


def _institution_kind(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.INSTITUTION_KINDS,
        description="定点医疗机构 or 定点零售药店, as the first letter of the code says. "
        "A pharmacy stands as level primary.",
        **kwargs,
    )


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


def _in_language(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return explain.shown(stored, world.current().language) if stored is not None else None


# ---- institutions


class InstitutionNew(Schema):
    institution_code = fields.Text(
        required=True,
        max=12,
        pattern="[HP][0-9]{11}",
        description="定点医药机构编号: H or P and eleven digits.",
        example="H44010000088",
    )
    name = fields.Text(required=True, max=80, example="示范医院")
    level = _level(required=True, example="level_3")
    region_code = fields.Region(required=True, example="440100")


class InstitutionView(Resource):
    object = fields.Object("institution")
    institution_code = fields.Text(required=True, max=12)
    name = fields.Text(required=True, max=80)
    kind = _institution_kind(required=True)
    level = _level(required=True)
    region_code = fields.Region(required=True)


class InstitutionFilters(ListQuery):
    region_code = fields.Region(example="500000")
    kind = _institution_kind()
    level = _level()


# ---- visits and fee lines


def _kind(**more: Any) -> fields.Enum:
    return fields.Enum(vocabulary.VISIT_KINDS, description="住院 or 普通门诊.", **more)


class VisitNew(Schema):
    """The person is named by exactly one of card_id, code and person_id."""

    institution_id = fields.Id("ins", required=True, example=INSTITUTION_ID)
    kind = _kind(load_default=vocabulary.INPATIENT)
    insurance_kind = _insurance(required=True)
    admission_date = fields.Date(
        required=True,
        description="入院日期; of an outpatient visit its day.",
        example="2026-03-25",
    )
    discharge_date = fields.Date(
        description="出院日期; a stay without one is settled as discharged today. An outpatient "
        "visit ends on its day.",
        example="2026-04-01",
    )
    card_id = fields.Id("card", description="The card that was shown.", example=CARD_ID)
    code = fields.Text(
        max=3_000, description="What the code of an electronic card says (扫码); used up by it."
    )
    person_id = fields.Id("psn")
    is_emergency = fields.Bool(
        load_default=False, description="急诊抢救: counts as filed without a filing."
    )
    department_id = fields.Id("dep", description="科室, of this institution.")
    doctor_id = fields.Id("doc", description="医师, of this department; brings it when alone.")


class VisitView(Resource):
    object = fields.Object("visit")
    person_id = fields.Id("psn", required=True)
    card_id = fields.Id("card")
    institution_id = fields.Id("ins", required=True)
    care_region_code = _care(required=True)
    home_region_code = _home(required=True)
    level = _level(required=True)
    kind = _kind(required=True)
    insurance_kind = _insurance(required=True)
    admission_date = fields.Date(required=True)
    discharge_date = fields.Date()
    is_emergency = fields.Bool(required=True)
    status = fields.Enum(visit.STATUSES, required=True)
    line_count = fields.Int(min=0, required=True, description="All lines ever charged.")
    withdrawn_count = fields.Int(min=0, required=True, description="Of them, withdrawn.")
    total_fen = fields.Fen(required=True, attribute="total", description="All lines so far.")
    own_pay_fen = fields.Fen(required=True, attribute="own_pay")
    over_limit_fen = fields.Fen(required=True, attribute="over_limit")
    preself_fen = fields.Fen(required=True, attribute="preself")
    in_scope_fen = fields.Fen(required=True, attribute="in_scope")
    settlement_id = fields.Id("stl", description="The settlement on its way, or that stands.")
    department_id = fields.Id("dep")
    doctor_id = fields.Id("doc")
    diagnosis_revision = fields.Int(
        min=0, required=True, description="How often diagnoses were recorded."
    )


class VisitChange(Schema):
    admission_date = fields.Date(example="2026-03-24")
    is_emergency = fields.Bool()
    department_id = fields.Id("dep", description="转科: the doctor is then to be named again.")
    doctor_id = fields.Id("doc")


class Discharge(Schema):
    discharge_date = fields.Date(description="Today when left out.", example="2026-04-01")


class Withdrawal(Schema):
    fee_line_ids = fields.List(
        fields.Id("fln"), min=1, max=500, description="Those to withdraw; all when left out."
    )


class WithdrawnView(View):
    object = fields.Object("withdrawal")
    visit = fields.Nested(VisitView, required=True, description="With its new sums.")
    withdrawn = fields.List(fields.Text(max=40), required=True)


class VisitFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    institution_id = fields.Id("ins")
    kind = _kind()
    care_region_code = _care()
    status = fields.Enum(visit.STATUSES)


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


class FeeLinesNew(Schema):
    fee_lines = fields.List(fields.Nested(FeeLineNew), required=True, min=1, max=500)


class FeeLineView(Resource):
    object = fields.Object("fee_line")
    visit_id = fields.Id("vis", required=True)
    item_code = fields.Text(max=30, description="目录项目编码, when one was named.")
    item_class = fields.Enum(vocabulary.ITEM_CLASSES, required=True)
    item_name = fields.Text(max=80)
    quantity = Quantity(required=True)
    unit_price_fen = fields.Fen(required=True, attribute="unit_price")
    first_self_pay_bp = fields.Bp(required=True)
    limit_price_fen = fields.Fen(attribute="limit_price")
    amount_fen = fields.Fen(required=True, attribute="amount")
    own_pay_fen = fields.Fen(required=True, attribute="own_pay")
    over_limit_fen = fields.Fen(required=True, attribute="over_limit")
    preself_fen = fields.Fen(required=True, attribute="preself")
    in_scope_fen = fields.Fen(required=True, attribute="in_scope")
    is_withdrawn = fields.Bool(required=True, description="It no longer counts.")
    explanation = fields.Nested(ExplanationView)


class ChargedView(View):
    object = fields.Object("list")
    visit = fields.Nested(VisitView, required=True, description="The visit with its new sums.")
    data = fields.List(fields.Nested(FeeLineView), required=True, attribute="fee_lines")


class Expanded(ListQuery):
    expand = fields.Enum(("explanation",), description="Show how each amount came about.")


class ExpandQuery(Schema):
    expand = fields.Enum(("explanation",), description="Show how each amount came about.")


# ---- settlements


class PackUsedView(View):
    pack = fields.Text(required=True, example="medical/510100/employee_inpatient")
    version = fields.Text(required=True, max=500)
    origin = fields.Enum(("builtin", "world"), required=True)


class PolicyOriginView(View):
    """How far the figures behind the amounts can be trusted: the weakest status of all used."""

    status = fields.Enum(STATUSES, required=True)
    packs = fields.List(fields.Nested(PackUsedView), required=True)


def _fund(description: str) -> fields.Fen:
    return fields.Fen(description=description, **_SIGNED)


class FundsView(View):
    """Paid by each fund, in fen."""

    hifp = _fund("统筹基金: the pool.")
    hifob = _fund("职工大额医疗费用补助: the large-amount fund.")
    hifmi = _fund("居民大病保险: big illness insurance.")
    cvlserv = _fund("公务员医疗补助: civil servants' subsidy.")
    maf = _fund("医疗救助: medical assistance.")
    oth = _fund("其他基金: others.")


assert {*FUNDS.values(), "oth"} == set(FundsView._declared_fields)


def _fen(name: str, description: str, **kwargs: Any) -> fields.Fen:
    return fields.Fen(attribute=name, description=description, **_SIGNED, **kwargs)


class AmountsView(View):
    """The bill, and who pays what of it. Of a reversal every amount is negative."""

    total_fen = _fen("total", "医疗费总额.", required=True)
    own_pay_fen = _fen("own_pay", "全自费.", required=True)
    over_limit_fen = _fen("over_limit", "超限价自费.", required=True)
    preself_fen = _fen("preself", "先行自付.", required=True)
    in_scope_fen = _fen("in_scope", "符合政策范围.", required=True)
    deductible_fen = _fen("deductible", "起付线.")
    funds = fields.Nested(FundsView)
    fund_pay_fen = _fen("fund_pay", "基金支付总额.")
    hospital_part_fen = _fen("hospital_part", "医院负担.")
    person_part_fen = _fen("person_part", "个人负担总额.")
    own_account_pay_fen = _fen("own_account_pay", "本人账户支付.")
    family_account_pay_fen = _fen("family_account_pay", "家庭共济账户支付.")
    family_accounts = fields.List(
        fields.Nested(FamilyAccountView),
        description="Of the family's part: which account paid how much, in their order.",
    )
    account_pay_fen = _fen("account_pay", "个人账户支付.")
    cash_pay_fen = _fen("cash_pay", "个人现金支付.")
    clearing_amount_fen = _fen(
        "clearing_amount", "清算金额: funds and account, borne by the home region."
    )
    policy_origin = fields.Nested(PolicyOriginView)
    explanation = fields.Nested(ExplanationView)


class SettlementNew(Schema):
    visit_id = fields.Id("vis", required=True, example=VISIT_ID)
    use_account = fields.Bool(
        load_default=True, description="Whether the personal account pays before cash."
    )


class PreSettlement(Schema):
    use_account = fields.Bool(load_default=True)


class ProblemMention(View):
    code = fields.Text(required=True)
    status = fields.Int(required=True)
    title = fields.Text(required=True)
    detail = fields.Text(required=True, max=2000)


class SettlementView(AmountsView, Resource):
    object = fields.Object("settlement")
    kind = fields.Enum(settlement.KINDS, required=True)
    status = fields.Enum(settlement.STATUSES, required=True)
    reverses = fields.Id("stl", description="Of a reversal: the settlement it gives back.")
    reversed_by = fields.Id("stl")
    visit_id = fields.Id("vis", required=True)
    person_id = fields.Id("psn", required=True)
    institution_id = fields.Id("ins", required=True)
    care_region_code = _care(required=True)
    home_region_code = _home(required=True)
    insurance_kind = _insurance(required=True)
    discharge_date = fields.Date(required=True)
    treatment = fields.Enum(
        vocabulary.TREATMENTS, description="At home, or as which kind of filing the stay counts."
    )
    claim_id = fields.Text(max=40, description="Across regions: the claim in clearing.")
    payment_status = fields.Enum(
        payment.PAYMENT_STATUSES,
        description="Of the cash part; absent while nobody has tried to pay it here.",
    )
    problem = fields.Nested(ProblemMention, description="Why it came to nothing.")
    settled_at = fields.Instant()


class PreSettlementView(AmountsView):
    object = fields.Object("pre_settlement")
    visit_id = fields.Id("vis", required=True)
    home_region_code = _home(required=True)
    treatment = fields.Enum(vocabulary.TREATMENTS, required=True)


class SettlementFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    visit_id = fields.Id("vis")
    institution_id = fields.Id("ins")
    care_region_code = _care()
    home_region_code = _home()
    status = fields.Enum(settlement.STATUSES)
    kind = fields.Enum(settlement.KINDS)


def settlement_explained(
    record: settlement.Settlement, explanation: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A settlement with how each amount came about; absent while nothing is settled."""
    return {**_plain(record), "explanation": _in_language(explanation)}


def pre_settlement_shown(found: Mapping[str, Any]) -> dict[str, Any]:
    """Always with its explanation: it is kept nowhere."""
    bill = {part: getattr(found["visit"], part) for part in ("total", *PARTS)}
    told = {name.removesuffix("_fen"): value for name, value in found["result"].items()}
    return {
        **told,
        **bill,
        "clearing_amount": told["clearing"],
        "visit_id": found["visit"].id,
        "home_region_code": found["stay"].home_region_code,
        "explanation": _in_language(found["explanation"]),
    }


def fee_line_explained(line: visit.ChargedLine, explained: Explanation) -> dict[str, Any]:
    return {
        **_plain(line),
        "amount": line.amount,
        "explanation": _in_language(explained.as_json()),
    }


def _plain(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


# ---- accounts, accumulators, packs


class AccountView(Resource):
    object = fields.Object("personal_account")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Whose book holds the account.")
    balance_fen = fields.Fen(required=True, attribute="balance")
    entry_count = fields.Int(min=0, required=True)


class CreditNew(Schema):
    amount_fen = fields.Fen(
        required=True, min=1, max=10**10, attribute="amount", example=20000, description="划入金额."
    )
    note = fields.Text(max=200, example="2026-04")


class AccountEntryView(Resource):
    object = fields.Object("account_journal")
    person_id = fields.Id("psn", required=True)
    kind = fields.Enum(
        account.ENTRY_KINDS,
        required=True,
        description="credit (划入), reversal and interest (利息) raise the balance, settlement "
        "lowers it.",
    )
    amount_fen = fields.Fen(required=True, attribute="amount", description="Without a sign.")
    balance_after_fen = fields.Fen(required=True, attribute="balance_after")
    refers_to = fields.Text(max=40, description="The settlement or reversal, or the account year.")
    note = fields.Text(max=200)


class AccumulatorView(Resource):
    object = fields.Object("accumulator")
    person_id = fields.Id("psn", required=True)
    insurance_kind = _insurance(required=True)
    home_region_code = _home(required=True)
    insurance_year = fields.Int(
        required=True, description="The year in which the insurance year began."
    )
    stays = fields.Int(min=0, required=True, description="Settled stays (住院次数).")
    pool_used_fen = fields.Fen(
        required=True, attribute="pool", description="Paid by the pool for stays in hospital."
    )
    outpatient_deductible_used_fen = fields.Fen(required=True, attribute="outpatient_deductible")
    outpatient_pool_used_fen = fields.Fen(
        required=True, attribute="outpatient_pool", description="Paid by the pool for outpatients."
    )
    large_amount_used_fen = fields.Fen(required=True, attribute="large_amount")
    big_illness_counted_fen = fields.Fen(required=True, attribute="big_illness_counted")
    assistance_used_fen = fields.Fen(required=True, attribute="assistance")


class AccumulatorFilters(ListQuery):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    insurance_kind = _insurance()
    home_region_code = _home()
    insurance_year = fields.QueryInt(min=1900, max=2200)


def _pack() -> fields.Text:
    return fields.Text(
        required=True, max=500_000, description="YAML: one document a scheme, as in policy/."
    )


class PackNew(Schema):
    pack = _pack()


class SchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=500)
    version = fields.Text(required=True, max=500)


class PackView(View):
    id = fields.Text(required=True, max=60)
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    digest = fields.Text(required=True, max=64, description="SHA-256 of the text.")
    schemes = fields.List(fields.Nested(SchemeView), required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    pack = _pack()
