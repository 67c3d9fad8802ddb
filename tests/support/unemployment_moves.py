"""Unemployment insurance on the move, at a counter: messages and jobs of a transfer by hand."""

from typing import Any

from services.benefits.flows.transfers import arrivals, new_area, old_area
from tests.support.unemployment import PHONE, Jobless

CHONGQING, DEMO_CITY = "500000", "990100"


def asked(who: Jobless, old: str, new: str, *, on_benefit: bool) -> Any:
    """The application, whatever comes of it."""
    form = {
        "from_region_code": old,
        "to_region_code": new,
        "on_benefit": on_benefit,
        "contact_phone": PHONE,
    }
    return who.counter.applied("HRSS-064", form, who.who, region_code=new)


def closed(who: Jobless, transfer_id: str, times: int = 1) -> Any:
    """The letter has come, and the old area has closed."""
    with who.counter.bench.entered(role="system"):
        for _ in range(times):
            arrivals.paper_arrived(transfer_id, "letter")
            old_area.close_due(f"{transfer_id}:1")
    return who.counter.get(f"/v1/insurance-transfers/{transfer_id}")


def merged(who: Jobless, transfer_id: str, times: int = 1) -> Any:
    """Sheet and money have come, and the new area has merged and told."""
    with who.counter.bench.entered(role="system"):
        for _ in range(times):
            arrivals.paper_arrived(transfer_id, "sheet")
            old_area.send_due(f"{transfer_id}:1")
            new_area.funds_arrived(transfer_id)
            new_area.merge_due(f"{transfer_id}:1")
            new_area.tell_due(transfer_id)
    return who.counter.get(f"/v1/insurance-transfers/{transfer_id}")


def moved(who: Jobless, old: str, new: str, *, on_benefit: bool, times: int = 1) -> Any:
    """All of it; `times`: whatever comes, comes so often."""
    made = asked(who, old, new, on_benefit=on_benefit)
    assert made["status"] == "effective", made
    found = str(made["result"]["insurance_transfer_id"])
    closed(who, found, times)
    return merged(who, found, times)
