"""What callers send and get of labour disputes, inspection and dues."""

from services.benefits.domain.labour import arbitration, due, inspection, mediation
from sscsim.web import ListQuery, Resource, Schema, View, fields


class ClaimView(View):
    """One claim of a worker."""

    claim = fields.Text(required=True, max=30)
    amount_fen = fields.Int(min=0)
    facts = fields.Text(required=True, max=1000)


class MediationView(Resource):
    object = fields.Object("labour_mediation")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    respondent_credit_code = fields.Text(required=True, max=18)
    respondent_name = fields.Text(required=True, max=100)
    arisen_on_date = fields.Date(attribute="arisen_on", required=True)
    claims = fields.List(fields.Nested(ClaimView), required=True)
    claimed_fen = fields.Fen(attribute="claimed", required=True)
    session_on = fields.Date(required=True, description="Day of the session (调解会).")
    until_date = fields.Date(required=True, description="Without agreement by then it has failed.")
    agreed_fen = fields.Fen(attribute="agreed")
    agreed_on = fields.Date()
    agreement = fields.Text(max=1000)
    pay_by_date = fields.Date()
    failed_reason = fields.Text(max=400)
    due_id = fields.Id("lad", description="What the employer is to pay.")
    status = fields.Enum(mediation.MEDIATION_STATUSES, required=True)


class MediationFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    respondent_credit_code = fields.Text(max=18)
    status = fields.Enum(mediation.MEDIATION_STATUSES)


class AgreementNew(Schema):
    amount_fen = fields.Fen(required=True, example=900_000)
    agreement = fields.Text(required=True, max=1000, example="单位于期限内一次付清。")
    pay_by_date = fields.Date(description="The legal days from today on when left out.")


class FailureNew(Schema):
    reason = fields.Text(required=True, max=400, example="双方分歧较大")


class AwardLineView(View):
    """How much of one kind of claim was granted."""

    claim = fields.Text(required=True, max=30)
    amount_fen = fields.Int(required=True, min=0)


class ArbitrationCaseView(Resource):
    object = fields.Object("arbitration_case")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    respondent_credit_code = fields.Text(required=True, max=18)
    respondent_name = fields.Text(required=True, max=100)
    arisen_on_date = fields.Date(attribute="arisen_on", required=True)
    claims = fields.List(fields.Nested(ClaimView), required=True)
    claimed_fen = fields.Fen(attribute="claimed", required=True)
    filed_on = fields.Date(required=True, description="Accepted on.")
    serve_by_date = fields.Date(attribute="serve_by", required=True)
    served_on = fields.Date()
    hearing_on = fields.Date()
    heard_on = fields.Date()
    award_by_date = fields.Date(attribute="award_by", required=True)
    is_extended = fields.Bool(required=True)
    extension_reason = fields.Text(max=400)
    awarded_on = fields.Date()
    award = fields.List(fields.Nested(AwardLineView))
    awarded_fen = fields.Fen(attribute="awarded")
    sue_until_date = fields.Date(attribute="sue_until")
    sued_by = fields.Enum(arbitration.PARTIES)
    late_with = fields.Enum(
        ("serve", "award"), description="The step for which the commission's time is over."
    )
    due_id = fields.Id("lad", description="What the employer is to pay.")
    status = fields.Enum(arbitration.ARBITRATION_STATUSES, required=True)


class ArbitrationCaseFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    respondent_credit_code = fields.Text(max=18)
    status = fields.Enum(arbitration.ARBITRATION_STATUSES)


class ServiceNew(Schema):
    hearing_on = fields.Date(required=True, example="2026-12-01")


class ExtensionNew(Schema):
    reason = fields.Text(required=True, max=400, example="案情复杂")


class AwardLineNew(Schema):
    """How much of one kind of claim is granted; 0 where it is not."""

    claim = fields.Text(required=True, max=30, example="wages")
    amount_fen = fields.Fen(required=True, example=1_200_000)


class AwardNew(Schema):
    award = fields.List(
        fields.Nested(AwardLineNew),
        required=True,
        min=1,
        max=20,
        example=[{"claim": "wages", "amount_fen": 1_200_000}],
    )


class SuitNew(Schema):
    by = fields.Enum(arbitration.PARTIES, required=True, example="respondent")


class InspectionCaseView(Resource):
    object = fields.Object("inspection_case")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    employer_credit_code = fields.Text(required=True, max=18)
    employer_name = fields.Text(required=True, max=100)
    violation = fields.Text(required=True, max=20)
    people_concerned = fields.Int(required=True, min=1)
    owed_fen = fields.Fen(attribute="owed")
    accepted_on = fields.Date(required=True)
    finish_by_date = fields.Date(attribute="finish_by", required=True)
    is_extended = fields.Bool(required=True)
    is_overdue = fields.Bool(required=True)
    finding = fields.Text(max=1000)
    ordered_fen = fields.Fen(attribute="ordered")
    ordered_on = fields.Date()
    correct_by_date = fields.Date(attribute="correct_by")
    fine_fen = fields.Fen(attribute="fine")
    closed_on = fields.Date()
    due_id = fields.Id("lad", description="What the employer is to pay the worker.")
    status = fields.Enum(inspection.INSPECTION_STATUSES, required=True)


class InspectionCaseFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    employer_credit_code = fields.Text(max=18)
    violation = fields.Text(max=20)
    status = fields.Enum(inspection.INSPECTION_STATUSES)


class CaseTransfer(Schema):
    region_code = fields.Region(required=True, example="500000")


class OrderNew(Schema):
    finding = fields.Text(required=True, max=1000, example="查实拖欠工资")
    amount_fen = fields.Fen(min=1, description="What the employer is to pay the worker.")


class FindingNew(Schema):
    finding = fields.Text(required=True, max=1000, example="未发现违法行为")


class PenaltyNew(Schema):
    fine_fen = fields.Fen(min=1, required=True, example=3_000_000)


class LabourDueView(Resource):
    object = fields.Object("labour_due")
    source_id = fields.Text(
        required=True, max=40, description="The mediation, case or inspection it follows from."
    )
    item_code = fields.Text(required=True, max=8)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    debtor_credit_code = fields.Text(required=True, max=18)
    debtor_name = fields.Text(required=True, max=100)
    amount_fen = fields.Fen(attribute="amount", required=True)
    due_date = fields.Date(required=True)
    missed_on = fields.Date(description="From then on it may be enforced.")
    payment_id = fields.Id("bpy")
    paid_on = fields.Date()
    status = fields.Enum(due.DUE_STATUSES, required=True)


class LabourDueFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    debtor_credit_code = fields.Text(max=18)
    status = fields.Enum(due.DUE_STATUSES)
