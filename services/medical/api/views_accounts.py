"""What callers send and get: account years, and the family that uses an account."""

from typing import Any

from services.medical.api.views import PERSON_ID, PolicyOriginView
from services.medical.api.views_family import ByDate
from services.medical.domain import sharing
from services.medical.store.account_years import AccountYear
from sscsim import world
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, Resource, Schema, fields


class AccountYearView(Resource):
    object = fields.Object("account_year")
    person_id = fields.Id("psn", required=True)
    account_year = fields.Int(required=True, description="The calendar year in which it begins.")
    region_code = fields.Region(required=True, description="Whose book holds the account.")
    credit_fen = fields.Fen(
        required=True, attribute="credit", description="年度划入, settled up with the year before."
    )
    interest_fen = fields.Fen(
        required=True, attribute="interest", description="Interest of the year before (利息)."
    )
    credited_on = fields.Date(required=True)
    policy_origin = fields.Nested(PolicyOriginView, required=True)
    explanation = fields.Nested(ExplanationView, required=True)


def account_year_shown(found: AccountYear) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in AccountYear.__dataclass_fields__}
    return {**told, "explanation": explain.shown(found.explanation, world.current().language)}


# ---- family sharing

SHARER_ID = resource_id("shr", SEED, "medical", PERSON_ID, 1)
"""The first authorisation that Lin Xiao gives in the preset `demo`."""


class SharerNew(Schema):
    member_person_id = fields.Id(
        "psn",
        required=True,
        description="A spouse, parent or child of the owner, as the card service knows them.",
        example=ZHOU_MING.person_id(SEED),
    )
    limit_per_year_fen = fields.Fen(
        min=1,
        attribute="limit_per_year",
        description="At most so much in an account year; no limit when left out.",
        example=50_000,
    )
    start_date = fields.Date(description="First day; today when left out.")
    end_date = fields.Date(description="Last day; until further notice when left out.")


class SharerView(Resource):
    object = fields.Object("account_sharer")
    person_id = fields.Id("psn", required=True, description="The owner of the account.")
    member_person_id = fields.Id("psn", required=True, description="Who may use it.")
    relation = fields.Enum(
        sharing.FAMILY, required=True, description="What the member is to the owner."
    )
    limit_per_year_fen = fields.Fen(attribute="limit_per_year")
    start_date = fields.Date(required=True)
    end_date = fields.Date()
    ended_at = fields.Instant(description="When it was taken back.")
    status = ByDate(sharing.STATUSES, required=True, description="By today's date.")
