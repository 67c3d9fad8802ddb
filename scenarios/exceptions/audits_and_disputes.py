"""What an audit takes off, before and after the payment, and what a region doubts (X15 to X17)."""

from datetime import date

from scenarios import road
from scenarios.exceptions import months
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import SETTLED, Stay
from scenarios.road import CHENGDU, CHONGQING, Json
from sscsim.kernel.problems import Text

_OVERUSE = "超限定支付范围用药"


@scenario(
    "X15",
    title=Text(
        zh="清算前审核扣款：清算金额减少，由医院承担，个人部分不变",
        en="An audit before the signatures: less is cleared, the hospital bears it, not the person",
    ),
    shows=Text(
        zh="扣款只动基金与医院之间的账，患者已付的不变。",
        en="A deduction is between funds and hospital; what the patient paid stays.",
    ),
    claim={"status": "paid", "rule": "in_window", "month": "2026-04", "due_fen": 950_000},
    life=["settled", "deducted", "declared", "clearing", "cleared", "paid"],
    month={"status": "closed", "version": 1, "statements": [[CHENGDU, CHONGQING, 950_000]]},
    hospital_paid_fen=950_000,
    person_unchanged=True,
    books={
        CHENGDU: {"acct.person": 30_000, "bank.treasury": -950_000, "benefit.hifp.310": 920_000},
        CHONGQING: {},
    },
    stands={**SETTLED, "owed_fen": 950_000},
)
def x15(on: Player) -> Json:
    """The worked example of the posting rules: 9,650.00 less 150.00."""
    stay = Stay(on, "x15")
    books = months.Books(on, CHENGDU, CHONGQING)
    on.step("结算", "Settled")
    made = stay.settle()
    on.step("就医地审核扣款 150.00", "An audit of the region of treatment takes 150.00")
    road.deducted(on, made["claim_id"], 15_000)
    on.step("四月清算到关闭", "April is cleared and closed")
    months.past(on, "close")
    now = on.get(f"/v1/settlements/{made['id']}")
    return {
        "claim": months.claim(on, made["claim_id"]),
        "life": months.life(on, made["claim_id"]),
        "month": months.cleared(on),
        "hospital_paid_fen": _paid_to_hospitals(on),
        "person_unchanged": _persons_part(now) == _persons_part(made),
        "books": books.moved(),
        "stands": stay.stands(),
    }


def _persons_part(settlement: Json) -> list[int]:
    return [settlement[n] for n in ("person_part_fen", "account_pay_fen", "cash_pay_fen")]


def _paid_to_hospitals(on: Player) -> int:
    """What Chongqing's fund paid to its hospitals (L4)."""
    paid = on.every("/v1/journals", {"kind": "L4", "region_code": CHONGQING})
    return sum(journal["amount_fen"] for journal in paid)


@scenario(
    "X16",
    title=Text(
        zh="付款后审核扣款：负数单进入下一个未截止的月份，向医院追款",
        en="An audit after the payment: a negative claim in the open month, the hospital owes it",
    ),
    shows=Text(
        zh="已签章的月份不再改动，追款另立结算单。",
        en="A signed month is not touched; what comes back is a claim of its own.",
    ),
    original={"status": "adjusted", "rule": "in_window", "month": "2026-04", "due_fen": 965_000},
    part={"status": "paid", "rule": "adjustment", "month": "2026-06", "due_fen": -20_000},
    hospital_owes={"clawback.provider": 20_000, f"receivable.region:{CHENGDU}": -20_000},
    april={"status": "closed", "version": 1, "statements": [[CHENGDU, CHONGQING, 965_000]]},
    june={"status": "closed", "version": 1, "statements": [[CHENGDU, CHONGQING, -20_000]]},
    books={
        CHENGDU: {"acct.person": 30_000, "bank.treasury": -945_000, "benefit.hifp.310": 915_000},
        CHONGQING: {},
    },
    too_much="deduction_too_large",
)
def x16(on: Player) -> Json:
    """200.00 are found too much in June; the funds still pay 9,150.00, and no fen more goes off."""
    stay = Stay(on, "x16")
    books = months.Books(on, CHENGDU, CHONGQING)
    on.step(
        "结算，四月清算到关闭，医院已得款", "Settled; April is closed, the hospital has its money"
    )
    claim_id = stay.settle()["claim_id"]
    months.past(on, "close")
    on.step("六月审核扣款 200.00", "In June an audit takes 200.00")
    [part] = road.deducted(on, claim_id, 20_000)["adjusted_by_claim_ids"]
    owes = books.moved()[CHONGQING]
    on.step("再扣剩余基金支付多一分，被拒", "A fen more than what the funds still pay: refused")
    body = {"amount_fen": 915_001, "reason": _OVERUSE}
    told = road.refused(on, f"/v1/claims/{claim_id}/deduct", body, key="x16:too-much")
    on.step("六月清算到关闭", "June is cleared and closed")
    months.past(on, "close", "2026-06")
    return {
        "original": months.claim(on, claim_id),
        "part": months.claim(on, part),
        "hospital_owes": owes,
        "april": months.cleared(on),
        "june": months.cleared(on, "2026-06"),
        "books": books.moved(),
        "too_much": told["code"],
    }


