"""Forms filled in by card at a counter, over HTTP."""

from typing import Any

import marshmallow as ma

from services.benefits import problems
from services.benefits import problems_cards as card_problems
from services.benefits.api.views import CARD_ID, item_code
from services.benefits.domain.form_filling import FormFilling
from services.benefits.flows import form_fillings as flow
from services.benefits.problems_catalogue import ServiceItemNotFound
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

form_fillings = Blueprint(
    "form_fillings",
    tag="Form fillings",
    description="窗口刷卡填表: a counter reads the card, and what the records know of the holder "
    "goes into the form of a service item, with the holder's consent.",
)
_CREDENTIALS = ("card_id", "card_number", "card_identification_code", "electronic_code")


class FormFillingNew(Schema):
    """Name one card, by one of card_id, card_number, card_identification_code, electronic_code."""

    item_code = item_code(required=True)
    card_id = fields.Id("card", example=CARD_ID)
    card_number = fields.Text(max=9, example="X00000019")
    card_identification_code = fields.Text(max=32)
    electronic_code = fields.Text(
        max=3000, description="Text of a code of the electronic card; used up by this."
    )
    consent = fields.Bool(required=True, description="The holder's word (持卡人同意).")
    region_code = fields.Region(description="Where the counter is; the agency's own region.")


class FormFillingView(Resource):
    object = fields.Object("form_filling")
    item_code = item_code(required=True)
    person_id = fields.Id("psn", required=True)
    card_id = fields.Id("card")
    verification_id = fields.Id("ver", required=True, description="The card's own record of it.")
    region_code = fields.Region(required=True)
    given_to = fields.Text(required=True, max=64, description="The counter that was given it.")
    given_fields = fields.Plain(
        required=True, description="Each field that was filled in, and the record it came from."
    )
    left_open = fields.List(
        fields.Text(max=60), required=True, description="What the holder still says themselves."
    )
    inputs = fields.Plain(
        description="The filled fields, as an application takes them. Told once, kept nowhere."
    )

    @ma.pre_dump
    def _plain(self, found: Any, **_: Any) -> Any:
        if not isinstance(found, flow.Given):
            return found
        kept = found.filling
        shown = {name: getattr(kept, name) for name in FormFilling.__dataclass_fields__}
        return shown | {
            "given_to": kept.party_id,
            "given_fields": dict(kept.given),
            "inputs": dict(found.values) or None,
        }


class FormFillingFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = item_code()


@form_fillings.post(
    "/v1/form-fillings",
    body=FormFillingNew,
    answer=FormFillingView,
    status=201,
    key="required",
    location="/v1/form-fillings/{id}",
    scope="form_filling.write",
    roles=("agency",),
    problems=(
        ServiceItemNotFound,
        card_problems.ConsentNeeded,
        problems.CredentialRefused,
        problems.ApplicantDeceased,
        world.RegionNotAllowed,
    ),
    relayed={
        404: ("person_not_found",),
        422: (
            "one_credential_needed",
            "card_number_invalid",
            "card_number_ambiguous",
            "card_identification_code_invalid",
            "not_a_pooling_area",
        ),
    },
    links={"getFormFilling": {"form_filling_id": "$response.body#/id"}},
    example={"item_code": "HRSS-001", "card_id": CARD_ID, "consent": True},
)
def create_form_filling(body: dict[str, Any]) -> Any:
    """Fill in the form of a service item by card (刷卡填表).

    The card is verified, and the holder sees that among its uses. Given is what the form asks
    for and the records know; what is left open the holder says. The values are told in this
    answer and kept nowhere; which fields were given to whom is.
    """
    shown = {name: body[name] for name in _CREDENTIALS if name in body}
    return flow.fill(body["item_code"], shown, body["consent"], body.get("region_code"))


@form_fillings.get(
    "/v1/form-fillings",
    listing=FormFillingView,
    query=FormFillingFilters,
    scope="form_filling.read",
)
def list_form_fillings(query: Query) -> Any:
    """List what counters were given, the newest first."""
    return flow.page(query.page, dict(query.filters))


@form_fillings.get(
    "/v1/form-fillings/<id('ffl'):form_filling_id>",
    answer=FormFillingView,
    scope="form_filling.read",
    problems=(card_problems.FormFillingNotFound,),
    path_examples={"form_filling_id": "ffl_" + "0" * 26},
)
def get_form_filling(form_filling_id: str) -> Any:
    """Show which fields were given to whom; not the values."""
    return flow.get(form_filling_id)
