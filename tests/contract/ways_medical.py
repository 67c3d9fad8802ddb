"""Ways to what medical settlements come to after a while: corrections, claims by hand, family.

Each thing is made by the calls that the money drills make.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from scenarios import road
from tests.contract.towns import new, once, town
from tests.support import money

Values = dict[str, Any]


@once
def _correction() -> Values:
    body = {"operation": "createSettlement", "settlement_id": town().settlement()["id"]}
    return {"correction_id": town().post("/v1/corrections", body)["id"]}


def _bill_paid_in_full() -> Values:
    return {"body": dict(money.create_manual_claim(town()).body)}


def _payable_claim() -> Values:
    path = money.pay_manual_claim(town()).path
    return {"claim_id": path.split("/")[3]}


@once
def _manual_claim() -> Values:
    return _payable_claim()


def _family() -> Values:
    """Somebody with an account, and their spouse."""
    owner, spouse = (
        road.insured(town().owner, new(), "何满", date(1971, 3, day), road.CHONGQING, 100)
        for day in (1, 2)
    )
    link = {"relative_id": spouse.id, "relation": "spouse"}
    town().post(f"/v1/persons/{owner.id}/family", link)
    return {"person_id": owner.id, "body": {"member_person_id": spouse.id}}


def _shared_account() -> Values:
    family = _family()
    path = f"/v1/personal-accounts/{family['person_id']}/sharers"
    member = {"member_person_id": family["body"]["member_person_id"]}
    return {"person_id": family["person_id"], "sharer_id": town().post(path, member)["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "createAccountSharer": _family,
    "createManualClaim": _bill_paid_in_full,
    "endAccountSharer": _shared_account,
    "getCorrection": _correction,
    "getManualClaim": _manual_claim,
    "payManualClaim": _payable_claim,
}
