"""A day of which Chongqing's own file says something else than what was settled."""

from datetime import date

from scenarios import outside, road
from scenarios.client import Client
from tools.collections.story import Json

_DAYS, _DIFFERENCES = "/v1/daily-reconciliations", "/v1/daily-differences"
_DEAR = ({"item_class": "A", "quantity": 1, "unit_price_fen": 3_500_000},)
"""Above what a bill may be checked from."""
_LESS_FEN = 100


def compared(owner: Client) -> None:
    at = road.acting_as_hospital(owner, road.CHONGQING)
    place = road.hospital(owner, road.CHONGQING)
    for number in (1, 2):
        patient = road.insured(owner, f"dear-{number}", "何满", date(1970, number, 9), road.CHENGDU)
        visit = road.admitted(at, patient, place, _DEAR, key=f"dear-{number}")
        road.settled(at, visit, key=f"settle:{number}")
    road.calm(owner)
    road.advanced(owner, by="P1D")
    agency = road.acting_as(owner, "agency", road.CHONGQING)
    path = f"{_DAYS}/{road.day_of(agency, road.CHONGQING)['id']}"
    ours = agency.get(f"{path}/file", {"side": "treatment"})
    body = outside.sent(outside.changed(ours, _lower), side="treatment")
    agency.post(f"{path}/file", body, key="own file")
    road.advanced(owner, by="PT1M")
    asked = {"kind": "amount_differs", "status": "found"}
    accepted, doubted = agency.get(f"{path}/differences", asked)["data"]
    told = {"reason": "已与就医地核实，金额无误"}
    agency.post(f"{_DIFFERENCES}/{accepted['id']}/accept", told, key="accept")
    check = f"{_DIFFERENCES}/{doubted['id']}"
    agency.post(f"{check}/request-check", {"reason": "大额费用存疑"}, key="request")
    found = {"finding": "confirmed", "amount_fen": 70, "note": "多计一日床位费"}
    agency.post(f"{check}/record-check", found, key="record")
    owner.get(check)
    road.invariants(owner)


def _lower(line: Json) -> None:
    for column in ("hifp_fen", "clearing_fen"):
        line[column] = int(line[column]) - _LESS_FEN
