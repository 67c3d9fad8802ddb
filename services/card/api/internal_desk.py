"""The counter of the HR services: never routed by the gateway."""

from typing import Any

import marshmallow as ma

from services.card import problems
from services.card import problems_production as production
from services.card.domain import bank_account, card, desk
from services.card.domain.person import LIVING_STATES, SEXES
from services.card.flows.desk import carry_out, holder
from services.card.flows.desk.telling import DONE, REFUSED
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, View, fields

internal_desk = Blueprint("card_internal_desk", description="For the other services.")
_DOOR = "/internal/v1/desk"


class ActWanted(Schema):
    event = fields.Text(required=True, max=60, description="The same is done once.")
    action = fields.Enum(desk.ACTIONS, required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="The agency that does it.")
    detail = ma.fields.Dict(
        load_default=dict, metadata={"additionalProperties": fields.ANY_JSON, "example": {}}
    )


class HolderMention(Schema):
    person_id = fields.Id("psn", required=True)


class ProgressQuestion(Schema):
    card_application_id = fields.Id("app", required=True)


class RefusalView(View):
    code = fields.Text(required=True, max=60)
    zh = fields.Text(required=True, max=2000)
    en = fields.Text(required=True, max=2000)


class RehearsalView(View):
    outcome = fields.Enum((DONE, REFUSED), required=True)
    changed = fields.Plain(description="What would change; ids of what would be made.")
    problem = fields.Nested(RefusalView, description="Why it would be refused.")


class CardOfHolderView(View):
    id = fields.Id("card", required=True)
    region_code = fields.Region(required=True)
    form = fields.Enum(card.FORMS, required=True)
    status = fields.Enum(card.STATUSES, required=True)
    status_code = fields.Text(required=True, max=1)
    status_since = fields.Instant(required=True)
    validity = fields.Enum(card.VALIDITIES, required=True)
    issue_date = fields.Date(required=True)
    valid_to_date = fields.Date(required=True)
    temporary_loss_until = fields.Instant()


class AccountOfHolderView(View):
    id = fields.Id("bka", required=True)
    card_id = fields.Id("card")
    bank_code = fields.Text(required=True, max=6)
    status = fields.Enum(bank_account.MACHINE.states, required=True)
    balance_fen = fields.Fen(required=True)
    reserved_phone = fields.Text(max=20)


class ElectronicOfHolderView(View):
    id = fields.Id("ecd", required=True)
    status = fields.Text(required=True, max=20)
    level = fields.Int(required=True)
    usable = fields.Bool(required=True)
    suspended_because = fields.Text(max=60)
    channels = fields.List(fields.Text(max=40), required=True)


class OpenApplicationView(View):
    id = fields.Id("app", required=True)
    kind = fields.Text(required=True, max=30)
    production_status = fields.Text(required=True, max=40)


class HolderView(View):
    id = fields.Id("psn", required=True)
    social_security_number = fields.Text(required=True, max=18)
    name = fields.Text(required=True, max=100)
    sex = fields.Enum(SEXES, required=True)
    birth_date = fields.Date(required=True)
    region_code = fields.Region(required=True)
    residence_region_code = fields.Region()
    contact_phone = fields.Text(max=20)
    contact_address = fields.Text(max=200)
    nation = fields.Text(max=2)
    living_state = fields.Enum(LIVING_STATES, required=True)
    cards = fields.List(fields.Nested(CardOfHolderView), required=True)
    accounts = fields.List(fields.Nested(AccountOfHolderView), required=True)
    electronic_cards = fields.List(fields.Nested(ElectronicOfHolderView), required=True)
    open_applications = fields.List(fields.Nested(OpenApplicationView), required=True)


class ProgressView(View):
    production_status = fields.Text(required=True, max=40)
    card_id = fields.Id("card", required=True)
    is_open = fields.Bool(required=True)
    failure_code = fields.Text(max=10)
    failure_reason = fields.Text(max=200)


def _wanted(body: dict[str, Any]) -> desk.Wanted:
    return desk.Wanted(**body)


@internal_desk.post(_DOOR + "/rehearse", body=ActWanted, answer=RehearsalView, status=200)
def rehearse_card_act(body: dict[str, Any]) -> Any:
    """Whether it could be done now; everything is taken back."""
    return carry_out.rehearse(_wanted(body))


@internal_desk.post(_DOOR + "/acts", body=ActWanted)
def carry_out_card_act(body: dict[str, Any]) -> None:
    """Do it once for its event; what came of it is told by a message."""
    carry_out.carry_out(_wanted(body))


@internal_desk.post(
    _DOOR + "/holder",
    body=HolderMention,
    answer=HolderView,
    status=200,
    problems=(problems.PersonNotFound, PolicyMissing, FigureMissing),
)
def get_cardholder_file(body: dict[str, Any]) -> Any:
    """A cardholder's data, cards, accounts and electronic card."""
    return holder.holder(body["person_id"])


@internal_desk.post(
    _DOOR + "/progress",
    body=ProgressQuestion,
    answer=ProgressView,
    status=200,
    problems=(production.ApplicationNotFound,),
)
def get_card_progress(body: dict[str, Any]) -> Any:
    """How far a card is that was applied for."""
    return holder.progress(body["card_application_id"])
