"""Declared late, or too late for any month (X13, X14)."""

from scenarios import road
from scenarios.exceptions import months
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import SETTLED, Stay
from scenarios.road import CHENGDU, CHONGQING, Json
from sscsim.kernel.problems import Text


@scenario(
    "X13",
    title=Text(
        zh="逾期申报：顺延到下月清算，原因为 late",
        en="Declared late: cleared in the next month, and the rule says late",
    ),
    shows=Text(
        zh="错过截止日的结算单不丢失，规则可查。",
        en="A claim that missed its month is not lost, and says which rule moved it.",
    ),
    after_the_freeze={"status": "settled", "rule": "late", "month": "2026-05", "due_fen": 965_000},
    ended={"status": "paid", "rule": "late", "month": "2026-05", "due_fen": 965_000},
    life=["settled", "settled", "declared", "clearing", "cleared", "paid"],
    april={"status": "frozen", "declared_claims": 0},
    may={"status": "closed", "version": 1, "statements": [[CHENGDU, CHONGQING, 965_000]]},
    stands=SETTLED,
)
def x13(on: Player) -> Json:
    """Declaring is left to people, and the hospital's region forgets this one in April."""
    stay = Stay(on, "x13")
    months.by_hand(on, "declaration")
    on.step("四月结算，截止日前未申报", "Settled in April, not declared before the freeze")
    claim_id = stay.settle()["claim_id"]
    months.past(on, "freeze")
    late = months.claim(on, claim_id)
    april = road.cycle_of(on)
    on.step("五月申报", "Declared in May")
    on.post(f"/v1/claims/{claim_id}/declare", key="x13:declare")
    on.step("五月清算到关闭", "May is cleared and closed")
    months.past(on, "close", "2026-05")
    return {
        "after_the_freeze": late,
        "ended": months.claim(on, claim_id),
        "life": months.life(on, claim_id),
        "april": {
            "status": april["status"],
            "declared_claims": april.get("declared_claims", 0),
        },
        "may": months.cleared(on, "2026-05"),
        "stands": stay.stands(),
    }


@scenario(
    "X14",
    title=Text(
        zh="逾期超过两个月：失效，转手工报销",
        en="More than two months late: expired, and paid by hand",
    ),
    shows=Text(
        zh="个人账户部分立即欠本人，基金部分由参保地手工报销。",
        en="The account money is owed to the person at once, the funds' part once it is claimed.",
    ),
    ended={"status": "expired", "rule": "expired", "month": None, "due_fen": 965_000},
    life=["settled", "settled", "settled", "expired", "expired"],
    not_declared="claim_state_forbids",
    owed_at_once={CHENGDU: 30_000, CHONGQING: 0},
    owed_in_the_end={CHENGDU: 965_000, CHONGQING: 0},
)
def x14(on: Player) -> Json:
    """Nobody declares it in April, May or June; in July it is too late for any month."""
    stay = Stay(on, "x14")
    months.by_hand(on, "declaration")
    on.step("四月结算，三个月都未申报", "Settled in April, declared in none of three months")
    claim_id = stay.settle()["claim_id"]
    months.to(on, "2026-07-21T12:00:00")
    at_once = _owed_to_persons(on)
    on.step("再申报，被拒", "Declared after all: refused")
    told = road.refused(on, f"/v1/claims/{claim_id}/declare", key="x14:declare")
    on.step("参保地手工报销", "The insured region takes it as a manual reimbursement")
    on.post(f"/v1/claims/{claim_id}/reimburse", key="x14:reimburse")
    return {
        "ended": months.claim(on, claim_id),
        "life": months.life(on, claim_id),
        "not_declared": told["code"],
        "owed_at_once": at_once,
        "owed_in_the_end": _owed_to_persons(on),
    }


def _owed_to_persons(on: Player) -> dict[str, int]:
    """What both books owe persons, and nothing else is left between the regions."""
    owed = {}
    for region in (CHENGDU, CHONGQING):
        book = months.balances(on, region)
        owed[region] = -sum(fen for name, fen in book.items() if name.startswith("payable."))
    return owed
