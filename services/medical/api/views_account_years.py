"""What an account got on the first day of a year, as callers get it."""

from typing import Any

from services.medical.api.views_settlements import PolicyOriginView
from services.medical.store.account_years import AccountYear
from sscsim import world
from sscsim.kernel import explain
from sscsim.web import ExplanationView, Resource, fields


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
