"""The day of taps as a road: `commute_road` from the first card to the last claim, untold.

Whatever is interrupted can be walked again, and ends in the same bytes.
"""

from scenarios import road
from scenarios.client import Client
from scenarios.commute_road import (
    CHUNXI,
    COLLEGE,
    DAY,
    EAST,
    NEXT,
    NORTH,
    SHAPING,
    TIANFU,
    VEHICLE,
    XIPU,
    Commute,
)
from scenarios.road import CHENGDU, Walk, straight

_FORMS = "/v1/concession-reimbursements"


def a_day_of_taps(owner: Client, walk: Walk = straight) -> None:
    """Cards, a code, a bank card and a gate without network; batched, disputed, repaired, paid."""
    day = Commute(owner, walk)
    day.prepared()
    day.ride("he", "06:50", XIPU, TIANFU, "07:25")
    day.to("10:30")
    day.tap("lin", "ride", VEHICLE)
    day.to("11:50")
    day.by_code("entry", CHUNXI)
    day.to("12:10")
    day.by_code("exit", NORTH)
    day.to("13:30")
    day.by_bank_card("entry", TIANFU)
    day.to("13:40")
    day.approved(day.journey(day.by_bank_card("exit", CHUNXI)))
    day.ride("tang", "13:50", TIANFU, EAST, "14:05")
    day.lost("luo")
    day.to("17:00")
    day.goes_offline(EAST)
    day.to("18:00")
    day.chip("zhou", "entry", EAST)
    day.to("18:25")
    out = day.tap("zhou", "exit", TIANFU)
    day.to("19:30")
    forgotten = day.tap("lin", "entry", SHAPING)
    day.to("21:00")
    day.synced("gate-east-0402")
    day.to("10:00", NEXT)
    zhou = day.journey(day.get(f"/v1/taps/{out['id']}"))
    day.upheld(day.disputed(zhou, 0), CHENGDU)
    day.to("10:00", "2026-04-04")
    day.repaired(day.journey(forgotten), COLLEGE)
    day.to("09:00", "2026-04-15")
    assert [each["status"] for each in day.batches(DAY)].count("cleared") >= 2
    day.to("10:00", "2026-05-11")
    for form in day.get(_FORMS)["data"]:
        agency = day.agency[form["region_code"]]
        day.post(f"{_FORMS}/{form['id']}/confirm", None, f"confirm:{form['id']}", agency)
    day.to("10:00", "2026-06-01")
    walk(lambda: road.calm(owner))
