"""The hospital's files and totals beside the centre's (X23, X26)."""

import base64

from scenarios import road
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import SETTLED, Stay
from scenarios.road import Json
from sscsim.kernel.problems import Text


@scenario(
    "X23",
    title=Text(
        zh="医院与中心相差 0.01 元：以中心结果为准，对账列出差异",
        en="The hospital is 0.01 yuan off: the centre's result rules, and the difference is listed",
    ),
    shows=Text(
        zh="对账只列差异，不改结果。",
        en="Reconciliation lists differences and changes nothing.",
    ),
    is_equal=False,
    differences=[("rounding", "resolved", 1)],
    stands=SETTLED,
)
def x23(on: Player) -> Json:
    """Its system rounded 9,350.00 to 9,350.01; nothing is open, and nothing was changed."""
    stay = Stay(on, "x23")
    on.step("结算，医院按自己的舍入对账", "Settled; the hospital reconciles with its own rounding")
    made, told = _reconciled(stay, off_fen=1)
    lines = {"lines": [_as_billed(made, off_fen=1)]}
    path = f"/v1/reconciliations/{told['id']}"
    stay.at.post(f"{path}/lines", lines, key="x23:lines")
    found = on.every(f"{path}/differences")
    return {
        "is_equal": told["is_equal"],
        "differences": [(one["kind"], one["status"], one["off_fund_pay_fen"]) for one in found],
        "stands": stay.stands(),
    }


@scenario(
    "X26",
    title=Text(
        zh="对账文件行数或合计不符：整份拒收，不作任何处理",
        en="A file whose count or sum is wrong: refused whole, nothing applied",
    ),
    shows=Text(
        zh="控制行对不上，一行也不处理。",
        en="With a wrong trailer not a single line is taken.",
    ),
    count=("reconciliation_details_refused", 0),
    total=("reconciliation_details_refused", 0),
    as_it_should_be=("accepted", 0),
    stands=SETTLED,
)
def x26(on: Player) -> Json:
    """The centre's own file with its trailer changed; unchanged it is taken, and agrees."""
    stay = Stay(on, "x26")
    on.step("结算并对总账", "Settled, and the totals compared")
    made, told = _reconciled(stay)
    path = f"/v1/reconciliations/{told['id']}"
    file = _details(on, made)
    body, _, trailer = file.rstrip("\n").rpartition("\n")
    mark, count, total, digest = trailer.split(",")
    ends = {
        "count": f"{mark},{int(count) + 1},{total},{digest}",
        "total": f"{mark},{count},{int(total) + 1},{digest}",
        "as_it_should_be": trailer,
    }
    found: Json = {"stands": stay.stands()}
    on.step(
        "三份明细：行数错、合计错、正确", "Three files: wrong count, wrong sum, as it should be"
    )
    for name, end in ends.items():
        content = base64.b64encode(f"{body}\n{end}\n".encode()).decode()
        sent = {"content_base64": content}
        answer = stay.told(f"{path}/file", sent, f"x26:{name}")
        listed = on.every(f"{path}/differences")
        found[name] = (answer.get("code", "accepted"), len(listed))
    return found


_PERIOD = {
    "from_date": "2026-04-01",
    "to_date": "2026-04-01",
    "insurance_kind": road.EMPLOYEE,
    "visit_kind": "inpatient",
}


def _reconciled(stay: Stay, off_fen: int = 0) -> tuple[Json, Json]:
    """Settled, and the day's totals compared with what the hospital has."""
    made = stay.settle()
    totals = {
        "total_fen": made["total_fen"],
        "fund_pay_fen": made["fund_pay_fen"] + off_fen,
        "account_pay_fen": made["account_pay_fen"],
        "count": 1,
    }
    order = {"institution_id": made["institution_id"], **_PERIOD, "totals": totals}
    told = stay.at.post("/v1/reconciliations", order, key=f"reconcile:{stay.tag}")
    return made, dict(told)


def _as_billed(made: Json, off_fen: int = 0) -> Json:
    return {
        "settlement_id": made["id"],
        "total_fen": made["total_fen"],
        "fund_pay_fen": made["fund_pay_fen"] + off_fen,
        "account_pay_fen": made["account_pay_fen"],
    }


def _details(on: Player, made: Json) -> str:
    """The centre's own file of the institution's day."""
    path = f"/v1/institutions/{made['institution_id']}/settlement-details"
    return str(on.get(path, {**_PERIOD, "format": "csv"}))
