"""What the other services send through the inner doors; the gateway never routes them."""

from typing import Any

import marshmallow as ma

from services.settlement.api.views import SIGNED
from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.store.tables import MEDICAL_EXCHANGES
from sscsim.web import Schema, fields


class AgreementsBothWays(Schema):
    region_code = fields.Region(required=True)
    others = fields.List(fields.Region(), required=True, max=400)
    effective_from_date = fields.Date(required=True)


class Funds(ma.fields.Dict):
    """Fen by fund; which funds there are is checked where they are posted."""

    def __init__(self, **kwargs: Any) -> None:
        # below zero only where a bill that was priced again comes to less
        values = fields.Int(**SIGNED)
        super().__init__(keys=ma.fields.String(), values=values, **kwargs)


def _exchange_id() -> fields.Text:
    """A settlement's, a reversal's or a correction's."""
    return fields.Text(max=40, pattern="(?:stl|cor)_[0-9A-HJKMNP-TV-Z]{26}", required=True)


class QuestionBody(Schema):
    exchange_id = _exchange_id()
    kind = fields.Enum(MEDICAL_EXCHANGES, required=True)
    home_region = fields.Region(required=True)
    care_region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    original = fields.Id("stl", load_default=None)
    request = ma.fields.Dict(required=True)
    care_kind = fields.Text(max=40, load_default=None, allow_none=True)
    bill = fields.Fen(data_key="bill_fen", load_default=None)


class ExchangeMention(Schema):
    exchange_id = _exchange_id()


class CareSideBody(Schema):
    exchange_id = _exchange_id()
    claim_id = fields.Id("clm", required=True)


class LocalSettlementBody(Schema):
    settlement_id = _exchange_id()
    kind = fields.Enum(("settle", "reverse"), required=True)
    original = fields.Id("stl")
    region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    person_id = fields.Id("psn", required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    funds = Funds(required=True)
    account_pay_fen = fields.Fen(required=True, **SIGNED)


class CardDepositsBody(Schema):
    event = fields.Text(max=120, required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True, **SIGNED)


class AccountCreditBody(Schema):
    credit_id = fields.Text(max=40, required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True, **SIGNED)


class ManualClaimBody(Schema):
    claim_id = fields.Id("mcl", required=True)
    region = fields.Region(required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    funds = Funds(required=True)


class ManualClaimPaidBody(Schema):
    claim_id = fields.Id("mcl", required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True)
