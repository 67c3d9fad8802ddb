"""What callers of the daily reconciliation send and get."""

import base64
from datetime import date
from typing import Any

from services.settlement.api.views import SIGNED, care_region, home_region
from services.settlement.domain import reconciliation as domain
from services.settlement.domain import reconciliation_states as states
from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.domain.reconciliation_file import Head, written
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

REGION, DAY = "510100", date(2026, 4, 1)
RECONCILIATION_ID = resource_id("drc", SEED, "settlement", REGION, DAY.isoformat())
"""Of the first day of the seed, in the region of the examples."""
DIFFERENCE_ID = "drd_" + "0" * 26
NO_LINES = written(Head(DAY, REGION, domain.INSURED), [])[0]
"""The example's file: nothing was settled."""


def file_id(**kwargs: Any) -> fields.Id:
    said = "A party's own file, which speaks for this side."
    return fields.Id("drf", description=said, **kwargs)


def side(words: tuple[str, ...] = domain.SIDES, **kwargs: Any) -> fields.Enum:
    said = (
        "insured: what the region committed for its own persons. treatment: what it holds for "
        "persons of other regions. mirror: what the clearing recorded of both."
    )
    return fields.Enum(words, description=said, **kwargs)


class DailyFileView(View):
    """What a side's file says of itself."""

    side = side(required=True)
    name = fields.Text(required=True, max=60)
    count = fields.Int(min=0, required=True)
    sum_fen = fields.Fen(required=True, description="What regions owe for its lines.", **SIGNED)
    sha256 = fields.Text(required=True, max=64)
    file_id = file_id()


class DailyRunView(View):
    run = fields.Int(min=1, required=True)
    reason = fields.Enum(states.REASONS, required=True)
    asked_at = fields.Instant(required=True)
    finished_at = fields.Instant(description="Absent while it waits for its turn.")
    matched_count = fields.Int(min=0)
    differing_count = fields.Int(min=0)


class DailyFileSentView(Resource):
    object = fields.Object("daily_file")
    reconciliation_id = fields.Id("drc", required=True)
    region_code = fields.Region(attribute="region", required=True)
    date = fields.Date(attribute="day", required=True)
    side = side(domain.PARTIES, required=True)
    ordinal = fields.Int(min=1, required=True, description="Its number among those of its side.")
    count = fields.Int(min=0, required=True)
    sum_fen = fields.Fen(attribute="sum", required=True, **SIGNED)
    sha256 = fields.Text(required=True, max=64)


class DailyReconciliationView(Resource):
    object = fields.Object("daily_reconciliation")
    region_code = fields.Region(attribute="region", required=True)
    date = fields.Date(attribute="day", required=True)
    status = fields.Enum(
        states.STATUSES,
        required=True,
        description="waiting: not compared yet. matched: nothing differed. open: some difference "
        "is not settled. reconciled: each is.",
    )
    run = fields.Int(
        min=0, required=True, description="The last comparison that finished; 0 before the first."
    )
    matched_count = fields.Int(min=0, required=True)
    differing_count = fields.Int(min=0, required=True)
    open_count = fields.Int(min=0, required=True, description="Differences not yet settled.")
    due_at = fields.Instant(required=True, description="When it is compared first.")
    reconciled_by = fields.Instant(
        required=True, description="From then on it is late, unless it is reconciled."
    )
    is_overdue = fields.Bool(required=True)


class DailyReconciliationWhole(DailyReconciliationView):
    files = fields.List(fields.Nested(DailyFileView), required=True, max=3)
    runs = fields.List(fields.Nested(DailyRunView), required=True, max=100_000)
    sent = fields.List(
        fields.Nested(DailyFileSentView),
        required=True,
        max=100_000,
        description="Files that the region sent of its own; of each side the last speaks.",
    )


class DailyReconciliationAsked(Schema):
    region_code = fields.Region(required=True, example="460100")
    date = fields.Date(
        required=True, attribute="day", description="Today at the latest.", example="2026-04-01"
    )


class DailyReconciliationFilters(ListQuery):
    region_code = fields.Region(example=REGION)
    date = fields.Date(example="2026-04-01")
    month = fields.Month(example="2026-04")
    status = fields.Enum(states.STATUSES)


class DailyFileAsked(Schema):
    side = side(required=True, example=domain.MIRROR)
    run = fields.QueryInt(
        min=1, description="Of an earlier comparison; the last one if left out.", example=1
    )


