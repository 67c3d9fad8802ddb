"""What-if over HTTP: bills under another policy."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response

from services.medical import problems, problems_kinds
from services.medical.domain import vocabulary
from services.medical.flows import what_if
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Schema, View, fields
from sscsim.world import RegionNotAllowed

what_ifs = Blueprint("what_ifs", tag="What if", description="Bills under another policy.")
_SIGNED = {"min": -fields.MAX_FEN}
_REGION = "510100"


class Under(Schema):
    """What is other: the day whose figures hold, the region, or the figures themselves. What
    isn't said stays as it is."""

    on = fields.Date(description="The figures in force on this day.", example="2023-06-30")
    region_code = fields.Region(description="The policy of this region.", example="990100")
    pack = fields.Text(max=500_000, description="YAML: one document a scheme, as in policy/.")


class BillSent(Schema):
    """A bill that is in no store. Bills of the same `person` share an insurance year."""

    person = fields.Text(max=40, load_default="person-1", example="person-1")
    home_region_code = fields.Region(required=True, example=_REGION)
    insurance_kind = fields.Enum(vocabulary.INSURANCE_KINDS, required=True)
    visit_kind = fields.Enum(vocabulary.VISIT_KINDS, load_default=vocabulary.INPATIENT)
    disease = fields.Enum(vocabulary.CHRONIC_DISEASES, description="Of a chronic visit.")
    delivery = fields.Enum(vocabulary.DELIVERIES, description="Of a stay in childbed.")
    has_prescription = fields.Bool(
        load_default=True, description="Of a purchase at a pharmacy: whether it rests on one."
    )
    level = fields.Enum(vocabulary.LEVELS, required=True)
    category = fields.Enum(vocabulary.CATEGORIES, load_default=vocabulary.ACTIVE)
    treatment = fields.Enum(vocabulary.TREATMENTS, load_default=vocabulary.HOME)
    entitlements = fields.List(fields.Enum(vocabulary.ENTITLEMENTS), load_default=(), max=5)
    age = fields.Int(
        min=0, max=150, description="Whole years on the day of discharge; some regions pay by it."
    )
    discharge_date = fields.Date(required=True, example="2026-04-01")
    own_pay_fen = fields.Fen(data_key="own_pay_fen", attribute="own_pay", load_default=0)
    over_limit_fen = fields.Fen(attribute="over_limit", load_default=0)
    preself_fen = fields.Fen(attribute="preself", load_default=0)
    in_scope_fen = fields.Fen(attribute="in_scope", required=True, example=1_180_000)


class Stored(Schema):
    """The settlements of a region's insurance year that stand."""

    home_region_code = fields.Region(required=True, example=_REGION)
    insurance_year = fields.Int(min=1900, max=2200, required=True, example=2026)
    insurance_kind = fields.Enum(vocabulary.INSURANCE_KINDS)
    person_id = fields.Id("psn")


class WhatIfNew(Schema):
    """Either `bills` or `stored`."""

    under = fields.Nested(
        Under,
        required=True,
        validate=ma.validate.Length(min=1, error="too_few|至少一项|at least one change"),
        metadata={"minProperties": 1},
    )
    bills = fields.List(fields.Nested(BillSent), min=1, max=200)
    stored = fields.Nested(Stored)


class StepChangeView(View):
    rule = fields.Text(required=True)
    before = fields.Int(required=True, description="Fen; of the ratio, basis points.")
    after = fields.Int(required=True)
    difference = fields.Int(required=True)


class BillChangedView(View):
    id = fields.Text(required=True, description="The settlement, or bill-1, bill-2, ….")
    person_id = fields.Text(required=True)
    discharge_date = fields.Date(required=True)
    total_fen = fields.Fen(required=True)
    fund_pay_before_fen = fields.Fen(required=True)
    fund_pay_after_fen = fields.Fen(required=True)
    person_part_before_fen = fields.Fen(required=True)
    person_part_after_fen = fields.Fen(required=True)
    person_part_difference_fen = fields.Fen(required=True, **_SIGNED)
    steps = fields.List(
        fields.Nested(StepChangeView), required=True, description="The rules that differ, in order."
    )


class WhatIfSummaryView(View):
    """Persons by what they bear over all their bills."""

    gain = fields.Int(min=0, required=True, description="Who bears less.")
    lose = fields.Int(min=0, required=True, description="Who bears more.")
    same = fields.Int(min=0, required=True)
    fund_pay_before_fen = fields.Fen(required=True, attribute="fund_before")
    fund_pay_after_fen = fields.Fen(required=True, attribute="fund_after")
    person_part_before_fen = fields.Fen(required=True, attribute="person_before")
    person_part_after_fen = fields.Fen(required=True, attribute="person_after")


class WhatIfView(View):
    object = fields.Object("what_if")
    summary = fields.Nested(WhatIfSummaryView, required=True)
    bills = fields.List(fields.Nested(BillChangedView), required=True)


_PROBLEMS = (
    problems.OneSetOfBills,
    problems.TooManyBills,
    problems.PackRefused,
    problems.LevelNotCovered,
    problems.TreatmentNotCovered,
    problems_kinds.KindNotInsured,
    problems_kinds.KindIncomplete,
    problems_kinds.DiseaseNotCovered,
    problems.AgeNotKnown,
    PolicyMissing,
    FigureMissing,
)
_EXAMPLE = {
    "under": {"region_code": "990100"},
    "bills": [
        {
            "home_region_code": _REGION,
            "insurance_kind": vocabulary.EMPLOYEE,
            "level": "level_3",
            "discharge_date": "2026-04-01",
            "in_scope_fen": 1_180_000,
        }
    ],
}


@what_ifs.post(
    "/v1/what-if",
    body=WhatIfNew,
    answer=WhatIfView,
    scope="settlement.read",
    roles=("hospital", "agency", "employer"),
    problems=(RegionNotAllowed, *_PROBLEMS),
    example=_EXAMPLE,
)
def create_what_if(body: dict[str, Any]) -> Any:
    """Price bills under another policy, and show who gains and who loses, step by step.

    Bills are sent, or are the settlements of a region's year that stand. Each person's bills
    are replayed in order under the policy of their day and under the other, from a year in
    which nothing was used. Account money is left out. Nothing is stored.
    """
    found = what_if.compare(**body)
    return {"summary": found["summary"], "bills": [_shown(one) for one in found["changed"]]}


@what_ifs.post(
    "/v1/what-if/table",
    body=WhatIfNew,
    status=200,
    raw=True,
    scope="settlement.read",
    roles=("hospital", "agency", "employer"),
    problems=(RegionNotAllowed, *_PROBLEMS),
    example=_EXAMPLE,
)
def create_what_if_table(body: dict[str, Any]) -> Response:
    """The same as CSV, a line a bill."""
    return Response(what_if.table(what_if.compare(**body)["changed"]), mimetype="text/csv")


def _shown(one: Any) -> Mapping[str, Any]:
    return {
        "id": one.bill.id,
        "person_id": one.bill.person_id,
        "discharge_date": one.bill.day,
        "total_fen": one.bill.split.total,
        "fund_pay_before_fen": one.before.fund_pay,
        "fund_pay_after_fen": one.after.fund_pay,
        "person_part_before_fen": one.before.person_part,
        "person_part_after_fen": one.after.person_part,
        "person_part_difference_fen": one.person_difference,
        "steps": one.steps(),
    }
