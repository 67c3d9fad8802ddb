"""Venues, their slots, reservations and gates over HTTP."""

from typing import Any

from services.culture import problems_venues as problems
from services.culture.api import pass_views
from services.culture.api import venue_views as views
from services.culture.flows import pass_months, venue_admissions, venue_reservations
from services.culture.flows import venues as flows
from services.culture.problems_passes import TravelPassNotFound
from sscsim import policy
from sscsim.web import Blueprint, Match, Query
from sscsim.world import RegionNotAllowed

venues = Blueprint(
    "venues",
    tag="Venues",
    description="Parks, museums and sights: prices, slots, reservations by real name, gates.",
)
_PATH = "/v1/venues/<id('ven'):venue_id>"
_READ, _WRITE = "venue.read", "venue.write"
_BOOK_READ, _BOOK = "venue_reservation.read", "venue_reservation.write"
_GATE_READ, _GATE = "venue_admission.read", "venue_admission.write"
_GATES = ("agency", "transit", "library")
"""Who runs gates: the roles for which a code of the electronic card is scanned for admission."""
_MISSING = (policy.PolicyMissing, policy.FigureMissing)
_FROM_CARD = {404: ("person_not_found",)}


@venues.get("/v1/venues", listing=views.VenueView, query=views.VenueFilters, scope=_READ)
def list_venues(query: Query) -> Any:
    """List venues, the newest first. Those of a new world are samples with invented names."""
    return flows.page(query)


@venues.get(
    _PATH,
    answer=views.VenueView,
    scope=_READ,
    problems=(problems.VenueNotFound,),
    path_examples=views.VENUE,
)
def get_venue(venue_id: str) -> Any:
    """Show a venue with the parts of its day."""
    return flows.get(venue_id)


@venues.post(
    "/v1/venues",
    body=views.VenueNew,
    answer=views.VenueView,
    status=201,
    key="accepted",
    location="/v1/venues/{id}",
    scope=_WRITE,
    roles=("agency",),
    problems=(
        problems.VenueRegionUnknown,
        problems.VenueSessionsWrong,
        problems.VenueCodeTaken,
        RegionNotAllowed,
        *_MISSING,
    ),
    links={"getVenue": {"venue_id": "$response.body#/id"}},
)
def add_venue(body: dict[str, Any]) -> Any:
    """Add a venue of this world's own; without parts of a day it has no quota."""
    return flows.add(**body | {"sessions": views.sessions_said(body["sessions"])})


@venues.patch(
    _PATH,
    body=views.VenuePatch,
    answer=views.VenueView,
    match=True,
    scope=_WRITE,
    roles=("agency",),
    problems=(problems.VenueNotFound, RegionNotAllowed),
    path_examples=views.VENUE,
    example={"list_price_fen": 6_000},
)
def change_venue(venue_id: str, body: dict[str, Any], match: Match) -> Any:
    """Open or close a venue, or give it another list price."""
    return flows.change(venue_id, match, **body)


@venues.get(
    _PATH + "/statements",
    listing=pass_views.StatementView,
    query=pass_views.StatementFilters,
    scope="pass_revenue.read",
    problems=(problems.VenueNotFound,),
    path_examples=views.VENUE,
)
def list_venue_statements(venue_id: str, query: Query) -> Any:
    """List what a venue gets of travel passes, month by month and product by product."""
    code = flows.get(venue_id).code
    return pass_months.statements(code, query)


@venues.get(
    "/v1/venue-slots",
    answer=views.Slots,
    query=views.SlotQuery,
    scope=_READ,
    problems=(problems.VenueNotFound,),
)
def list_venue_slots(query: dict[str, Any]) -> Any:
    """List the parts of one day of a venue, with what is left of each."""
    found = flows.slots(query["venue_id"], query["date"])
    return {"data": [views.slot_shown(each) for each in found]}


@venues.post(
    "/v1/venue-quotes",
    body=views.QuoteAsked,
    answer=views.QuoteView,
    status=200,
    scope=_READ,
    problems=(problems.VenueNotFound, *_MISSING),
    relayed=_FROM_CARD,
)
def quote_venue_ticket(body: dict[str, Any]) -> Any:
    """Quote what somebody pays at a venue without a pass (门票), explained.

    Children, the elderly, holders of the province, and, by same-city treatment (同城待遇), holders
    of a province that works together with it. Of all that is due the one by which least is paid.
    """
    return views.quote_shown(venue_reservations.quote(**body))


# ---- reservations


