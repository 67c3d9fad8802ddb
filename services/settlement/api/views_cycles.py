"""What callers get of clearing cycles: steps, statements, net positions."""

from services.settlement.api.views import OTHER, SIGNED, insurance, other_kind
from services.settlement.api.views_schemes import SettingsView
from services.settlement.domain.cooperations import SCOPES
from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.kinds import CLAIM_PURPOSES, CYCLE_KINDS
from services.settlement.domain.membership import Rule
from services.settlement.domain.netting import MODES
from services.settlement.domain.schemes import DIGESTS
from sscsim.kernel.explain import STATUSES
from sscsim.web import ListQuery, Resource, View, fields


class StepDueView(View):
    step = fields.Text(required=True)
    due_at = fields.Instant(required=True)
    is_estimate = fields.Bool(
        required=True, description="Counted through holidays that are not announced yet."
    )
    done_at = fields.Instant()


class PolicyMention(View):
    title = fields.Text(required=True)
    status = fields.Enum(STATUSES, required=True, description="How far the calendar is known.")
    version = fields.Text(required=True)


class CycleView(Resource):
    object = fields.Object("clearing_cycle")
    month = fields.Month(
        required=True,
        description="The month whose claims it clears, or in which its period ends.",
    )
    kind = other_kind(description="What it clears, where that is no medical bills.")
    period = fields.Text(
        max=10, description="With a kind: its day, month, quarter, …", example="2026-Q1"
    )
    scope = fields.Enum(SCOPES, required=True)
    region_code = fields.Region(
        attribute="region", required=True, description="Who clears it: 100000, or a province."
    )
    settings = fields.Nested(
        SettingsView, required=True, description="How it is cleared; fixed when it is frozen."
    )
    is_overdue = fields.Bool(required=True, description="A signature or a payment is late.")
    overdue_at = fields.Instant(description="Since when.")
    aborted_at = fields.Instant()
    status = fields.Enum(CYCLE.states, required=True)
    statement_version = fields.Int(required=True, description="0 before statements are made.")
    declared_claims = fields.Int(description="How many claims were declared at the freeze.")
    declared_fen = fields.Fen(attribute="declared", **SIGNED)
    delayed_regions = fields.List(
        fields.Region(),
        required=True,
        description="Regions whose institutions wait, since an advance is used up.",
    )
    steps = fields.List(fields.Nested(StepDueView), required=True)
    policy = fields.Nested(PolicyMention, required=True)


class CycleFilters(ListQuery):
    month = fields.Month(description="The month it clears.", example="2026-04")
    status = fields.Enum(CYCLE.states)
    scope = fields.Enum(SCOPES, description="Between provinces, or inside one.")
    region_code = fields.Region(description="Who clears it.", attribute="province_code")
    kind = fields.Enum(CYCLE_KINDS, description="medical, or another kind of business.")
    period = fields.Text(
        max=10,
        pattern="[0-9]{4}-(Q[1-4]|H[12]|[0-9]{2}(-[0-9]{2})?)",
        description="A day, month, quarter or half year.",
        example="2026-04",
    )


class ClaimCycleView(View):
    object = fields.Object("claim_cycle")
    claim_id = fields.Id("clm", required=True)
    rule = fields.Enum([rule.value for rule in Rule], required=True)
    rule_text = fields.Text(required=True, max=400)
    settled_at = fields.Instant(required=True)
    recorded_at = fields.Instant(required=True)
    settled_month = fields.Month(required=True)
    settled_period = fields.Text(
        max=10, description="Of a claim that is no medical bill: the period it belongs to."
    )
    is_prior_year = fields.Bool(required=True)
    frozen_from = fields.Instant(
        required=True, description="From then on that month takes no more claims."
    )
    cycle = fields.Nested(CycleView, description="Absent when the claim is cleared in no month.")


class StatementLineView(View):
    """One for each kind of insurance; of claims that are no medical bills, for each two parties."""

    insurance_kind = insurance(attribute="insurance")
    purpose = fields.Enum(CLAIM_PURPOSES, description=f"{OTHER}: what they are for.")
    payer_party = fields.Text(max=40)
    payee_party = fields.Text(max=40)
    is_prior_year = fields.Bool(required=True, description="Of claims whose year is closed.")
    claims = fields.Int(required=True)
    funds_fen = fields.Amounts(attribute="funds")
    account_pay_fen = fields.Fen(attribute="account", **SIGNED)
    deducted_fen = fields.Fen(attribute="deducted", required=True, **SIGNED)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)


class SignatureView(View):
    region_code = fields.Region(attribute="region", required=True)
    signature = fields.Text(required=True, max=64)
    is_deemed = fields.Bool(required=True, description="Taken as given after the deadline.")
    signed_at = fields.Instant(required=True)


class PaymentView(View):
    id = fields.Id("pay", required=True)
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    bank_serial = fields.Text(required=True, description="What the payment is matched by.")
    paid_at = fields.Instant(required=True)


class StatementView(View):
    id = fields.Id("stm", required=True)
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    claims = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    sha256 = fields.Text(required=True, max=64, description="Of the bytes that are signed.")
    digest_algorithm = fields.Enum(DIGESTS, required=True)
    digest = fields.Text(required=True, max=64, description="What is signed, by that algorithm.")
    lines = fields.List(fields.Nested(StatementLineView), required=True)
    signatures = fields.List(fields.Nested(SignatureView), required=True)
    payment = fields.Nested(PaymentView, description="The last one that was matched.")
    payments = fields.List(
        fields.Nested(PaymentView),
        required=True,
        description="All of them, where it was paid gross.",
    )


class PositionView(View):
    region_code = fields.Region(attribute="region", required=True)
    receivable_fen = fields.Fen(attribute="receivable", required=True, **SIGNED)
    payable_fen = fields.Fen(attribute="payable", required=True, **SIGNED)
    net_fen = fields.Fen(attribute="net", required=True, **SIGNED)


class TransferView(View):
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)


class NettingView(View):
    mode = fields.Enum(MODES, required=True)
    transfers = fields.List(fields.Nested(TransferView), required=True, max=100_000)
    moved_fen = fields.Fen(attribute="moved", required=True, description="Money that moves.")


class CycleStatementsView(View):
    object = fields.Object("clearing_statements")
    cycle_id = fields.Id("cyc", required=True)
    month = fields.Month(required=True)
    kind = other_kind()
    period = fields.Text(max=10)
    status = fields.Enum(CYCLE.states, required=True)
    statement_version = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    statements = fields.List(fields.Nested(StatementView), required=True, max=100_000)
    positions = fields.List(fields.Nested(PositionView), required=True)
    netting = fields.List(fields.Nested(NettingView), required=True)
