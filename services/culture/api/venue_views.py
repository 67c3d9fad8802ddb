"""How venues, reservations and gates are shown, and what callers send."""

from typing import Any

import marshmallow as ma

from services.culture.api.companions import Companions, check_ages
from services.culture.domain import admission, reservation, venue
from services.culture.domain.ticket import GRADES
from services.culture.domain.venue import Slot
from services.culture.flows.venue_admissions import MOST_RECORDS
from sscsim import world
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.explain import STATUSES, shown
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

VENUE_ID = resource_id("ven", SEED, "culture", "DM-V01")
PERSON_ID, CARD_ID = CHEN_YU.person_id(SEED), CHEN_YU.card_id(SEED)
VENUE = {"venue_id": VENUE_ID}
RESERVATION = {"reservation_id": "vrv_" + "0" * 26}
ADMISSION = {"admission_id": "vad_" + "0" * 26}
_CLOCK = "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)"


def clock(**kwargs: Any) -> fields.Text:
    """A time of the day."""
    return fields.Text(required=True, min=5, max=5, pattern=_CLOCK, **kwargs)


def minute(text: str) -> int:
    """
    >>> minute("08:30")
    510
    """
    return int(text[:2]) * 60 + int(text[3:])


def clock_of(minutes: int) -> str:
    """
    >>> clock_of(510), clock_of(1440)
    ('08:30', '24:00')
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class SessionBody(Schema):
    opens = clock(example="09:00")
    closes = clock(example="12:00")
    quota = fields.Int(min=1, max=100_000, required=True, example=200)


def sessions_said(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts of a day as a caller sent them, in minutes."""
    return [each | {name: minute(each[name]) for name in ("opens", "closes")} for each in rows]


class SessionView(View):
    opens = clock()
    closes = clock()
    quota = fields.Int(required=True)


