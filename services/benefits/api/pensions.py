"""Pensions over HTTP (养老待遇): records, what changed them, their months, their explanation."""

from typing import Any

import marshmallow as ma

from services.benefits import problems_pension as problems
from services.benefits.api import views
from services.benefits.domain.pension import (
    adjusting,
    certification,
    recalculation,
    record,
    run,
)
from services.benefits.flows import pension_adjustments as adjusting_flow
from services.benefits.flows import pension_certifications as certifying
from services.benefits.flows import pension_recalculations as recalculations
from services.benefits.flows import pensions as flow
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import (
    Blueprint,
    ExplanationView,
    ListQuery,
    Query,
    Resource,
    Schema,
    View,
    fields,
)

pensions = Blueprint(
    "pensions",
    tag="Pensions",
    description="养老待遇: pensions and allowances as granted, changed, paused and adjusted.",
)
_PATH = "/v1/pensions/<id('pns'):pension_id>"
_EXAMPLE = {"pension_id": "pns_" + "0" * 26}
_CERTIFICATION = "/v1/pension-certifications/<id('pce'):pension_certification_id>"
_ADJUSTMENT = "/v1/pension-adjustments/<id('paj'):pension_adjustment_id>"
ADJUSTED = (record.EMPLOYEE, record.INSTITUTION)
"""Schemes whose pensions are adjusted by the province's parts."""


class PensionView(Resource):
    object = fields.Object("pension")
    person_id = fields.Id("psn", required=True)
    scheme = fields.Enum(record.SCHEMES, required=True)
    kind = fields.Enum(record.KINDS, required=True)
    item_code = views.item_code(required=True)
    application_id = fields.Id(
        "svc", attribute="granted_by", description="None of who came with a population."
    )
    region_code = fields.Region(required=True, description="Whose fund pays.")
    contribution_months = fields.Int(attribute="months", required=True)
    retired_month = fields.Month(required=True)
    from_month = fields.Month(required=True, description="The first month that is due.")
    last_month = fields.Month(description="The last one, of what doesn't go on for life.")
    roll_month = fields.Month(required=True, description="The roll that it comes on next or came.")
    monthly_amount_fen = fields.Fen(attribute="monthly", required=True)
    account_part_fen = fields.Fen(
        attribute="account_part", required=True, description="Of it, out of the account."
    )
    certified_until = fields.Date(required=True)
    paused_from = fields.Month()
    paused_for = fields.Enum(record.PAUSED_FOR)
    ended_for = fields.Enum(record.ENDED_FOR)
    status = fields.Enum(record.STATUSES, required=True)


class PensionFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    scheme = fields.Enum(record.SCHEMES)
    kind = fields.Enum(record.KINDS)
    status = fields.Enum(record.STATUSES)


class PensionChangeView(View):
    object = fields.Object("pension_change")
    pension_id = fields.Id("pns", required=True)
    ordinal = fields.Int(required=True)
    kind = fields.Enum(record.CHANGES, required=True)
    month = fields.Month(required=True, description="From which it counts.")
    roll_month = fields.Month(required=True, description="From whose roll on it is paid so.")
    monthly_amount_fen = fields.Fen(attribute="monthly", required=True)
    reason = fields.Text(max=40)
    application_id = fields.Id("svc")
    created_at = fields.Instant(required=True)