@scenario(
    "X17",
    title=Text(
        zh="签章前争议：退出本月、清算表换版本；答复或到期后进入下月",
        en="Disputed before it is signed: pulled out, a new version; then the next month",
    ),
    shows=Text(
        zh="争议不挡住其余结算单；逾期不答按默认决定。",
        en="A dispute holds up nothing else; one that nobody answers is decided by its deadline.",
    ),
    pulled={"status": "disputed", "version": 3, "left": [[CHENGDU, CHONGQING, 965_000]]},
    due_at="2026-05-31T12:00:00+08:00",
    answered={"status": "paid", "rule": "disputed", "month": "2026-05", "due_fen": 955_000},
    forgotten={"status": "paid", "rule": "disputed", "month": "2026-05", "due_fen": 965_000},
    decided=[["partly_upheld", "agency"], ["upheld", "deadline"]],
    life=["settled", "declared", "clearing", "disputed", "declared", "clearing", "cleared", "paid"],
    april={"status": "closed", "version": 3, "statements": [[CHENGDU, CHONGQING, 965_000]]},
    may={"status": "closed", "version": 1, "statements": [[CHENGDU, CHONGQING, 1_920_000]]},
)
def x17(on: Player) -> Json:
    """Two of three are doubted. Of one 100.00 are given up (L3); the other is left to its day."""
    stays = [Stay(on, f"x17{tag}", date(1970, 5, n)) for n, tag in enumerate("abc", start=5)]
    on.step("三人结算，四月出清算表", "Three settle; April gets its statements")
    one, two, _ = (stay.settle()["claim_id"] for stay in stays)
    months.to(on, "2026-05-21T12:00:00")
    on.step("参保地对其中两笔提出争议", "The insured region doubts two of them")
    doubt = {"reason": "重复收费", "evidence": "同一天两次收取床位费"}
    first = on.post(f"/v1/claims/{one}/dispute", doubt, key="x17:one")
    second = on.post(f"/v1/claims/{two}/dispute", doubt, key="x17:two")
    found = months.cleared(on)
    pulled = {
        "status": on.get(f"/v1/claims/{one}")["status"],
        "version": found["version"],
        "left": found["statements"],
    }
    on.step("就医地答复一笔，扣减 100.00", "The region of treatment answers one, 100.00 less")
    answer = {"decision": "partly_upheld", "amount_fen": 10_000}
    on.post(f"/v1/disputes/{first['id']}/decide", answer, key="x17:decide")
    on.step(
        "另一笔到期未答；四月、五月清算到关闭",
        "The other's time runs out; April and May are closed",
    )
    months.past(on, "close")
    months.past(on, "close", "2026-05")
    disputes = [on.get(f"/v1/disputes/{each['id']}") for each in (first, second)]
    return {
        "pulled": pulled,
        "due_at": second["due_at"],
        "answered": months.claim(on, one),
        "forgotten": months.claim(on, two),
        "decided": [(each["status"], each["decided_by"]) for each in disputes],
        "life": months.life(on, two),
        "april": months.cleared(on),
        "may": months.cleared(on, "2026-05"),
    }
