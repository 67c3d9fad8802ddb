"""The doors for the benefits service: its money, and applications between regions."""

from typing import Any

from services.settlement.domain.chart import BENEFIT_FUNDS, CONTRIBUTION_FUNDS, MOVED
from services.settlement.flows import local, relation_transfers, service_handover
from sscsim.web import Blueprint, Schema, fields

internal_services = Blueprint("settlement_internal_services")


class BenefitPaymentBody(Schema):
    payment_id = fields.Id("bpy", required=True)
    region = fields.Region(required=True)
    fund = fields.Enum(BENEFIT_FUNDS, required=True)
    amount_fen = fields.Fen(min=1, required=True)


class BenefitRecoveryBody(Schema):
    recovery_id = fields.Id("rcv", required=True)
    region = fields.Region(required=True)
    fund = fields.Enum(BENEFIT_FUNDS, required=True)
    amount_fen = fields.Fen(min=1, required=True)


class GivenBackBody(BenefitRecoveryBody):
    event = fields.Text(max=120, required=True, description="The same is booked once.")
    kind = fields.Enum(("refund", "offset"), required=True)


class ContributionPart(Schema):
    fund = fields.Enum(CONTRIBUTION_FUNDS, required=True)
    amount_fen = fields.Fen(min=1, required=True)


class ContributionsBody(Schema):
    charge_id = fields.Text(max=40, required=True, description="The same is booked once.")
    region = fields.Region(required=True)
    parts = fields.List(fields.Nested(ContributionPart), required=True)


class HandoverBody(Schema):
    application_id = fields.Id("svc", required=True)
    item_code = fields.Text(max=8, required=True)
    scheme = fields.Text(max=30, required=True)
    accepting_region = fields.Region(required=True)
    competent_region = fields.Region(required=True)


class TransferPaperBody(Schema):
    paper_id = fields.Text(max=40, required=True, description="The same is passed on once.")
    transfer_id = fields.Id("itf", required=True)
    paper = fields.Enum(("letter", "sheet"), required=True)
    from_region = fields.Region(required=True)
    to_region = fields.Region(required=True)


class TransferFundsBody(Schema):
    transfer_id = fields.Id("itf", required=True)
    from_region = fields.Region(required=True)
    to_region = fields.Region(required=True)
    amount_fen = fields.Fen(min=0, required=True)
    annuity_fen = fields.Fen(min=0, load_default=0)
    insurance = fields.Enum(tuple(MOVED), description="Whose money; pension when left out.")


class ArmyFundsBody(Schema):
    event = fields.Text(max=60, required=True, description="The same is booked once.")
    region = fields.Region(required=True)
    amount_fen = fields.Fen(min=1, required=True)


@internal_services.post("/internal/v1/benefit-payments", body=BenefitPaymentBody)
def book_benefit_order(body: dict[str, Any]) -> None:
    """A benefit was granted: the fund has spent it and owes the person."""
    local.benefit_ordered(**body)


@internal_services.post("/internal/v1/benefit-payments/paid", body=BenefitPaymentBody)
def book_benefit_paid(body: dict[str, Any]) -> None:
    """It reached the person."""
    local.benefit_paid(**body)


@internal_services.post("/internal/v1/benefit-recoveries", body=BenefitRecoveryBody)
def book_benefit_owed_back(body: dict[str, Any]) -> None:
    """A benefit has to be given back: the fund has it spent no more, and somebody owes it."""
    local.benefit_owed_back(**body)


@internal_services.post("/internal/v1/benefit-recoveries/given-back", body=GivenBackBody)
def book_benefit_given_back(body: dict[str, Any]) -> None:
    """Some of it came back, by a refund or kept back from a later benefit."""
    local.benefit_given_back(**body)


@internal_services.post("/internal/v1/benefit-payments/written-off", body=BenefitPaymentBody)
def book_benefit_written_off(body: dict[str, Any]) -> None:
    """The bank returned it, and it is not paid any more."""
    local.benefit_written_off(**body)


@internal_services.post("/internal/v1/benefit-payments/recovered", body=BenefitPaymentBody)
def book_benefit_recovered(body: dict[str, Any]) -> None:
    """It was paid wrongly, and came back."""
    local.benefit_recovered(**body)


@internal_services.post("/internal/v1/contributions", body=ContributionsBody)
def book_contributions(body: dict[str, Any]) -> None:
    """Contributions to social insurance were paid, for these funds."""
    local.contributions_paid(**body)


@internal_services.post("/internal/v1/service-handovers", body=HandoverBody)
def take_in_handover(body: dict[str, Any]) -> None:
    """Take in a service application for another region; it is passed on when that one is up."""
    service_handover.take_in(**body)


@internal_services.post(relation_transfers.PAPERS, body=TransferPaperBody)
def take_in_transfer_paper(body: dict[str, Any]) -> None:
    """Take in a letter or a sheet of insurance that moves, for the other region."""
    relation_transfers.take_in(**body)


@internal_services.post(relation_transfers.FUNDS, body=TransferFundsBody)
def send_transfer_funds(body: dict[str, Any]) -> None:
    """Money of insurance that moves left its region; the other one is told when it has come."""
    relation_transfers.sent(**body)


@internal_services.post(relation_transfers.ARMY, body=ArmyFundsBody)
def book_army_funds(body: dict[str, Any]) -> None:
    """The army's money for somebody who left it is on a region's bank account."""
    relation_transfers.army_funds(**body)
