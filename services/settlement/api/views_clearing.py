"""What callers send and get where a month goes another way: disputes, signatures, receipts."""

from services.settlement.api.views import care_region, home_region
from services.settlement.api.views_cycles import NettingView, PolicyMention, PositionView
from services.settlement.domain.claims import CLAIM
from services.settlement.domain.cooperations import KINDS, SCOPES
from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.disputes import DECISIONS, DISPUTE
from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.membership import Rule
from services.settlement.domain.netting import MODES
from services.settlement.domain.periods import PERIODS
from services.settlement.domain.receipts import FINDINGS, RECEIPT
from services.settlement.domain.schemes import DIGESTS
from sscsim.demo_people import SEED
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

COOPERATION_ID = resource_id("coop", SEED, "settlement", "chuan-yu")
"""Of the seed, so that the example works as it stands."""
_RULES = [rule.value for rule in Rule]


# ---- co-operations


class KindPeriods(Schema):
    pension_transfer = fields.Enum(PERIODS, example="half_year")
    transit = fields.Enum(PERIODS)
    library = fields.Enum(PERIODS)
    travel_pass = fields.Enum(("month",))


class KindClearedView(View):
    """How a kind that is no medical bill is cleared under a co-operation."""

    kind = fields.Enum(tuple(BUSINESS), required=True)
    name_zh = fields.Text(required=True, max=80)
    name_en = fields.Text(required=True, max=80)
    period = fields.Enum(PERIODS, required=True, description="How long its periods are.")
    netting_mode = fields.Enum(MODES, required=True, description="Unless the scheme says another.")
    declare_workdays = fields.Int(
        required=True, description="From the end of a period until it takes no more claims."
    )
    sign_workdays = fields.Int(required=True, description="From there to the signatures.")
    payment_workdays = fields.Int(required=True, description="From the notices to the payment.")
    max_delay_periods = fields.Int(required=True, description="How late a claim may be.")
    policy = fields.Nested(PolicyMention, required=True)


class CooperationMade(Schema):
    cooperation_code = fields.Text(
        required=True, max=40, pattern="[a-z0-9-]+", example="bay-area", description="Its name."
    )
    name = fields.Text(required=True, max=80, example="大湾区")
    scope = fields.Enum(SCOPES, load_default="national", description="Between or inside provinces.")
    member_region_codes = fields.List(
        fields.Region(),
        required=True,
        min=1,
        max=400,
        example=["440000", "460100"],
        description="Provinces or pooling areas; 100000 stands for all.",
    )
    business_kinds = fields.List(
        fields.Enum(KINDS),
        required=True,
        min=1,
        max=len(KINDS),
        example=["inpatient", "outpatient"],
    )
    periods = fields.Nested(
        KindPeriods, description="How long the periods of a kind are, where not as usual."
    )
    digest_algorithm = fields.Enum(DIGESTS, description="What its statements are signed by.")
    claim_limit_fen = fields.Fen(min=1, description="The dearest bill that it covers.")
    effective_from_date = fields.Date(required=True, example="2026-04-01")
    effective_to_date = fields.Date(description="Last day in force.", example="2027-12-31")
    source = fields.Text(max=400, load_default="made in this world", description="Where it stands.")
    source_status = fields.Enum(STATUSES, load_default="invented")


class CooperationView(Resource):
    object = fields.Object("cooperation")
    cooperation_code = fields.Text(attribute="code", required=True, max=40)
    name_zh = fields.Text(attribute="zh", required=True, max=80)
    name_en = fields.Text(attribute="en", required=True, max=80)
    scope = fields.Enum(SCOPES, required=True)
    member_region_codes = fields.List(fields.Region(), attribute="members", required=True)
    business_kinds = fields.List(fields.Enum(KINDS), attribute="kinds", required=True)
    cleared_kinds = fields.List(
        fields.Nested(KindClearedView),
        attribute="cleared",
        description="Period, netting and calendar of its kinds that are no medical bills.",
    )
    digest_algorithm = fields.Enum(DIGESTS)
    claim_limit_fen = fields.Fen(attribute="claim_limit")
    effective_from_date = fields.Date(attribute="effective_from", required=True)
    effective_to_date = fields.Date(attribute="effective_to")
    source = fields.Text(required=True, max=400)
    source_status = fields.Enum(STATUSES, required=True)
    is_active = fields.Bool(required=True, description="In force in this world.")


class CooperationFilters(ListQuery):
    scope = fields.Enum(SCOPES)


# ---- claims


class ClaimEventView(View):
    event = fields.Text(required=True, max=40)
    state = fields.Enum(CLAIM.states, required=True, description="The state it led to.")
    at = fields.Instant(required=True)
    cycle_id = fields.Id("cyc")
    rule = fields.Enum(_RULES)
    amount_fen = fields.Fen(attribute="amount", description="Of a deduction.")


class ClaimEventsView(View):
    object = fields.Object("claim_events")
    claim_id = fields.Id("clm", required=True)
    status = fields.Enum(CLAIM.states, required=True)
    events = fields.List(fields.Nested(ClaimEventView), required=True, max=10_000)


class RegionDeclared(Schema):
    care_region_code = care_region(required=True)