@venues.post(
    "/v1/venue-reservations",
    body=views.ReservationNew,
    answer=views.ReservationView,
    status=201,
    key="accepted",
    location="/v1/venue-reservations/{id}",
    scope=_BOOK,
    roles=("holder", "agency"),
    problems=(
        problems.VenueNotFound,
        problems.VenueSlotNotFound,
        problems.VenueReservationRefused,
        TravelPassNotFound,
        *_MISSING,
    ),
    relayed=_FROM_CARD,
    links={
        "getVenueReservation": {"reservation_id": "$response.body#/id"},
        "cancelVenueReservation": {"reservation_id": "$response.body#/id"},
    },
)
def reserve_venue_slot(body: dict[str, Any]) -> Any:
    """Reserve places by real name (实名预约), one reservation a person, venue and day.

    Refused with every reason: the slot is full or over, the day is too far ahead, the person has a
    place that day, or is blocked after no-shows (爽约).
    """
    return venue_reservations.reserve(**body)


@venues.get(
    "/v1/venue-reservations",
    listing=views.ReservationView,
    query=views.ReservationFilters,
    scope=_BOOK_READ,
)
def list_venue_reservations(query: Query) -> Any:
    """List reservations, the newest first."""
    return venue_reservations.page(query)


@venues.get(
    "/v1/venue-reservations/<id('vrv'):reservation_id>",
    answer=views.ReservationView,
    scope=_BOOK_READ,
    problems=(problems.VenueReservationNotFound,),
    path_examples=views.RESERVATION,
)
def get_venue_reservation(reservation_id: str) -> Any:
    """Show a reservation."""
    return venue_reservations.get(reservation_id)


@venues.post(
    "/v1/venue-reservations/<id('vrv'):reservation_id>/cancel",
    answer=views.ReservationView,
    key="accepted",
    scope=_BOOK,
    roles=("holder", "agency"),
    problems=(
        problems.VenueReservationNotFound,
        problems.VenueReservationState,
        problems.VenueCancelLate,
        *_MISSING,
    ),
    path_examples=views.RESERVATION,
    links={"getVenueReservation": {"reservation_id": "$response.body#/id"}},
)
def cancel_venue_reservation(reservation_id: str) -> Any:
    """Give the places of a reservation back, in time."""
    return venue_reservations.cancel(reservation_id)


# ---- gates


@venues.post(
    "/v1/venue-admissions",
    body=views.AdmissionNew,
    answer=views.AdmissionView,
    status=201,
    key="accepted",
    location="/v1/venue-admissions/{id}",
    scope=_GATE,
    roles=_GATES,
    problems=(
        problems.VenueNotFound,
        problems.GateRecordConflict,
        problems.CompanionAgesMismatch,
        RegionNotAllowed,
        *_MISSING,
    ),
    links={"getVenueAdmission": {"admission_id": "$response.body#/id"}},
    example={
        "venue_id": views.VENUE_ID,
        "gate_no": "G1",
        "sequence": 1,
        "credential": {"card_id": views.CARD_ID},
        "face": "match",
    },
)
def admit_to_venue(body: dict[str, Any]) -> Any:
    """Let somebody through a gate, by card or code, and by face where a pass is used.

    A refusal is an answer (`result: refused`) with every reason. A gate numbers its records: the
    same number is answered with the same record. Somebody else's face with a pass is misuse, and
    so many times cancel it (冒用取消). What is due without a pass is paid at the venue's till,
    which is not simulated.
    """
    return venue_admissions.admit(**body)


@venues.post(
    "/v1/venue-admissions/uploads",
    body=views.GateUpload,
    answer=views.Admissions,
    status=200,
    key="required",
    scope=_GATE,
    roles=_GATES,
    problems=(
        problems.VenueNotFound,
        problems.GateRecordConflict,
        problems.GateRecordInFuture,
        problems.CompanionAgesMismatch,
        RegionNotAllowed,
        *_MISSING,
    ),
    example={
        "venue_id": views.VENUE_ID,
        "records": [
            {
                "gate_no": "G1",
                "sequence": 2,
                "arrived_at": "2026-04-01T08:30:00+08:00",
                "credential": {"card_id": views.CARD_ID},
                "decision": "let_in",
                "face": "match",
            }
        ],
    },
)
def upload_venue_admissions(body: dict[str, Any]) -> Any:
    """Tell what a gate decided while it had no network (离线补传), each record once.

    Whom it let in is in: where the rules say otherwise the visit is an `exception`, which takes
    no place of the quota and no use of a pass, and for which the venue gets no share.
    """
    return venue_admissions.upload(**body)


@venues.get(
    "/v1/venue-admissions",
    listing=views.AdmissionView,
    query=views.AdmissionFilters,
    scope=_GATE_READ,
)
def list_venue_admissions(query: Query) -> Any:
    """List what happened at gates, the newest first."""
    return venue_admissions.page(query)


@venues.get(
    "/v1/venue-admissions/<id('vad'):admission_id>",
    answer=views.AdmissionView,
    scope=_GATE_READ,
    problems=(problems.VenueAdmissionNotFound,),
    path_examples=views.ADMISSION,
)
def get_venue_admission(admission_id: str) -> Any:
    """Show what happened at a gate."""
    return venue_admissions.get(admission_id)
