"""How travel passes are shown, and what callers send."""

from collections.abc import Mapping
from typing import Any

from services.culture.domain import pass_month, pass_rules, travel_pass
from services.culture.domain.pass_rules import PassRules, Product
from services.culture.flows.pass_sales import Offer
from sscsim import world
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.explain import STATUSES, Figure, shown
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

PERSON_ID = CHEN_YU.person_id(SEED)
PASS = {"travel_pass_id": "tps_" + "0" * 26}
MONTH = {"month_id": "prm_" + "0" * 26}
PRODUCT = {"product_code": "demo_year"}


class SpotView(View):
    venue_code = fields.Text(required=True, max=20)
    spot_class = fields.Enum(pass_rules.CLASSES, required=True)


class PassProductView(View):
    object = fields.Object("pass_product")
    code = fields.Enum(pass_rules.PASSES, required=True)
    name_zh = fields.Text(required=True, attribute="zh", max=80)
    name_en = fields.Text(required=True, attribute="en", max=80)
    issuer_regions = fields.List(fields.Region(), required=True)
    spots = fields.List(fields.Nested(SpotView), required=True)
    note = fields.Text(max=300, description="What is known of it, and what isn't.")


class PassProducts(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(PassProductView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class PassFiguresView(View):
    pack = fields.Text(required=True, max=80)
    version = fields.Text(required=True, max=40)
    origin = fields.Enum(("builtin", "world"), required=True)


class PassOriginView(View):
    """How far the figures can be trusted: the weakest status of all that decide."""

    status = fields.Enum(STATUSES, required=True)
    packs = fields.List(fields.Nested(PassFiguresView), required=True)


class ClassLimitView(View):
    spot_class = fields.Enum(pass_rules.CLASSES, required=True)
    uses = fields.Int(description="Of all spots of the class together, in a pass's life.")
    uses_per_spot = fields.Int()


class BlackoutView(View):
    holiday = fields.Enum(pass_rules.HOLIDAYS, required=True)
    first_month = fields.Int(required=True)
    first_day = fields.Int(required=True)
    days = fields.Int(required=True)


class TermsView(View):
    issuer_region_code = fields.Region(required=True)
    on_date = fields.Date(required=True)
    on_sale = fields.Bool(required=True)
    price_fen = fields.Fen(description="Absent where it isn't known; then it can't be sold.")
    senior_from_age = fields.Int()
    senior_pays_bp = fields.Bp()
    seller_fee_bp = fields.Bp()
    platform_fee_bp = fields.Bp()
    grounds = fields.List(
        fields.Enum(pass_rules.GROUNDS), required=True, description="One of them is enough."
    )
    ground_provinces = fields.List(fields.Region(), required=True)
    from_age = fields.Int()
    below_age = fields.Int()
    activation_days = fields.Int(description="Absent: it begins when it is paid.")
    needs_photo = fields.Bool(required=True, description="A new photo of the face is taken.")
    refund_days = fields.Int()
    validity = fields.Enum((pass_rules.ROLLING, pass_rules.FIXED), required=True)
    validity_months = fields.Int()
    per_spot_per_day = fields.Int()
    per_spot_per_year = fields.Int()
    class_limits = fields.List(fields.Nested(ClassLimitView), required=True)
    choose_of = fields.List(fields.Enum(pass_rules.CLASSES))
    choose_spots = fields.Int(description="So many different ones of these classes.")
    blackouts = fields.List(fields.Nested(BlackoutView), required=True)
    companions = fields.Int(description="Children who come in with the holder.")
    companions_below_age = fields.Int()
    mismatches_cancel = fields.Int(description="So many strange faces cancel it.")
    share_weight = fields.Enum((pass_rules.LIST_PRICE, pass_rules.VISITS), required=True)
    share_day = fields.Int(required=True, description="Of the next month.")
    policy_origin = fields.Nested(PassOriginView, required=True)


class PassProductDetail(PassProductView):
    terms = fields.Nested(TermsView, required=True)


class TermsQuery(Schema):
    issuer_region_code = fields.Region(description="The first issuer when left out.")
    on = fields.Date(description="Today when left out.")


def product_shown(known: Product) -> dict[str, Any]:
    return {
        "code": known.code,
        "zh": known.zh,
        "en": known.en,
        "issuer_regions": list(known.issuers),
        "spots": [{"venue_code": c, "spot_class": kind} for c, kind in known.spots.items()],
        "note": known.note or None,
    }


def offer_shown(made: Offer) -> dict[str, Any]:
    terms = _terms(made.rules) | {
        "issuer_region_code": made.issuer_region,
        "on_date": made.day,
        "policy_origin": made.policy_origin,
    }
    return product_shown(made.product) | {"terms": terms}


def _value(figure: Figure[Any] | None) -> Any:
    return None if figure is None else figure.value


def _bp(figure: Figure[Any] | None) -> int | None:
    return None if figure is None else int(figure.value * 10_000)


def _terms(rules: PassRules) -> dict[str, Any]:
    price, who, course, limits = rules.price, rules.eligibility, rules.course, rules.limits
    return {
        "on_sale": rules.is_open,
        "price_fen": _value(price.price) if price else None,
        "senior_from_age": _value(price.senior_from) if price else None,
        "senior_pays_bp": _bp(price.senior_pays) if price else None,
        "seller_fee_bp": _bp(price.seller) if price else None,
        "platform_fee_bp": _bp(price.platform) if price else None,
        "grounds": list(who.grounds.value),
        "ground_provinces": list(_value(who.provinces) or ()),
        "from_age": _value(who.from_age),
        "below_age": _value(who.below_age),
        "activation_days": _value(course.window),
        "needs_photo": course.photo.value,
        "refund_days": _value(course.refund),
        "validity": course.kind.value,
        "validity_months": _value(course.months),
        "per_spot_per_day": _value(limits.per_spot_per_day),
        "per_spot_per_year": _value(limits.per_spot_per_year),
        "class_limits": [
            {"spot_class": kind, "uses": _value(one.uses), "uses_per_spot": _value(one.per_spot)}
            for kind, one in (limits.classes or {}).items()
        ],
        "choose_of": list(limits.choose_of.value) if limits.choose_of else None,
        "choose_spots": _value(limits.choose),
        "blackouts": _blackouts(limits.blackouts or {}),
        "companions": _value(limits.companions),
        "companions_below_age": _value(limits.companion_below),
        "mismatches_cancel": _value(limits.mismatches),
        "share_weight": rules.sharing.weight.value,
        "share_day": rules.sharing.day.value,
    }


def _blackouts(known: Mapping[str, pass_rules.Blackout]) -> list[dict[str, Any]]:
    return [
        {
            "holiday": holiday,
            "first_month": one.first.value[0],
            "first_day": one.first.value[1],
            "days": one.days.value,
        }
        for holiday, one in known.items()
    ]


class TravelPassNew(Schema):
    product_code = fields.Enum(pass_rules.PASSES, required=True, example="demo_year")
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    pay_by = fields.Enum(travel_pass.PAY_WAYS, required=True, example="cash")
    issuer_region_code = fields.Region(
        description="Whose rules it has; the holder's province when left out."
    )
    papers = fields.List(
        fields.Enum(pass_rules.SHOWN_BY_PAPER),
        max=len(pass_rules.SHOWN_BY_PAPER),
        load_default=list,
        description="What was shown at the counter beside the card.",
    )


class TravelPassPayment(Schema):
    password = fields.Text(required=True, min=6, max=6, pattern="[0-9]{6}", example="471592")


class TravelPassActivation(Schema):
    photo_sha256 = fields.Text(
        required=True,
        min=64,
        max=64,
        pattern="[0-9a-f]{64}",
        attribute="photo",
        description="Digest of the new photo of the holder's face.",
        example="ab" * 32,
    )


class TravelPassRefund(Schema):
    pay_by = fields.Enum(travel_pass.PAY_WAYS, description="As it was paid when left out.")


class TravelPassView(Resource):
    object = fields.Object("travel_pass")
    product_code = fields.Enum(pass_rules.PASSES, required=True, attribute="product")
    issuer_region_code = fields.Region(required=True, attribute="issuer_region")
    treasury_region_code = fields.Region(
        required=True, attribute="treasury", description="The city whose books hold its money."
    )
    person_id = fields.Id("psn", required=True)
    ground = fields.Enum(pass_rules.GROUNDS, required=True)
    pay_by = fields.Enum(travel_pass.PAY_WAYS, required=True)
    price_fen = fields.Fen(required=True, attribute="price")
    fee_fen = fields.Fen(required=True, attribute="fee", description="Of seller and platform.")
    pool_fen = fields.Fen(required=True, attribute="pool", description="What its venues share.")
    payment_reference = fields.Text(max=40, description="The bank's entry.")
    bought_date = fields.Date(attribute="bought_on")
    activate_until_date = fields.Date(attribute="activate_until")
    refund_until_date = fields.Date(attribute="refund_until")
    valid_from_date = fields.Date(attribute="valid_from")
    valid_to_date = fields.Date(attribute="valid_to")
    activated_at = fields.Instant()
    mismatches = fields.Int(required=True, description="Strange faces that came with it.")
    end_reason = fields.Text(max=40)
    status = fields.Enum(travel_pass.MACHINE.states, required=True)


class TravelPassFilters(ListQuery):
    person_id = fields.Id("psn")
    product_code = fields.Enum(pass_rules.PASSES, attribute="product")
    status = fields.Enum(travel_pass.MACHINE.states)


class PassPriceView(View):
    object = fields.Object("travel_pass_price")
    explanation = fields.Nested(ExplanationView, required=True)


def price_shown(told: Any) -> dict[str, Any]:
    return {"explanation": shown(told.as_json(), world.current().language)}


class PassMonthView(Resource):
    object = fields.Object("pass_revenue_month")
    product_code = fields.Enum(pass_rules.PASSES, required=True, attribute="product")
    issuer_region_code = fields.Region(required=True, attribute="issuer_region")
    treasury_region_code = fields.Region(required=True, attribute="treasury")
    month = fields.Month(required=True)
    pool_fen = fields.Fen(required=True, attribute="pool")
    breakage_fen = fields.Fen(
        required=True, attribute="breakage", description="What nobody's visits earned."
    )
    visits = fields.Int(required=True)
    status = fields.Enum(pass_month.STATUSES, required=True)
    refusal_code = fields.Text(max=60, attribute="refusal", description="Of the settlement side.")


class PassMonthFilters(ListQuery):
    product_code = fields.Enum(pass_rules.PASSES, attribute="product")
    issuer_region_code = fields.Region(attribute="issuer_region")
    month = fields.Month()
    status = fields.Enum(pass_month.STATUSES)


class ShareView(Resource):
    object = fields.Object("pass_revenue_share")
    pass_revenue_month_id = fields.Id("prm", required=True, attribute="month_id")
    venue_code = fields.Text(required=True, max=20)
    region_code = fields.Region(required=True)
    visits = fields.Int(required=True)
    weight = fields.Int(required=True, description="How much each visit counts.")
    amount_fen = fields.Fen(required=True, attribute="amount")
    claim_id = fields.Id("clm", description="The claim that carries it to another province.")


class StatementView(View):
    object = fields.Object("venue_statement_line")
    month = fields.Month(required=True, attribute="share.month")
    product_code = fields.Enum(pass_rules.PASSES, required=True, attribute="of.product")
    issuer_region_code = fields.Region(required=True, attribute="of.issuer_region")
    pass_revenue_month_id = fields.Id("prm", required=True, attribute="of.id")
    visits = fields.Int(required=True, attribute="share.visits")
    weight = fields.Int(required=True, attribute="share.weight")
    amount_fen = fields.Fen(required=True, attribute="share.amount")
    claim_id = fields.Id("clm", attribute="share.claim_id")
    status = fields.Enum(pass_month.STATUSES, required=True, attribute="of.status")


class StatementFilters(ListQuery):
    month = fields.Month()