class DailyFileSent(Schema):
    side = side(domain.PARTIES, required=True, example=domain.INSURED)
    content_base64 = fields.Base64(
        required=True,
        description="The file: the form that the download of the same side has.",
        example=base64.b64encode(NO_LINES).decode(),
    )


# ---- differences


class DifferenceSideView(View):
    """A settlement as one side has it."""

    kind = fields.Enum(domain.KINDS, required=True)
    state = fields.Enum(domain.STATES, required=True)
    home_region_code = home_region(required=True)
    care_region_code = care_region(required=True)
    insurance_kind = fields.Enum(tuple(INSURANCE_CODES), required=True)
    settled_at = fields.Instant(required=True)
    hifp_fen = fields.Fen(required=True, **SIGNED)
    hifob_fen = fields.Fen(required=True, **SIGNED)
    hifmi_fen = fields.Fen(required=True, **SIGNED)
    cvlserv_fen = fields.Fen(required=True, **SIGNED)
    maf_fen = fields.Fen(required=True, **SIGNED)
    oth_fen = fields.Fen(required=True, **SIGNED)
    account_pay_fen = fields.Fen(required=True, **SIGNED)
    clearing_fen = fields.Fen(required=True, **SIGNED)


class DifferenceSidesView(View):
    """Absent: that side doesn't have it at all."""

    insured = fields.Nested(DifferenceSideView)
    treatment = fields.Nested(DifferenceSideView)
    mirror = fields.Nested(DifferenceSideView)


class DifferenceMoveView(View):
    event = fields.Text(required=True, max=10)
    status = fields.Enum(states.DIFFERENCE.states, required=True)
    role = fields.Text(required=True, max=12)
    note = fields.Text(max=200)
    at = fields.Instant(attribute="moved_at", required=True)


class DailyDifferenceView(Resource):
    object = fields.Object("daily_difference")
    reconciliation_id = fields.Id("drc", required=True)
    region_code = fields.Region(attribute="region", required=True)
    date = fields.Date(attribute="day", required=True)
    run = fields.Int(min=1, required=True, description="The comparison that found it first.")
    last_run = fields.Int(min=1, required=True, description="The last one that still did.")
    settlement_id = fields.Id("stl", required=True)
    claim_id = fields.Id("clm")
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    kind = fields.Enum(domain.DIFFERENCES, required=True, description="What differs.")
    components = fields.List(
        fields.Text(max=40), required=True, description="Which facts or amounts differ."
    )
    status = fields.Enum(states.DIFFERENCE.states, required=True)
    way = fields.Enum(
        domain.WAYS,
        required=True,
        description="rule: no decision is needed. job: asking again may settle it. hand: an "
        "agency decides.",
    )
    action = fields.Enum(states.ACTIONS, description="What is on its way for it.")
    resolution = fields.Enum(states.RESOLUTIONS)
    resolved_by = fields.Enum(states.RESOLVERS)
    note = fields.Text(max=200)
    amount_fen = fields.Fen(attribute="amount", description="What was taken off the claim.")
    dispute_id = fields.Id("dsp")
    resolved_at = fields.Instant()


class DailyDifferenceWhole(DailyDifferenceView):
    sides = fields.Nested(DifferenceSidesView, required=True)
    moves = fields.List(fields.Nested(DifferenceMoveView), required=True, max=1000)


class DailyDifferenceFilters(ListQuery):
    kind = fields.Enum(domain.DIFFERENCES)
    status = fields.Enum(states.DIFFERENCE.states)
    way = fields.Enum(domain.WAYS)
    settlement_id = fields.Id("stl")


_REASON: Any = {"required": True, "max": 200}


class DifferenceAccepted(Schema):
    reason = fields.Text(example="已与就医地核实，金额无误", **_REASON)


class DifferenceCorrected(Schema):
    side = fields.Enum(
        domain.PARTIES,
        required=True,
        example=domain.TREATMENT,
        description="Whose figures stand: what the mirror has more is taken off the claim.",
    )
    reason = fields.Text(example="就医地金额为准", **_REASON)


class DifferenceDisputed(Schema):
    reason = fields.Text(example="重复收费", **_REASON)


class CheckRequested(Schema):
    reason = fields.Text(example="大额住院费用存疑", **_REASON)


class CheckRecorded(Schema):
    finding = fields.Enum(states.CHECK_FINDINGS, required=True, example="unfounded")
    amount_fen = fields.Fen(min=1, description="With confirmed: what is taken off the claim.")
    note = fields.Text(example="病历与费用清单相符", **_REASON)
