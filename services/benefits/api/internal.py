"""The doors for other services; the gateway never routes them."""

from typing import Any

import marshmallow as ma

from services.benefits import problems_cards, problems_money, problems_transfer
from services.benefits.domain.insurance.invented import Someone
from services.benefits.domain.transfer.record import PAPERS
from services.benefits.flows import (
    card_orders,
    handing_over,
    injury_settlements,
    insured_people,
    policies,
)
from services.benefits.flows.transfers import arrivals, new_area
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, View, fields

internal = Blueprint("benefits_internal", description="For the other services.")


class HandedOver(Schema):
    application_id = fields.Id("svc", required=True)


@internal.post("/internal/v1/handed-over-applications", body=HandedOver)
def take_handed_over_application(body: dict[str, Any]) -> None:
    """An application has reached the region that decides; a second time nothing."""
    handing_over.arrived(body["application_id"])


@internal.post("/internal/v1/handed-over-applications/turned-away", body=HandedOver)
def turn_away_handed_over_application(body: dict[str, Any]) -> None:
    """The region that decides refuses to take it; a second time nothing."""
    handing_over.turned_away(body["application_id"])


class TransferPaper(Schema):
    transfer_id = fields.Id("itf", required=True)
    paper = fields.Enum(PAPERS, required=True)


class TransferFunds(Schema):
    transfer_id = fields.Id("itf", required=True)


@internal.post(
    "/internal/v1/transfer-papers",
    body=TransferPaper,
    problems=(problems_transfer.InsuranceTransferNotFound,),
)
def take_transfer_paper(body: dict[str, Any]) -> None:
    """A letter or a sheet of a transfer has reached its region; a second time nothing."""
    arrivals.paper_arrived(body["transfer_id"], body["paper"])


@internal.post(
    "/internal/v1/transfer-funds",
    body=TransferFunds,
    problems=(problems_transfer.InsuranceTransferNotFound,),
)
def take_transfer_funds(body: dict[str, Any]) -> None:
    """The money of a transfer has reached the new region; a second time nothing."""
    new_area.funds_arrived(body["transfer_id"])


class CardRefusal(Schema):
    code = fields.Text(required=True, max=60)
    zh = fields.Text(required=True, max=2000)
    en = fields.Text(required=True, max=2000)


class CardAnswer(Schema):
    card_order_id = fields.Text(required=True, max=60, description="What the act was done for.")
    outcome = fields.Enum(("done", "refused", "entry_wanted", "lapsed"), required=True)
    changed = ma.fields.Dict(metadata={"additionalProperties": fields.ANY_JSON, "example": {}})
    problem = fields.Nested(CardRefusal)


@internal.post(
    "/internal/v1/card-orders/answered",
    body=CardAnswer,
    problems=(problems_cards.CardOrderNotFound,),
)
def take_answer_to_card_order(body: dict[str, Any]) -> None:
    """What came of an order to the card service; a second time nothing."""
    event = body.pop("card_order_id")
    card_orders.answered(event, **body)


class InjuryBillTold(Schema):
    outcome = fields.Enum(("settled", "reversed", "refused"), required=True)
    visit_id = fields.Id("vis", required=True)
    decision_number = fields.Text(required=True, max=40)
    settlement_id = fields.Text(required=True, max=60, description="Or what asked for it.")
    care_region = fields.Region()
    total_fen = fields.Int(min=0)
    fund_pay_fen = fields.Int(min=0)
    cash_pay_fen = fields.Int(min=0)
    problem = fields.Nested(CardRefusal)


@internal.post("/internal/v1/injury-settlements", body=InjuryBillTold)
def take_injury_bill(body: dict[str, Any]) -> None:
    """What came of a bill for a work injury; a second time nothing."""
    injury_settlements.answered(**body)


class PackNew(Schema):
    pack = fields.Text(max=500_000, required=True)


class PackSchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=200)
    version = fields.Text(required=True)


class PackView(View):
    id = fields.Text(required=True)
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    digest = fields.Text(required=True, max=64)
    pack = fields.Text(required=True, max=500_000)
    schemes = fields.List(fields.Nested(PackSchemeView), required=True)


@internal.put(
    "/internal/v1/policies/<region:region_code>",
    body=PackNew,
    answer=PackView,
    problems=(problems_money.BenefitsPackRefused,),
)
def put_benefits_policy(region_code: str, body: dict[str, Any]) -> Any:
    """Load this world's own figures for a region."""
    return policies.put(region_code, body["pack"])


@internal.get(
    "/internal/v1/policies/<region:region_code>",
    answer=PackView,
    problems=(problems_money.BenefitsPackNotFound,),
)
def get_benefits_policy(region_code: str) -> Any:
    """The figures in force for a region: this world's own, else the built-in ones."""
    return policies.get(region_code)


class RegionsToInsure(Schema):
    regions = fields.List(fields.Region(), required=True, min=1, max=400)


@internal.post(
    "/internal/v1/insured-people/check",
    body=RegionsToInsure,
    status=204,
    problems=(PolicyMissing, FigureMissing),
)
def check_insured_people(body: dict[str, Any]) -> None:
    """Whether people of a population can be insured in these regions."""
    insured_people.check(**body)


class PersonToInsure(Schema):
    person_id = fields.Id("psn", required=True)
    name = fields.Text(required=True, max=100)
    sex = fields.Enum(("male", "female"), required=True)
    birth_date = fields.Date(required=True)
    worked = fields.Bool(required=True)
    has_account = fields.Bool(required=True)


class PeopleToInsure(Schema):
    key = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    people = fields.List(fields.Nested(PersonToInsure), required=True, max=1_000)


@internal.post(
    "/internal/v1/insured-people", body=PeopleToInsure, problems=(PolicyMissing, FigureMissing)
)
def insure_people(body: dict[str, Any]) -> None:
    """A chunk of a population comes into social insurance; a second time nothing."""
    people = [Someone(**each) for each in body.pop("people")]
    insured_people.take(people=people, **body)
