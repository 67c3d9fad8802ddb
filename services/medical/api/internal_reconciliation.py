"""For the daily reconciliation of regions, which the settlement service makes: never routed."""

from typing import Any

from services.medical.domain.daily_line import SIDES
from services.medical.flows import daily_lines
from sscsim.web import Blueprint, Schema, fields

internal_reconciliation = Blueprint(
    "medical_internal_reconciliation", description="For the settlement service."
)


class DayAsked(Schema):
    side = fields.Enum(SIDES, required=True)
    role = fields.Enum(SIDES, required=True)
    region = fields.Region(required=True)
    day = fields.Date(required=True)
    after = fields.Text(min=0, max=40, load_default="")


class IdsAsked(Schema):
    side = fields.Enum(SIDES, required=True)
    settlement_ids = fields.List(fields.Id("stl"), required=True, min=1, max=500)


class SettlementMention(Schema):
    settlement_id = fields.Id("stl", required=True)


@internal_reconciliation.post("/internal/v1/daily-lines/of-day", body=DayAsked, status=200)
def list_daily_lines(body: dict[str, Any]) -> Any:
    """What a side has of a region's day, in one of the region's roles."""
    return daily_lines.of_day(**body)


@internal_reconciliation.post("/internal/v1/daily-lines/of-ids", body=IdsAsked, status=200)
def find_daily_lines(body: dict[str, Any]) -> Any:
    """What a side has of these settlements."""
    return daily_lines.of_ids(**body)


@internal_reconciliation.post(
    "/internal/v1/settlements/look-again", body=SettlementMention, status=200
)
def look_again_at_settlement(body: dict[str, Any]) -> Any:
    """Find out what became of a settlement that waits for its answer."""
    return daily_lines.look_again(body["settlement_id"])
