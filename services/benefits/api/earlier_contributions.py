"""Contributions of before this system, taken over by an agency (历史缴费补录、视同缴费认定)."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.domain.pension import record
from services.benefits.flows import earlier_contributions as flow
from sscsim import world
from sscsim.web import Blueprint, Schema, View, fields

earlier_contributions = Blueprint(
    "earlier_contributions",
    tag="Earlier contributions",
    description="历史缴费: months of before this system, so that a claim has a working life.",
)


class Stretch(Schema):
    """Months alike, both ends counted; residents' years by their Januaries."""

    kind = fields.Enum(flow.KINDS, required=True, example=flow.TAKEN_OVER)
    from_month = fields.Month(required=True, example="2006-01")
    to_month = fields.Month(required=True, example="2025-12")
    base_fen = fields.Fen(attribute="base", description="A month's base, or a year's tier.")
    personal_fen = fields.Fen(
        attribute="personal", description="What the person paid of it themselves."
    )
    index_bp = fields.Bp(max=50_000, description="The index that an agency fixed.")


class EarlierContributionsNew(Schema):
    person_id = fields.Id("psn", required=True, example="psn_" + "0" * 26)
    region_code = fields.Region(required=True, example="990100")
    scheme = fields.Enum(
        flow.SCHEMES,
        required=True,
        example=record.EMPLOYEE,
        description="Whose pension, or another insurance.",
    )
    stretches = fields.List(
        fields.Nested(Stretch),
        min=1,
        max=50,
        required=True,
        example=[
            {
                "kind": "taken_over",
                "from_month": "2006-01",
                "to_month": "2025-12",
                "base_fen": 600_000,
                "personal_fen": 48_000,
            }
        ],
    )
    account_balance_fen = fields.Fen(
        attribute="account_balance",
        load_default=0,
        description="What comes into a pension's account.",
    )


class EarlierContributionsView(View):
    object = fields.Object("earlier_contributions")
    person_id = fields.Id("psn", required=True)
    scheme = fields.Enum(flow.SCHEMES, required=True)
    region_code = fields.Region(required=True)
    added_months = fields.Int(required=True, description="Months, of residents years.")
    contribution_months = fields.Int(required=True, description="On record by now, as added.")
    account_balance_fen = fields.Fen(attribute="account_balance", required=True)


@earlier_contributions.post(
    "/v1/earlier-contributions",
    body=EarlierContributionsNew,
    answer=EarlierContributionsView,
    status=200,
    key="accepted",
    scope="pension.write",
    roles=("agency",),
    problems=(problems.EarlierContributionsImpossible, world.RegionNotAllowed),
    relayed={404: ("person_not_found",)},
)
def record_earlier_contributions(body: dict[str, Any]) -> Any:
    """Take over months of any insurance that were contributed for before, all or none.

    A sandbox begins without a past: this gives somebody the working life that a claim needs.
    Service that is deemed paid, and an account, are of pensions only.
    """
    return flow.take_over(**body)
