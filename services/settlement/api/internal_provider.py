"""The doors for audits and applications of institutions; the gateway never routes them."""

from typing import Any

from services.settlement.api.views_internal import Funds
from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.flows import audit_deduction, provider_application
from sscsim.web import Blueprint, Schema, fields

internal_provider = Blueprint("settlement_internal_provider")


class AuditDeductionBody(Schema):
    deduction_id = fields.Id("adn", required=True)
    settlement_id = fields.Id("stl", required=True)
    claim_id = fields.Id("clm")
    region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    funds = Funds(required=True)
    amount_fen = fields.Fen(min=1, required=True)
    reason = fields.Text(required=True, max=200)


class ProviderApplicationBody(Schema):
    application_id = fields.Id("pap", required=True)
    region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    month = fields.Month(required=True)
    local_fen = fields.Fen(required=True, min=-fields.MAX_FEN)
    has_claims = fields.Bool(required=True)


@internal_provider.post("/internal/v1/audit-deductions", body=AuditDeductionBody)
def take_audit_deduction(body: dict[str, Any]) -> None:
    """An audit deducts from a claim, or from a settlement inside one region."""
    audit_deduction.take(**body)


@internal_provider.post("/internal/v1/provider-applications", body=ProviderApplicationBody)
def take_provider_application(body: dict[str, Any]) -> None:
    """An audited application is to be paid."""
    provider_application.take(**body)