class Sessions(fields.List):
    """Parts of a day, kept in minutes and shown as times."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize([_session(**each) for each in value], attr, obj, **kwargs)


class VenueView(Resource):
    object = fields.Object("venue")
    code = fields.Text(required=True, max=20, description="Its name in products and shares.")
    name_zh = fields.Text(required=True, max=80)
    name_en = fields.Text(required=True, max=80)
    kind = fields.Enum(venue.KINDS, required=True)
    region_code = fields.Region(required=True)
    list_price_fen = fields.Fen(required=True, attribute="list_price")
    needs_booking = fields.Bool(required=True, description="Nobody comes in without a reservation.")
    sessions = Sessions(
        fields.Nested(SessionView), required=True, description="Parts of a day; none: no quota."
    )
    status = fields.Enum(venue.STATUSES, required=True)


class VenueFilters(ListQuery):
    region_code = fields.Region()
    kind = fields.Enum(venue.KINDS)
    status = fields.Enum(venue.STATUSES)


class VenueNew(Schema):
    code = fields.Text(required=True, min=2, max=20, pattern="[A-Z0-9][A-Z0-9-]*", example="DM-X1")
    name_zh = fields.Text(required=True, max=80, example="示范城植物园")
    name_en = fields.Text(required=True, max=80, example="Demo City Garden")
    kind = fields.Enum(venue.KINDS, required=True, example="park")
    region_code = fields.Region(required=True, example="990100")
    list_price_fen = fields.Fen(required=True, attribute="list_price", example=2_000)
    needs_booking = fields.Bool(load_default=False)
    sessions = fields.List(fields.Nested(SessionBody), max=venue.MOST_SESSIONS, load_default=list)


class VenuePatch(Schema):
    status = fields.Enum(venue.STATUSES)
    list_price_fen = fields.Fen(attribute="list_price")


def _session(opens: int, closes: int, quota: int) -> dict[str, Any]:
    return {"opens": clock_of(opens), "closes": clock_of(closes), "quota": quota}


class SlotView(View):
    object = fields.Object("venue_slot")
    id = fields.Id("vsl", required=True)
    venue_id = fields.Id("ven", required=True)
    date = fields.Date(required=True)
    number = fields.Int(required=True, description="Which part of the day, from 1.")
    opens = clock()
    closes = clock()
    quota = fields.Int(required=True)
    taken = fields.Int(required=True, description="Reserved or used.")
    left = fields.Int(required=True)


class Slots(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(SlotView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class SlotQuery(Schema):
    venue_id = fields.Id("ven", required=True, example=VENUE_ID)
    date = fields.Date(required=True, example="2026-04-02")


def slot_shown(known: Slot) -> dict[str, Any]:
    return {
        "id": known.id,
        "venue_id": known.venue_id,
        "date": known.day,
        "number": known.ordinal,
        "taken": known.taken,
        "left": known.left,
        **_session(known.opens, known.closes, known.quota),
    }


class QuoteAsked(Schema):
    venue_id = fields.Id("ven", required=True, example=VENUE_ID)
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    date = fields.Date(attribute="day", description="Today when left out.")


class VenueFiguresView(View):
    pack = fields.Text(required=True, max=80)
    version = fields.Text(required=True, max=40)
    origin = fields.Enum(("builtin", "world"), required=True)


class VenueOriginView(View):
    """How far the figures can be trusted: the weakest status of all that were used."""

    status = fields.Enum(STATUSES, required=True)
    packs = fields.List(fields.Nested(VenueFiguresView), required=True)


class QuoteView(View):
    object = fields.Object("venue_quote")
    venue_id = fields.Id("ven", required=True)
    person_id = fields.Id("psn", required=True)
    date = fields.Date(required=True)
    list_price_fen = fields.Fen(required=True, attribute="list_price")
    price_fen = fields.Fen(required=True, attribute="price")
    grade = fields.Enum(GRADES, required=True, description="By what the price is what it is.")
    explanation = fields.Nested(ExplanationView, required=True)
    policy_origin = fields.Nested(VenueOriginView, required=True)


def quote_shown(made: dict[str, Any]) -> dict[str, Any]:
    told = shown(made["explanation"].as_json(), world.current().language)
    return made | {"explanation": told}


class ReservationNew(Schema):
    venue_id = fields.Id("ven", required=True, example=VENUE_ID)
    date = fields.Date(required=True, attribute="day", example="2026-04-02")
    slot_number = fields.Int(min=1, max=venue.MOST_SESSIONS, required=True, example=1)
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    companions = fields.Int(
        min=0, max=5, load_default=0, description="Children who come along; each takes a place."
    )
    travel_pass_id = fields.Id("tps", description="Visits by this pass; nothing is due then.")


class ReservationView(Resource):
    object = fields.Object("venue_reservation")
    venue_id = fields.Id("ven", required=True)
    slot_id = fields.Id("vsl", required=True)
    date = fields.Date(required=True, attribute="day")
    person_id = fields.Id("psn", required=True)
    travel_pass_id = fields.Id("tps")
    companions = fields.Int(required=True)
    price_fen = fields.Fen(required=True, attribute="price", description="Due at the venue's till.")
    status = fields.Enum(reservation.MACHINE.states, required=True)


class ReservationFilters(ListQuery):
    person_id = fields.Id("psn")
    venue_id = fields.Id("ven")
    slot_id = fields.Id("vsl")
    status = fields.Enum(reservation.MACHINE.states)


class CredentialBody(Schema):
    """What was shown: exactly one of these."""

    card_id = fields.Id("card", example=CARD_ID)
    card_number = fields.Text(max=19)
    card_identification_code = fields.Text(max=40)
    electronic_code = fields.Text(max=3_000, description="Text of the electronic card's code.")


class AdmissionNew(Companions):
    venue_id = fields.Id("ven", required=True, example=VENUE_ID)
    gate_no = fields.Text(required=True, max=10, pattern="[0-9A-Za-z]+", example="G1")
    sequence = fields.Int(
        min=1, max=10**9, required=True, example=1, description="The gate's own number of it."
    )
    credential = fields.Nested(CredentialBody, required=True)
    face = fields.Enum(
        admission.FACES, description="What the gate's camera said (simulated); a pass needs it."
    )
    entry = fields.Enum(
        admission.ENTRIES,
        description="A pass where the holder has one for it, else a ticket.",
    )

    @ma.validates_schema
    def _ages(self, body: dict[str, Any], **_: Any) -> None:
        check_ages(body)


class GateRecord(Companions):
    gate_no = fields.Text(required=True, max=10, pattern="[0-9A-Za-z]+", example="G1")
    sequence = fields.Int(min=1, max=10**9, required=True, example=2)
    arrived_at = fields.Instant(required=True, example="2026-04-01T08:30:00+08:00")
    credential = fields.Nested(CredentialBody, required=True)
    decision = fields.Enum(admission.DECISIONS, required=True, example="let_in")
    face = fields.Enum(admission.FACES, example="match")
    entry = fields.Enum(admission.ENTRIES)


class GateUpload(Schema):
    venue_id = fields.Id("ven", required=True, example=VENUE_ID)
    records = fields.List(fields.Nested(GateRecord), min=1, max=MOST_RECORDS, required=True)

    @ma.validates_schema
    def _ages(self, body: dict[str, Any], **_: Any) -> None:
        for number, told in enumerate(body["records"]):
            check_ages(told, f"/records/{number}")


class AdmissionReasonView(View):
    code = fields.Enum(tuple(admission.REASONS), required=True)
    message = fields.Text(required=True)


class GateReasons(fields.List):
    """Reason codes, shown with their message in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        language = world.current().language
        said = [{"code": code, "message": admission.REASONS[code].into(language)} for code in value]
        return super()._serialize(said, attr, obj, **kwargs)


class AdmissionView(Resource):
    object = fields.Object("venue_admission")
    venue_id = fields.Id("ven", required=True)
    gate_no = fields.Text(required=True, max=10)
    sequence = fields.Int(required=True)
    way = fields.Enum((admission.ONLINE, admission.OFFLINE), required=True)
    entry = fields.Enum(admission.ENTRIES, required=True)
    result = fields.Enum(
        admission.RESULTS,
        required=True,
        description="`exception`: a gate without network let somebody in whom the rules keep out.",
    )
    reasons = GateReasons(fields.Nested(AdmissionReasonView), required=True)
    card_reasons = fields.List(
        fields.Text(max=60), required=True, description="Why the card service refused the card."
    )
    person_id = fields.Id("psn")
    verification_id = fields.Id("ver")
    travel_pass_id = fields.Id("tps")
    reservation_id = fields.Id("vrv")
    slot_id = fields.Id("vsl")
    companions = fields.Int(required=True)
    price_fen = fields.Fen(required=True, attribute="price", description="Due at the venue's till.")
    grade = fields.Enum(GRADES)
    month = fields.Month(description="In which a visit by pass counts for the venue's share.")
    arrived_at = fields.Instant(required=True)


class Admissions(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(AdmissionView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class AdmissionFilters(ListQuery):
    person_id = fields.Id("psn")
    venue_id = fields.Id("ven")
    travel_pass_id = fields.Id("tps")
    result = fields.Enum(admission.RESULTS)
