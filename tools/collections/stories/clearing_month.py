"""April 2026 by hand, with every file and message that it comes to."""

from datetime import date

from scenarios import outside, road
from scenarios.client import Client
from scenarios.month_by_hand import BY_HAND
from tools.collections.story import Json

_PAIR = {"home_region_code": road.CHENGDU, "care_region_code": road.CHONGQING}
_SMALL_FEN, _STRAY_FEN = 700, 500
"""An advance that any month uses up; money that nobody owes."""


def cleared(owner: Client) -> None:
    how = {**BY_HAND, "unsigned_policy": "wait"}
    scheme, any_version = f"/v1/clearing-schemes/{road.NATION}", {"If-Match": "*"}
    owner.call("PATCH", scheme, how, headers=any_version)
    advance = owner.post("/v1/advances", {**_PAIR, "amount_fen": _SMALL_FEN}, key="advance")
    claims = _claims(owner)
    cycle = f"/v1/clearing-cycles/{road.cycle_of(owner)['id']}"
    road.advanced(owner, to="2026-05-21T12:00:00+08:00")
    _doubted(owner, claims[0])
    for region in (road.CHENGDU, road.CHONGQING):
        owner.post(f"{cycle}/signatures", {"region_code": region}, key=f"sign:{region}")
    pair = {"payer_region_code": road.CHENGDU, "payee_region_code": road.CHONGQING}
    owner.get(f"{cycle}/statement-file", pair)
    _topped_up(owner, f"/v1/advances/{advance['id']}/top-ups")
    road.advanced(owner, to="2026-06-01T12:00:00+08:00")
    [notice] = owner.get(f"{cycle}/notices")["notices"]
    owner.get(f"{cycle}/notices/{notice['id']}/file")
    owner.get(f"{cycle}/payment-message", {"payer_region_code": road.CHENGDU})
    _paid(owner, cycle, notice)
    road.invariants(owner)


def _claims(owner: Client) -> list[str]:
    at, place = (
        road.acting_as_hospital(owner, road.CHONGQING),
        road.hospital(owner, road.CHONGQING),
    )
    claims = []
    for month in (1, 2):
        patient = road.insured(owner, f"{month}", "何满", date(1970, month, 8), road.CHENGDU)
        visit = road.admitted(at, patient, place, key=f"{month}")
        claims.append(road.settled(at, visit, key=f"settle:{month}")["claim_id"])
    road.calm(owner)
    for claim in claims:
        owner.post(f"/v1/claims/{claim}/declare", key=f"declare:{claim}")
    return claims


def _doubted(owner: Client, claim: str) -> None:
    doubt = {"reason": "重复收费", "evidence": "附住院清单"}
    made = owner.post(f"/v1/claims/{claim}/dispute", doubt, key="dispute")
    owner.get(f"/v1/disputes/{made['id']}")
    answer = {"decision": "partly_upheld", "amount_fen": 10_000}
    owner.post(f"/v1/disputes/{made['id']}/decide", answer, key="decide")


def _topped_up(owner: Client, path: str) -> None:
    """One request for more is refused, one approved."""
    for number, fen in enumerate((900_000, 900), start=1):
        more = {"amount_fen": fen, "reason": "本月清算已超预付金"}
        top_up = f"/v1/advance-top-ups/{owner.post(path, more, key=f'more:{number}')['id']}"
        if number == 1:
            owner.post(f"{top_up}/refuse", {"reason": "本年基金预算不足"}, key="refuse")
        else:
            owner.post(f"{top_up}/approve", key="approve")
        owner.get(top_up)


def _paid(owner: Client, cycle: str, notice: Json) -> None:
    """A stray amount goes back; the payee's bank reports the rest."""
    body = {
        "payer_region_code": road.CHENGDU,
        "payee_region_code": road.CHONGQING,
        "amount_fen": _STRAY_FEN,
        "bank_serial": "STRAY",
    }
    stray = owner.post(f"{cycle}/receipts", body, key="stray")
    receipt = f"{cycle}/receipts/{stray['id']}"
    owner.get(receipt)
    owner.post(f"{receipt}/return", key="return")
    owner.get(f"{receipt}/return-message")
    at = road.acting_as(owner, "agency", road.CHONGQING)
    came = (f"{notice['bank_serial']}/1", notice["id"], notice["amount_fen"])
    told = outside.report("STM-1", road.CHONGQING, road.CHENGDU, came)
    message = at.post(f"{cycle}/bank-reports", told, key="STM-1")
    at.get(f"{cycle}/bank-messages/{message['id']}")