# ---- disputes


class DisputeMade(Schema):
    reason = fields.Text(required=True, max=200, example="重复收费")
    evidence = fields.Text(required=True, max=2000, example="同一天两次收取床位费，附住院清单。")


class DisputeDecision(Schema):
    decision = fields.Enum(
        DECISIONS,
        required=True,
        example="partly_upheld",
        description="About the claim: it stands, stands in part, or is refused.",
    )
    amount_fen = fields.Fen(
        min=1, example=5000, description="With partly_upheld: what is taken off the claim."
    )
    statement = fields.Text(max=2000, load_default="", min=0, description="Why.")


class DisputeView(Resource):
    object = fields.Object("dispute")
    claim_id = fields.Id("clm", required=True)
    cycle_id = fields.Id("cyc", required=True, description="The month the claim was taken out of.")
    statement_version = fields.Int(required=True)
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    reason = fields.Text(required=True, max=200)
    evidence = fields.Text(required=True, max=2000)
    status = fields.Enum(DISPUTE.states, required=True)
    due_at = fields.Instant(required=True, description="When it decides itself.")
    decided_at = fields.Instant()
    decided_by = fields.Enum(("agency", "deadline"))
    refused_fen = fields.Fen(attribute="refused", description="What was taken off the claim.")
    statement = fields.Text(max=2000)


class DisputeFilters(ListQuery):
    claim_id = fields.Id("clm", description="The claim it is about.")
    cycle_id = fields.Id("cyc", description="The month it was taken out of.")
    status = fields.Enum(DISPUTE.states)
    home_region_code = home_region()
    care_region_code = care_region()


# ---- signatures, positions


class Signing(Schema):
    region_code = fields.Region(required=True, example="510100", description="Who signs.")
    statement_version = fields.Int(min=1, description="Refused when it was replaced meanwhile.")


class PositionsView(View):
    object = fields.Object("clearing_positions")
    cycle_id = fields.Id("cyc", required=True)
    month = fields.Month(required=True)
    kind = fields.Enum(tuple(BUSINESS))
    period = fields.Text(max=10)
    status = fields.Enum(CYCLE.states, required=True)
    statement_version = fields.Int(required=True)
    paid_mode = fields.Enum(MODES, required=True, description="The one that is paid.")
    positions = fields.List(fields.Nested(PositionView), required=True)
    netting = fields.List(fields.Nested(NettingView), required=True)


# ---- notices and receipts


class NoticeView(View):
    id = fields.Id("ntc", required=True)
    statement_id = fields.Id("stm", description="Where the month is paid gross.")
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    open_fen = fields.Fen(attribute="open", required=True, description="Not paid yet.")
    bank_serial = fields.Text(required=True, max=24, description="What the payer's bank quotes.")


class NoticesView(View):
    object = fields.Object("clearing_notices")
    cycle_id = fields.Id("cyc", required=True)
    status = fields.Enum(CYCLE.states, required=True)
    netting_mode = fields.Enum(MODES, required=True)
    notices = fields.List(fields.Nested(NoticeView), required=True, max=100_000)
    open_fen = fields.Fen(attribute="open", required=True)


class ReceiptMade(Schema):
    payer_region_code = fields.Region(required=True, example="510100")
    payee_region_code = fields.Region(required=True, example="500000")
    amount_fen = fields.Fen(min=1, required=True, example=500_000)
    bank_serial = fields.Text(
        required=True,
        max=24,
        pattern="[0-9A-Za-z]{1,20}(?:/[1-9][0-9]?)?",
        example="0123456789ABCDEFGHJK",
        description="As the bank says; a payment in parts has /1, /2, … behind the notice's.",
    )
    notice_id = fields.Id("ntc", description="The notice that the payer named, if it did.")


class ReceiptMatch(Schema):
    notice_id = fields.Id("ntc", required=True, example=resource_id("ntc", SEED, "settlement", "1"))


class ReceiptView(Resource):
    object = fields.Object("clearing_receipt")
    cycle_id = fields.Id("cyc", required=True)
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    bank_serial = fields.Text(required=True, max=24)
    named_notice_id = fields.Id("ntc", attribute="reference", description="As the payer named it.")
    status = fields.Enum(RECEIPT.states, required=True)
    finding = fields.Enum(FINDINGS, description="Why it matched nothing by itself.")
    notice_id = fields.Id("ntc", description="The notice it was matched with.")
    matched_by = fields.Enum(("serial", "hand"))
    decided_at = fields.Instant()


class ReceiptFilters(ListQuery):
    status = fields.Enum(RECEIPT.states)


# ---- what institutions say of their claims


class ConfirmationView(View):
    object = fields.Object("clearing_confirmation")
    claim_id = fields.Id("clm", required=True)
    cycle_id = fields.Id("cyc", required=True)
    institution_id = fields.Id("ins", required=True)
    is_confirmed = fields.Bool(
        required=True, description="确认标志. No: the claim waits for the next month."
    )
    confirmed_at = fields.Instant(required=True)
    retracted_at = fields.Instant(description="When the institution took it back (回退).")


class ConfirmationFilters(ListQuery):
    institution_id = fields.Id("ins")
    claim_id = fields.Id("clm")
