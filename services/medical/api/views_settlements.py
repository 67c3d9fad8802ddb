"""Settlements, as callers send and get them."""

from collections.abc import Mapping
from typing import Any

from services.medical.api.views_common import (
    PERSON_ID,
    SIGNED,
    VISIT_ID,
    care,
    home,
    in_language,
    insurance,
    plain,
)
from services.medical.api.views_family import FamilyAccountView
from services.medical.domain import payment, settlement, vocabulary
from services.medical.domain.fee_lines import PARTS
from services.medical.domain.settlement import FUNDS
from sscsim.kernel.explain import STATUSES
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields


class PackUsedView(View):
    pack = fields.Text(required=True, max=400, example="medical/510100/employee_inpatient")
    version = fields.Text(required=True, max=500)
    origin = fields.Enum(("builtin", "world"), required=True)


class PolicyOriginView(View):
    """How far the figures behind the amounts can be trusted: the weakest status of all used."""

    status = fields.Enum(STATUSES, required=True)
    packs = fields.List(fields.Nested(PackUsedView), required=True)


def _fund(description: str) -> fields.Fen:
    return fields.Fen(description=description, **SIGNED)


class FundsView(View):
    """Paid by each fund, in fen."""

    hifp = _fund("统筹基金: the pool.")
    hifob = _fund("职工大额医疗费用补助: the large-amount fund.")
    hifmi = _fund("居民大病保险: big illness insurance.")
    cvlserv = _fund("公务员医疗补助: civil servants' subsidy.")
    maf = _fund("医疗救助: medical assistance.")
    oth = _fund("其他基金: others; of a work injury (工伤保险) its own fund.")


assert set(FUNDS.values()) == set(FundsView._declared_fields)


def _fen(name: str, description: str, **kwargs: Any) -> fields.Fen:
    return fields.Fen(attribute=name, description=description, **SIGNED, **kwargs)


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


def _bill_number() -> fields.Text:
    return fields.Text(
        max=40,
        description="The institution's own number of the bill (medins_setl_id); one settlement "
        "of it may stand.",
        example="HIS-2026-000123",
    )


def _interim() -> fields.Bool:
    return fields.Bool(
        load_default=False,
        description="中途结算: settle a stay up to `until` and let it go on, where the home "
        "region allows it.",
    )


def _until() -> fields.Date:
    return fields.Date(description="The last day of an interim settlement; only with `interim`.")


class SettlementNew(Schema):
    visit_id = fields.Id("vis", required=True, example=VISIT_ID)
    use_account = fields.Bool(
        load_default=True, description="Whether the personal account pays before cash."
    )
    bill_number = _bill_number()
    interim = _interim()
    until = _until()


class PreSettlement(Schema):
    use_account = fields.Bool(load_default=True)
    interim = _interim()
    until = _until()


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
    refers = fields.Id("stl", description="Of a difference: the settlement that was priced again.")
    visit_id = fields.Id("vis", required=True)
    person_id = fields.Id("psn", required=True)
    institution_id = fields.Id("ins", required=True)
    care_region_code = care(required=True)
    home_region_code = home(required=True)
    insurance_kind = insurance(required=True)
    discharge_date = fields.Date(required=True)
    bill_number = _bill_number()
    is_interim = fields.Bool(
        attribute="shown_as_interim",
        description="True of a stay that went on (中途结算), discharge_date is then its last day; "
        "absent otherwise.",
    )
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
    home_region_code = home(required=True)
    treatment = fields.Enum(vocabulary.TREATMENTS, required=True)


class SettlementFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    visit_id = fields.Id("vis")
    institution_id = fields.Id("ins")
    care_region_code = care()
    home_region_code = home()
    bill_number = _bill_number()
    status = fields.Enum(settlement.STATUSES)
    kind = fields.Enum(settlement.KINDS)


def settlement_explained(
    record: settlement.Settlement, explanation: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A settlement with how each amount came about; absent while nothing is settled."""
    return {**plain(record), "explanation": in_language(explanation)}


def pre_settlement_shown(found: Mapping[str, Any]) -> dict[str, Any]:
    """Always with its explanation: it is kept nowhere."""
    bill = {part: getattr(found["stay"].bill, part) for part in ("total", *PARTS)}
    told = {name.removesuffix("_fen"): value for name, value in found["result"].items()}
    return {
        **told,
        **bill,
        "clearing_amount": told["clearing"],
        "visit_id": found["visit"].id,
        "home_region_code": found["stay"].home_region_code,
        "explanation": in_language(found["explanation"]),
    }
