"""Transit cards, top-ups, grants and passes, as they are asked for and answered."""

from typing import Any

import marshmallow as ma

from services.transport.api import views
from services.transport.domain import card, grants, issuer, passes_held, top_ups
from services.transport.domain.rules import HOLDERS
from services.transport.flows.cards.refund import PLACES
from sscsim.demo_people import CHEN_YU, HE_JING, SEED, ZHAO_XIAOMAN
from sscsim.kernel.explain import STATUSES as SOURCE_STATUSES
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields
from sscsim.web.schema import StepSourceView

CARD_ID = resource_id("tca", SEED, "transport", CHEN_YU.card_id(SEED), 1)
CARD = {"transit_card_id": CARD_ID}
UNISSUED = HE_JING.card_id(SEED)
PUPIL = ZHAO_XIAOMAN.person_id(SEED)
GRANT = {"concession_grant_id": resource_id("cgr", SEED, "transport", PUPIL, 1)}
ISSUER = {"transit_issuer_id": "IC-DEMO"}


class IssuerView(View):
    """The figures are those of today; absent where none hold."""

    id = views.code(required=True)
    object = fields.Object("transit_issuer")
    region_code = fields.Region(required=True)
    name = fields.Nested(views.NamedView, required=True)
    number_prefix = fields.Text(required=True, max=8, description="Invented.")
    city_code = fields.Text(
        required=True, max=4, description="As the chip names the city; invented."
    )
    lives_on = fields.List(fields.Enum(issuer.LIVES_ON), required=True)
    accepted_from = fields.Date(required=True, description="In other cities, from this day on.")
    accepted_until = fields.Date(description="And up to this one; absent: without end.")
    ceiling_fen = fields.Fen()
    least_top_up_fen = fields.Fen()
    most_top_up_fen = fields.Fen()
    deposit_fen = fields.Fen(description="Of a card without a name; absent where there are none.")
    overdraft_fen = fields.Fen()
    validity_days = fields.Int(min=0)
    refund_at_once_below_fen = fields.Fen()
    holder_carries_days = fields.Int(min=0)
    elderly_from_age = fields.Int(min=0)
    policy_status = fields.Enum(
        SOURCE_STATUSES, description="Of these figures the least trustworthy one's."
    )
    figures = fields.List(
        fields.Nested(StepSourceView), description="Each figure, and on whose word it stands here."
    )


class IssuerFilters(ListQuery):
    region_code = views.region()


class TransitCardNew(Schema):
    region_code = fields.Region(required=True, description="City whose centre issues it.")
    kind = fields.Enum(card.KINDS, load_default="normal")
    card_id = fields.Id("card", description="Social security card it lives on; none: no name.")
    first_load_fen = fields.Fen(
        attribute="first_load", description="Put onto it at once, in cash; none when left out."
    )


class TransitCardView(Resource):
    id = fields.Id("tca", required=True)
    object = fields.Object("transit_card")
    number = fields.Text(required=True, max=19, description="19 digits; synthetic.")
    issuer_id = views.code(required=True)
    region_code = fields.Region(required=True)
    kind = fields.Enum(card.KINDS, required=True)
    card_id = fields.Id("card", description="Absent of a card without a name.")
    person_id = fields.Id("psn")
    status = fields.Enum(card.STATUSES, required=True)
    balance_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="balance")
    deposit_fen = fields.Fen(required=True, attribute="deposit")
    overdraft_fen = fields.Fen(
        required=True, attribute="overdraft", description="How far one ride may go below zero."
    )
    sequence = fields.Int(min=0, required=True, description="The card's count of purchases.")
    issued_on = fields.Date(required=True)
    usable_until = fields.Date(required=True)
    lost_at = fields.Instant()
    carried_until = fields.Instant(
        description="Until then the holder of a lost card carries what is taken from it."
    )
    replaces = fields.Id("tca", description="The lost card whose balance comes over.")


class TransitCardFilters(ListQuery):
    person_id = fields.Id("psn")
    card_id = fields.Id("card", description="On this social security card.")
    number = fields.Text(max=19, pattern="[0-9]{19}", example="9799010000000000428")
    status = fields.Enum(card.STATUSES)
    region_code = views.region()


class PurseEntryView(View):
    id = fields.Id("pre", required=True)
    object = fields.Object("purse_entry")
    transit_card_id = fields.Id("tca", required=True)
    ordinal = fields.Int(min=1, required=True)
    kind = fields.Enum(card.ENTRY_KINDS, required=True)
    amount_fen = fields.Fen(
        required=True, min=-fields.MAX_FEN, attribute="amount", description="With its sign."
    )
    balance_fen = fields.Fen(
        required=True, min=-fields.MAX_FEN, attribute="balance", description="After it."
    )
    card_sequence = fields.Int(min=0)
    terminal_number = fields.Text(max=16)
    journey_id = fields.Text(max=40)
    happened_at = fields.Instant(required=True)
    created_at = fields.Instant(required=True)


