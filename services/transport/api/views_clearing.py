"""What callers of the clearing send and get."""

import base64
from datetime import date
from typing import Any

from services.transport.api.views import code
from services.transport.domain import clearing, disputes, journeys, reimbursement, uploaded
from services.transport.domain.batch_file import FORM, Head
from sscsim.demo_people import SEED
from sscsim.kernel.control_file import write
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from sscsim.web import ListQuery, Resource, Schema, View, fields

SIGNED: Any = {"min": -fields.MAX_FEN}
OPERATOR, ISSUER, REGION = "OP-DEMO-METRO", "IC-DEMO", "990100"
BATCH_ID = resource_id("tbt", SEED, "transport", OPERATOR, "2026-04-01")
UPLOAD_ID = resource_id("tbu", SEED, "transport", OPERATOR, 1)
DISPUTE_ID = "tds_" + "0" * 26
REIMBURSEMENT_ID = resource_id("crb", SEED, "transport", OPERATOR, REGION, "2026-04")
NO_LINES = write(FORM, Head(OPERATOR, 1, date(2026, 4, 1), 0, Money.zero()).record(), [])[0]
"""The example's file: nobody rode."""


def issuer(**kwargs: Any) -> fields.Text:
    """An issuing centre, or who keeps the account that paid."""
    return fields.Text(max=40, **kwargs)


# ---- batches


class BatchPartView(View):
    id = fields.Id("tbp", required=True)
    issuer_id = issuer(required=True, description="Who pays: the centre that keeps the purses.")
    payer = fields.Enum(journeys.PAYERS, required=True)
    way = fields.Enum(
        clearing.WAYS,
        required=True,
        description="same_city: its centre moves the money. other_city: claimed between regions. "
        "account: a bank account or an acquirer pays.",
    )
    count = fields.Int(min=1, required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, **SIGNED)
    fee_fen = fields.Fen(attribute="fee", required=True, description="The issuer's.", **SIGNED)
    share_fen = fields.Fen(
        attribute="share", required=True, description="The operator's: amount less fee.", **SIGNED
    )
    status = fields.Enum(clearing.STATUSES, required=True)
    code = fields.Text(
        max=60, description="Why it is pending or rejected; settlement's own code where it said so."
    )
    attempt = fields.Int(min=1, required=True, description="How often it was presented.")
    claim_id = fields.Id("clm")
    answered_at = fields.Instant()


class BatchConcessionView(View):
    region_code = fields.Region(required=True)
    count = fields.Int(min=1, required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, **SIGNED)


class TransitBatchView(Resource):
    object = fields.Object("transit_batch")
    number = fields.Int(min=1, required=True, description="Counts the operator's batches.")
    operator_id = code(required=True)
    region_code = fields.Region(required=True)
    date = fields.Date(attribute="day", required=True, description="The service day.")
    count = fields.Int(min=1, required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, **SIGNED)
    subsidy_fen = fields.Fen(
        attribute="subsidy", required=True, description="What regions pay beside it.", **SIGNED
    )
    status = fields.Enum(
        clearing.BATCH_STATUSES, required=True, description="cleared: every part is accepted."
    )


class TransitBatchWhole(TransitBatchView):
    parts = fields.List(fields.Nested(BatchPartView), required=True, max=1_000)
    concessions = fields.List(fields.Nested(BatchConcessionView), required=True, max=1_000)


class TransitBatchFilters(ListQuery):
    operator_id = code(example=OPERATOR)
    date = fields.Date(attribute="day", example="2026-04-01")
    status = fields.Enum(clearing.BATCH_STATUSES)


class ResultsAsked(Schema):
    rejected_only = fields.Enum(
        ("true", "false"), description="Only charges that were rejected.", example="false"
    )


# ---- uploads


class LinesCounted(View):
    status = fields.Enum(clearing.STATUSES, required=True)
    count = fields.Int(min=1, required=True)
    amount_fen = fields.Fen(required=True)


class BatchUploadView(Resource):
    object = fields.Object("transit_batch_upload")
    operator_id = code(required=True)
    region_code = fields.Region(required=True)
    number = fields.Int(min=1, required=True)
    date = fields.Date(required=True, description="The service day that the file names.")
    count = fields.Int(min=0, required=True)
    amount_fen = fields.Fen(required=True)
    sha256 = fields.Text(max=64, required=True, description="Of the whole file.")
    results = fields.List(fields.Nested(LinesCounted), required=True, max=3)