class PensionMonthView(View):
    object = fields.Object("pension_month")
    pension_id = fields.Id("pns", required=True)
    person_id = fields.Id("psn", required=True)
    pension_run_id = fields.Id("prn", attribute="run_id", required=True)
    month = fields.Month(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    from_account_fen = fields.Fen(
        attribute="from_account", required=True, description="Of it, out of the account."
    )
    arrears_fen = fields.Fen(
        attribute="arrears", required=True, description="Paid behind, beside it."
    )
    kept_back_fen = fields.Fen(
        attribute="kept_back", required=True, description="Of both, for what was overpaid."
    )
    payment_id = fields.Id("bpy")
    recovery_id = fields.Id("rcv", description="By which it has to be given back.")
    status = fields.Enum(run.LINE_STATUSES, required=True)


class CertificationView(Resource):
    object = fields.Object("pension_certification")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    method = fields.Enum(certification.METHODS)
    living_place = fields.Enum(("domestic", "abroad"))
    certified_on = fields.Date(description="Absent while it is the grant that counts.")
    valid_until = fields.Date(required=True)
    status = fields.Enum(certification.STATUSES, required=True)


class CertificationFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(certification.STATUSES)


class RecalculationOrder(Schema):
    reason = fields.Enum(recalculation.REASONS, required=True, example=recalculation.FOUND)


class RecalculationView(View):
    object = fields.Object("pension_recalculation")
    pension = fields.Nested(PensionView, required=True)
    reason = fields.Enum(recalculation.REASONS, required=True)
    before_fen = fields.Fen(attribute="before", required=True, description="A month, before it.")
    roll_month = fields.Month(required=True, description="The first roll by the new amount.")
    arrears_fen = fields.Fen(
        attribute="arrears",
        required=True,
        description="For the months since the first, paid with that roll.",
    )
    explanation = fields.Nested(ExplanationView, required=True, description="Of the arrears.")

    @ma.pre_dump
    def _explained(self, made: recalculations.Recalculation, **_: Any) -> dict[str, Any]:
        return {
            "pension": made.pension,
            "reason": made.reason,
            "before": made.before,
            "roll_month": made.roll_month,
            "arrears": made.behind.total,
            "explanation": views.spoken(made.behind.as_json()),
        }


class AdjustmentNew(Schema):
    region_code = fields.Region(required=True, example="990100")
    scheme = fields.Enum(ADJUSTED, required=True, example=record.EMPLOYEE)
    year = fields.Int(min=2005, max=2199, required=True, example=2026)


class AdjustmentView(Resource):
    object = fields.Object("pension_adjustment")
    region_code = fields.Region(required=True)
    scheme = fields.Enum(record.SCHEMES, required=True)
    year = fields.Int(required=True)
    roll_month = fields.Month(required=True, description="The first roll by the new amounts.")
    adjusted_count = fields.Int(required=True)
    rise_total_fen = fields.Fen(attribute="rise_total", required=True, description="A month.")
    arrears_total_fen = fields.Fen(
        attribute="arrears_total", required=True, description="Since January, paid once."
    )
    completed_at = fields.Instant()
    status = fields.Enum(adjusting.STATUSES, required=True)


class AdjustmentFilters(ListQuery):
    region_code = fields.Region()
    scheme = fields.Enum(record.SCHEMES)
    status = fields.Enum(adjusting.STATUSES)


@pensions.get("/v1/pensions", listing=PensionView, query=PensionFilters, scope="pension.read")
def list_pensions(query: Query) -> Any:
    """List pensions and allowances, the newest first."""
    return flow.page(query.page, dict(query.filters))


@pensions.get(
    _PATH,
    answer=PensionView,
    scope="pension.read",
    problems=(problems.PensionNotFound,),
    path_examples=_EXAMPLE,
)
def get_pension(pension_id: str) -> Any:
    """Show a pension: what is due a month, since when, and whether it is paid."""
    return flow.get(pension_id)


@pensions.get(
    _PATH + "/explanation",
    answer=ExplanationView,
    scope="pension.read",
    problems=(problems.PensionNotFound,),
    path_examples=_EXAMPLE,
)
def get_pension_explanation(pension_id: str) -> Any:
    """Show how the newest amount came about; after an adjustment, how the rise did."""
    return views.spoken(flow.explanation(pension_id))


@pensions.get(
    _PATH + "/changes",
    listing=PensionChangeView,
    query=ListQuery,
    scope="pension.read",
    problems=(problems.PensionNotFound,),
    path_examples=_EXAMPLE,
)
def list_pension_changes(pension_id: str, query: Query) -> Any:
    """List what changed a pension, the newest first."""
    return flow.changes(pension_id, query.page)


@pensions.get(
    _PATH + "/months",
    listing=PensionMonthView,
    query=ListQuery,
    scope="pension.read",
    problems=(problems.PensionNotFound,),
    path_examples=_EXAMPLE,
)
def list_pension_months(pension_id: str, query: Query) -> Any:
    """List the months of a pension that came on a roll, the newest first."""
    return flow.months(pension_id, query.page)


# ---- certifications


@pensions.post(
    _PATH + "/recalculate",
    body=RecalculationOrder,
    answer=RecalculationView,
    key="required",
    scope="pension.write",
    roles=("agency",),
    problems=(
        problems.PensionNotFound,
        problems.PensionNotDrawn,
        problems.PensionNotComputed,
        problems.PensionWouldNotRise,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_EXAMPLE,
)
def recalculate_pension(pension_id: str, body: dict[str, Any]) -> Any:
    """Compute an employee's pension again (待遇重算), by all that is on record for it today.

    For contributions that were found behind the grant, or figures published since. By the figures
    of the month of retirement; the yearly adjustments are made anew on it. What the months since
    lacked is paid with the next roll.
    """
    return recalculations.recalculate(pension_id, **body)


@pensions.get(
    "/v1/pension-certifications",
    listing=CertificationView,
    query=CertificationFilters,
    scope="pension.read",
)
def list_pension_certifications(query: Query) -> Any:
    """List certifications of who draws a pension, the newest first."""
    return certifying.page(query.page, dict(query.filters))


@pensions.get(
    _CERTIFICATION,
    answer=CertificationView,
    scope="pension.read",
    problems=(problems.CertificationNotFound,),
    path_examples={"pension_certification_id": "pce_" + "0" * 26},
)
def get_pension_certification(pension_certification_id: str) -> Any:
    """Show until when somebody is certified."""
    return certifying.get(pension_certification_id)


# ---- adjustments


@pensions.post(
    "/v1/pension-adjustments",
    body=AdjustmentNew,
    answer=AdjustmentView,
    status=201,
    key="accepted",
    location="/v1/pension-adjustments/{id}",
    scope="pension.write",
    roles=("agency",),
    problems=(problems.PensionAdjusted, world.RegionNotAllowed, PolicyMissing, FigureMissing),
)
def create_pension_adjustment(body: dict[str, Any]) -> Any:
    """Adjust the pensions of who had retired by the end of the year before (养老金调整).

    From January on; the months that were paid already by the old amount are paid behind.
    """
    return adjusting_flow.begin(**body)


@pensions.get(
    "/v1/pension-adjustments",
    listing=AdjustmentView,
    query=AdjustmentFilters,
    scope="pension.read",
)
def list_pension_adjustments(query: Query) -> Any:
    """List yearly adjustments, the newest first."""
    return adjusting_flow.page(query.page, dict(query.filters))


@pensions.get(
    _ADJUSTMENT,
    answer=AdjustmentView,
    scope="pension.read",
    problems=(problems.PensionAdjustmentNotFound,),
    path_examples={"pension_adjustment_id": "paj_" + "0" * 26},
)
def get_pension_adjustment(pension_adjustment_id: str) -> Any:
    """Show a yearly adjustment: how many pensions, and by how much in all."""
    return adjusting_flow.get(pension_adjustment_id)