class PurseEntryFilters(ListQuery):
    kind = fields.Enum(card.ENTRY_KINDS)


class PurseTopUpNew(Schema):
    way = fields.Enum(top_ups.WAYS, required=True)
    amount_fen = fields.Fen(required=True, min=1, attribute="amount")
    password = fields.Text(
        max=6, pattern="[0-9]{6}", description="Of the bank account on the card: `bank_account`."
    )
    terminal_number = fields.Text(max=12, pattern="[0-9]{12}", description="Where it was loaded.")


class PurseTopUpView(Resource):
    id = fields.Id("ptu", required=True)
    object = fields.Object("purse_top_up")
    transit_card_id = fields.Id("tca", required=True)
    person_id = fields.Id("psn")
    way = fields.Enum(top_ups.WAYS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    terminal_number = fields.Text(max=16)
    status = fields.Enum(
        top_ups.STATUSES,
        required=True,
        description="`paying`: nobody knows yet what the bank did; it is found out.",
    )
    reason = fields.Text(max=60, description="Code by which the bank side refused it.")
    bank_entry_id = fields.Id("bke")
    loaded_at = fields.Instant()


class CardReplacement(Schema):
    card_id = fields.Id(
        "card", description="The holder's new social security card; the same one when left out."
    )


class CardRefundNew(Schema):
    place = fields.Enum(PLACES, required=True)
    is_faulty = fields.Bool(load_default=False, description="The chip can't be read.")
    collect_overdraft = fields.Bool(
        load_default=False, description="The holder pays what the card is overdrawn by."
    )


class TransitRefundView(View):
    id = fields.Id("tca", required=True)
    object = fields.Object("transit_refund")
    balance_fen = fields.Fen(required=True, attribute="balance", description="Paid out.")
    deposit_fen = fields.Fen(required=True, attribute="deposit", description="Paid out beside it.")
    collected_fen = fields.Fen(
        required=True, attribute="collected", description="Of an overdraft, before."
    )
    card = fields.Nested(TransitCardView, required=True)


class TermNew(Schema):
    from_date = fields.Date(required=True)
    until_date = fields.Date(required=True)


class TermView(View):
    from_date = fields.Date(required=True)
    until_date = fields.Date(required=True)


class ConcessionGrantNew(Schema):
    person_id = fields.Id("psn", required=True)
    status = fields.Enum(grants.STATUSES_GRANTED, required=True)
    region_code = fields.Region(required=True, description="City of whoever grants it.")
    from_date = fields.Date(required=True)
    until_date = fields.Date(required=True, description="The last day.")
    terms = fields.List(
        fields.Nested(TermNew), max=20, description="School terms: it holds on their days only."
    )
    evidence = fields.Text(max=80, description="What was shown: a student card's number, say.")

    @ma.post_load
    def dates(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Terms as the domain has them."""
        if "terms" in body:
            body["terms"] = [grants.Term(**each) for each in body["terms"]]
        return body


class ConcessionGrantView(Resource):
    id = fields.Id("cgr", required=True)
    object = fields.Object("concession_grant")
    person_id = fields.Id("psn", required=True)
    status = fields.Enum(grants.STATUSES_GRANTED, required=True)
    region_code = fields.Region(required=True)
    holds_in = fields.Region(description="The one city in which it holds; absent: in all.")
    granted_by = fields.Text(required=True, max=60)
    evidence = fields.Text(max=80)
    from_date = fields.Date(required=True)
    until_date = fields.Date(required=True)
    terms = fields.List(fields.Nested(TermView), required=True)
    state = fields.Enum(grants.GRANT_STATES, required=True)
    withdrawn_on = fields.Date()


class ConcessionGrantFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(grants.STATUSES_GRANTED)
    state = fields.Enum(grants.GRANT_STATES)
    region_code = views.region()


class TransitPassNew(Schema):
    transit_card_id = fields.Id("tca", required=True)
    fare_system_id = views.code(required=True)
    kind = fields.Enum(passes_held.KINDS, required=True)
    holder = fields.Enum(HOLDERS, description="Of a monthly pass.")
    from_date = fields.Date(
        description="Day on which a day pass begins, or any of the month; today when left out."
    )


class TransitPassView(Resource):
    id = fields.Id("tps", required=True)
    object = fields.Object("transit_pass")
    transit_card_id = fields.Id("tca", required=True)
    person_id = fields.Id("psn")
    fare_system_id = views.code(required=True)
    kind = fields.Enum(passes_held.KINDS, required=True)
    holder = fields.Enum(HOLDERS)
    price_fen = fields.Fen(required=True, attribute="price")
    from_date = fields.Date(required=True)
    until_date = fields.Date(required=True)


class TransitPassFilters(ListQuery):
    person_id = fields.Id("psn")
    transit_card_id = fields.Id("tca")
    fare_system_id = views.code()
    kind = fields.Enum(passes_held.KINDS)
