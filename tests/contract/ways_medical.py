"""Ways to what medical settlements come to after a while: corrections, claims by hand, family.

Each thing is made once in a run, by the calls that the money drills make.
"""

import os
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from scenarios import road
from scenarios.client import Client
from tests.support import money

Values = dict[str, Any]


@cache
def _town() -> money.Town:
    return money.Town(Client(os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"], "en"))


@cache
def _correction() -> Values:
    body = {"operation": "createSettlement", "settlement_id": _town().settlement()["id"]}
    return {"correction_id": _town().post("/v1/corrections", body)["id"]}


@cache
def _bill_paid_in_full() -> Values:
    return {"body": dict(money.create_manual_claim(_town()).body)}


@cache
def _manual_claim() -> Values:
    path = money.pay_manual_claim(_town()).path
    return {"claim_id": path.split("/")[3]}


@cache
def _family(month: int = 3) -> Values:
    """Somebody with an account, and their spouse; both born in that month."""
    owner, spouse = (
        road.insured(
            _town().owner, f"way-{month}-{day}", "何满", date(1971, month, day), road.CHONGQING, 100
        )
        for day in (1, 2)
    )
    link = {"relative_id": spouse.id, "relation": "spouse"}
    _town().post(f"/v1/persons/{owner.id}/family", link)
    return {"person_id": owner.id, "body": {"member_person_id": spouse.id}}


@cache
def _shared_account() -> Values:
    family = _family(month=4)
    path = f"/v1/personal-accounts/{family['person_id']}/sharers"
    member = {"member_person_id": family["body"]["member_person_id"]}
    return {"person_id": family["person_id"], "sharer_id": _town().post(path, member)["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "createAccountSharer": _family,
    "createManualClaim": _bill_paid_in_full,
    "endAccountSharer": _shared_account,
    "getCorrection": _correction,
    "getManualClaim": _manual_claim,
    "payManualClaim": _manual_claim,
}
