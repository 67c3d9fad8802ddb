"""Ways to travel passes, reservations and gates in the states that an operation needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.contract.towns import once, town
from tests.support import money_passes as made
from tests.support.money_employment_subsidies import today

Values = dict[str, Any]


def _id(path: str) -> str:
    return path.split("/")[3]


@once
def _a_pass() -> Values:
    return {"travel_pass_id": _id(made.active(town()))}


def _sold() -> Values:
    return {"travel_pass_id": _id(made.sold(town())), "body": made.PHOTO}


def _going_back() -> Values:
    return {"travel_pass_id": _id(made.sold(town())), "body": {}}


def _paying() -> Values:
    path, _ = made.due(town())
    return {"travel_pass_id": _id(path), "body": {"password": "471592"}}


def _ordering() -> Values:
    return {"body": made.order(town().card()["person_id"])}


@once
def _venue() -> str:
    return made.venue(town())


def _of_venue() -> Values:
    return {"venue_id": _venue()}


def _reserving() -> Values:
    day = today(town()) + timedelta(days=1)
    return {
        "body": {
            "venue_id": _venue(),
            "date": day.isoformat(),
            "slot_number": 1,
            "person_id": town().card()["person_id"],
        }
    }


def _reserved() -> Values:
    made_one = town().post("/v1/venue-reservations", _reserving()["body"])
    return {"reservation_id": made_one["id"]}


def _arriving() -> Values:
    return {
        "body": {
            "venue_id": _venue(),
            "gate_no": "F1",
            "sequence": next(town().numbers),
            "credential": {"card_id": town().card()["id"]},
        }
    }


@once
def _admitted() -> Values:
    return {"admission_id": town().post("/v1/venue-admissions", _arriving()["body"])["id"]}


def _quoting() -> Values:
    return {"body": {"venue_id": _venue(), "person_id": town().card()["person_id"]}}


def _product() -> Values:
    return {"product_code": made.PRODUCT}


WAYS: dict[str, Callable[[], Values]] = {
    "activateTravelPass": _sold,
    "admitToVenue": _arriving,
    "cancelVenueReservation": _reserved,
    "getPassProduct": _product,
    "getTravelPass": _a_pass,
    "getTravelPassPrice": _a_pass,
    "getVenue": _of_venue,
    "getVenueAdmission": _admitted,
    "getVenueReservation": _reserved,
    "listVenueStatements": _of_venue,
    "orderTravelPass": _ordering,
    "payTravelPass": _paying,
    "quoteVenueTicket": _quoting,
    "refundTravelPass": _going_back,
    "reserveVenueSlot": _reserving,
}
