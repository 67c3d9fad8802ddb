"""What callers of advances send and get."""

from services.settlement.api.views import SIGNED, care_region, home_region
from services.settlement.domain.advances import LEVELS, PURPOSES, TOP_UP
from sscsim.web import ListQuery, Resource, Schema, View, fields


class _Pair(View):
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)


class _PairFilters(ListQuery):
    home_region_code = home_region()
    care_region_code = care_region()


class AdvanceMade(Schema):
    home_region_code = home_region(required=True)
    care_region_code = care_region(required=True)
    amount_fen = fields.Fen(min=1, required=True, example=2_000_000)
    direction = fields.Enum(
        ("placed", "returned"), load_default="placed", description="A return is paid back."
    )


class AdvanceView(Resource):
    object = fields.Object("advance")
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    direction = fields.Enum(("placed", "returned"), required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    purpose = fields.Enum(
        PURPOSES,
        required=True,
        description="yearly: to a year's size; top_up: after a red month.",
    )
    journal_id = fields.Id("jnl", required=True)


class AdvanceFilters(ListQuery):
    home_region_code = home_region()
    care_region_code = care_region()


class AdvanceSizeView(Resource, _Pair):
    object = fields.Object("advance_size")
    year = fields.Int(required=True)
    cleared_fen = fields.Fen(
        attribute="cleared",
        required=True,
        description="What the pair cleared in the fourth quarter before.",
        **SIGNED,
    )
    amount_fen = fields.Fen(
        attribute="amount", required=True, description="Twice the monthly mean of it."
    )
    pay_at = fields.Instant(required=True)
    paid_at = fields.Instant(description="When the pair's advance was brought to this size.")
    advance_id = fields.Id("adv", description="What was placed or returned for it, if anything.")


class AdvanceSizeFilters(_PairFilters):
    year = fields.QueryInt(min=1900, max=2199, example=2027)


class AdvanceUsageView(_Pair):
    object = fields.Object("advance_usage")
    id = fields.Id("adu", required=True)
    month = fields.Month(required=True)
    cycle_id = fields.Id("cyc", required=True)
    used_fen = fields.Fen(
        attribute="used", required=True, description="What the month clears.", **SIGNED
    )
    advance_fen = fields.Fen(attribute="advance", required=True)
    usage = fields.Text(
        required=True,
        description="The exact ratio that decides the level, in lowest terms.",
        example="193/200",
    )
    level = fields.Enum(LEVELS, required=True)
    top_up_until_date = fields.Date(
        attribute="top_up_until", required=True, description="A red month may be topped up until."
    )
    signed_at = fields.Instant(required=True)


class AdvanceUsageFilters(_PairFilters):
    month = fields.Month(description="The month that was cleared.", example="2026-04")
    level = fields.Enum(LEVELS)


class TopUpMade(Schema):
    amount_fen = fields.Fen(min=1, required=True, example=500_000)
    reason = fields.Text(max=200, required=True, example="四月清算已达预付金九成")


class TopUpRefused(Schema):
    reason = fields.Text(max=200, required=True, example="本年基金预算不足")


class TopUpView(Resource, _Pair):
    object = fields.Object("advance_top_up")
    usage_id = fields.Id("adu", required=True, description="The red month it was asked for after.")
    amount_fen = fields.Fen(attribute="amount", required=True)
    reason = fields.Text(required=True)
    status = fields.Enum(TOP_UP.states, required=True)
    refusal = fields.Text(description="Why it was refused.")
    decided_at = fields.Instant()
    advance_id = fields.Id("adv", description="What was placed for it.")


class TopUpFilters(_PairFilters):
    status = fields.Enum(TOP_UP.states)