class BatchUploadNew(Schema):
    operator_id = code(required=True, example=OPERATOR)
    content_base64 = fields.Base64(
        required=True,
        description="The batch file: head, columns, a line a ride, trailer with count, sum and "
        "SHA-256.",
        example=base64.b64encode(NO_LINES).decode(),
    )


class UploadLineView(Resource):
    object = fields.Object("transit_batch_line")
    upload_id = fields.Id("tbu", required=True)
    line = fields.Int(attribute="number", min=1, required=True)
    reference = fields.Text(max=40, required=True)
    card_number = fields.Text(max=19, required=True)
    issuer_id = issuer()
    terminal_number = fields.Text(max=12, required=True)
    card_sequence = fields.Int(min=0, required=True)
    tapped_at = fields.Instant(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    status = fields.Enum(clearing.STATUSES, required=True)
    code = fields.Enum(uploaded.LINE_CODES, required=True)
    attempt = fields.Int(min=1, required=True)
    journey_id = fields.Id("tjr", description="Of an accepted one.")
    waits_until = fields.Instant(description="Until then it may be presented again.")


class UploadLineFilters(ListQuery):
    status = fields.Enum(clearing.STATUSES)


# ---- disputes


class TransitDisputeView(Resource):
    object = fields.Object("transit_dispute")
    journey_id = fields.Id("tjr", required=True)
    operator_id = code(required=True)
    region_code = fields.Region(required=True)
    person_id = fields.Id("psn", description="Absent of a card without a name.")
    reason = fields.Enum(disputes.REASONS, required=True)
    text = fields.Text(max=200)
    charged_fen = fields.Fen(attribute="charged", required=True)
    asked_fen = fields.Fen(attribute="asked", required=True)
    status = fields.Enum(disputes.STATUSES, required=True)
    decided_fen = fields.Fen(attribute="decided", description="What the journey costs now.")
    decided_by = fields.Enum(disputes.DECIDERS, description="rule: nobody answered in time.")
    note = fields.Text(max=200)
    answer_by = fields.Instant(required=True)
    decided_at = fields.Instant()


class TransitDisputeNew(Schema):
    journey_id = fields.Id("tjr", required=True, example="tjr_" + "0" * 26)
    reason = fields.Enum(disputes.REASONS, required=True, example="wrong_fare")
    fare = fields.Fen(
        data_key="fare_fen", description="What it should have cost; nothing if left out."
    )
    text = fields.Text(max=200)


class TransitDisputeUpheld(Schema):
    fare = fields.Fen(
        data_key="fare_fen", description="What it costs from now on; what was asked if left out."
    )
    note = fields.Text(max=200)


class TransitDisputeRefused(Schema):
    note = fields.Text(max=200, required=True, example="票价无误")


class TransitDisputeFilters(ListQuery):
    person_id = fields.Id("psn")
    journey_id = fields.Id("tjr")
    operator_id = code(example=OPERATOR)
    status = fields.Enum(disputes.STATUSES)


# ---- reimbursements


class ReimbursementView(Resource):
    object = fields.Object("concession_reimbursement")
    operator_id = code(required=True)
    region_code = fields.Region(
        required=True, description="Whose cardholders had the concessions, and who pays for them."
    )
    month = fields.Month(required=True)
    count = fields.Int(min=0, required=True)
    amount_fen = fields.Fen(
        attribute="amount", required=True, description="Of the month's batches.", **SIGNED
    )
    carried_fen = fields.Fen(
        attribute="carried", required=True, description="From months without a form.", **SIGNED
    )
    due_fen = fields.Fen(attribute="due", required=True, description="What the region pays.")
    status = fields.Enum(reimbursement.STATUSES, required=True)
    note = fields.Text(max=200, description="Why it was returned.")
    decided_at = fields.Instant()
    pay_on = fields.Date()
    paid_at = fields.Instant()


class ReimbursementReturned(Schema):
    note = fields.Text(max=200, required=True, example="缺少明细")


class ReimbursementFilters(ListQuery):
    operator_id = code(example=OPERATOR)
    region_code = fields.Region(example=REGION)
    month = fields.Month(example="2026-04")
    status = fields.Enum(reimbursement.STATUSES)
