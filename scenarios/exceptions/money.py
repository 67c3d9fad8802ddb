"""Money between regions that goes another way: backwards, short, or wrong (X18 to X20)."""

from datetime import date

from scenarios import road
from scenarios.exceptions import months
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import Stay
from scenarios.road import CHENGDU, CHONGQING, Json
from sscsim.kernel.problems import Text


@scenario(
    "X18",
    title=Text(
        zh="一对地区的合计为负：反向付款，清算表带符号",
        en="A pair's total below zero: paid in the opposite direction, shown with its sign",
    ),
    shows=Text(
        zh="清算表上付款方不变、金额为负；付款通知书的方向相反。",
        en="The statement keeps its payer and has a minus; the notice to pay turns round.",
    ),
    statement=[CHENGDU, CHONGQING, -926_500],
    notice=[CHONGQING, CHENGDU, 926_500],
    positions={CHENGDU: 926_500, CHONGQING: -926_500},
    month="closed",
    treasuries={CHENGDU: -38_500, CHONGQING: 0},
)
def x18(on: Player) -> Json:
    """9,650.00 come back, and a claim of 385.00 is in the same month: -9,265.00 in all.

    Its bill is one of 900.00: (900.00 - 800.00) at 85 % from the pool, and the account's 300.00.
    """
    stay, small = Stay(on, "x18"), _Small(on, "x18b")
    books = months.Books(on, CHENGDU, CHONGQING)
    on.step("四月清算到关闭", "April is cleared and closed")
    made = stay.settle()
    months.past(on, "close")
    on.step("撤销，同月另有一笔小额结算", "Taken back; a small claim is in the same month")
    stay.reverse(made)
    road.settled(small.at, small.visit, key=small.key)
    on.step("该月清算到关闭", "That month is cleared and closed")
    months.past(on, "notify", "2026-06")
    [notice] = on.get(f"{months.path_of(on, '2026-06')}/notices")["notices"]
    found = months.statements(on, "2026-06")
    [statement] = months.cleared(on, "2026-06")["statements"]
    months.past(on, "close", "2026-06")
    return {
        "statement": statement,
        "notice": [
            notice["payer_region_code"],
            notice["payee_region_code"],
            notice["amount_fen"],
        ],
        "positions": {each["region_code"]: each["net_fen"] for each in found["positions"]},
        "month": road.cycle_of(on, "2026-06")["status"],
        "treasuries": {
            region: moved.get("bank.treasury", 0) for region, moved in books.moved().items()
        },
    }


class _Small(Stay):
    """A stay of 900.00 of class A."""

    def __init__(self, owner: Player, tag: str) -> None:
        super().__init__(owner, tag, date(1970, 6, 6))

    def admitted(self, tag: str = "", region: str = CHONGQING) -> Json:
        at = road.acting_as_hospital(self.owner, region)
        lines = ({"item_class": "A", "quantity": 1, "unit_price_fen": 90_000},)
        return road.admitted(
            at, self.patient, road.hospital(self.owner, region), lines, key=self.tag
        )


@scenario(
    "X19",
    title=Text(
        zh="预付金用尽：仍可结算；红色预警后紧急调增；可设为硬停止",
        en="The advance is used up: claims settle all the same, unless it is a hard stop",
    ),
    shows=Text(
        zh="默认不停止结算，可暂缓拨付机构；设为硬停止则以 advance_exhausted 拒绝，付款后恢复。",
        en="Nothing stops by default; institutions may have to wait; with a hard stop it is "
        "advance_exhausted. A payment ends both.",
    ),
    over_the_advance=["settled", "settled"],
    usage={"used_fen": 1_930_000, "advance_fen": 1_000_000, "usage": "193/100", "level": "red"},
    institutions_wait_in=[CHONGQING],
    top_up=["requested", "paid"],
    advance_fen=1_500_000,
    stopped={"code": "advance_exhausted", "effect": "none", "retryable": True},
    nothing_posted=0,
    after_the_payment="settled",
    institutions_wait_then=[],
)
def x19(on: Player) -> Json:
    """An advance of 10,000.00 and two claims of 9,650.00 each; 5,000.00 more after the red month.

    The hard stop is set then: 19,300.00 are owed, more than 15,000.00.
    """
    stays = [Stay(on, f"x19{tag}", date(1970, 5, n)) for n, tag in enumerate("abc", start=5)]
    pair = {"home_region_code": CHENGDU, "care_region_code": CHONGQING}
    on.step(
        "拨付预付金 10,000.00，结算两笔 9,650.00", "An advance of 10,000.00, two claims of 9,650.00"
    )
    advance = on.post("/v1/advances", {**pair, "amount_fen": 1_000_000}, key="x19:advance")
    on.step("协议允许就医地暂缓拨付机构", "The agreement lets Chongqing pay its institutions later")
    [agreement] = on.every("/v1/agreements", pair)
    _change(on, agreement, advance_delays_providers=True)
    settled = [stay.settle()["status"] for stay in stays[:2]]
    on.step("四月签章：使用率红色", "April is signed: its usage is red")
    months.past(on, "sign")
    [used] = on.every("/v1/advance-usages", pair)
    waiting = road.cycle_of(on)["delayed_regions"]
    on.step("紧急调增 5,000.00", "An emergency top-up of 5,000.00")
    asked = {"amount_fen": 500_000, "reason": "四月清算已超预付金"}
    top_up = on.post(f"/v1/advances/{advance['id']}/top-ups", asked, key="x19:top-up")
    paid = on.post(f"/v1/advance-top-ups/{top_up['id']}/approve", key="x19:approve")
    placed = sum(each["amount_fen"] for each in on.every("/v1/advances", pair))
    on.step("协议改为硬停止，第三笔被拒", "The agreement gets a hard stop: the third is refused")
    _change(on, agreement, advance_hard_stop=True)
    refused = stays[2].settle()
    on.step("四月付款后，同一幂等键可结算", "April is paid: the same key settles")
    months.past(on, "pay")
    posted, after_the_payment = len(stays[2].claims()), stays[2].settle()["status"]
    on.step("次日就医地拨付机构", "The next day Chongqing pays its institutions")
    months.past(on, "close")
    return {
        "over_the_advance": settled,
        "usage": {n: used[n] for n in ("used_fen", "advance_fen", "usage", "level")},
        "institutions_wait_in": waiting,
        "top_up": [top_up["status"], paid["status"]],
        "advance_fen": placed,
        "stopped": {n: refused.get(n) for n in ("code", "effect", "retryable")},
        "nothing_posted": posted,
        "after_the_payment": after_the_payment,
        "institutions_wait_then": road.cycle_of(on)["delayed_regions"],
    }


def _change(on: Player, agreement: Json, **options: bool) -> None:
    path = f"/v1/agreements/{agreement['id']}"
    on.call("PATCH", path, options, headers={"If-Match": "*"})


@scenario(
    "X20",
    title=Text(
        zh="付款金额或流水号有误：进入待匹配，月份停在付款中",
        en="A payment with a wrong amount or serial: unmatched, and the month stays paying",
    ),
    shows=Text(
        zh="认不出的钱挂在暂收款，由人匹配或退回，不会自动核销。",
        en="Money that nobody knows waits in suspense until it is matched by hand or sent back.",
    ),
    findings=[["unmatched", "unknown_serial"], ["unmatched", "wrong_amount"]],
    meanwhile={"month": "paying", "claim": "cleared", "suspense_fen": 1_060_000},
    open_fen=965_000,
    by_hand=[["matched", "hand"], ["returned", None]],
    rest=["matched", "serial"],
    month="closed",
    claim={"status": "paid", "rule": "in_window", "month": "2026-04", "due_fen": 965_000},
    books={
        CHENGDU: {"acct.person": 30_000, "bank.treasury": -965_000, "benefit.hifp.310": 935_000},
        CHONGQING: {},
    },
)
def x20(on: Player) -> Json:
    """600.00 under a mistyped serial are matched by hand; 10,000.00 are more than is open.

    Those go back, and what is left of the notice comes in under the next part of its serial.
    """
    stay = Stay(on, "x20")
    books = months.Books(on, CHENGDU, CHONGQING)
    months.by_hand(on, "payment")
    on.step("结算，四月到付款通知", "Settled; April comes to its notices")
    claim_id = stay.settle()["claim_id"]
    months.to(on, "2026-06-01T12:00:00")
    path = months.path_of(on)
    [notice] = on.get(f"{path}/notices")["notices"]
    serial = notice["bank_serial"]
    on.step("到账两笔：流水号错、金额错", "Money comes twice: a wrong serial, a wrong amount")
    mistyped = _came(on, path, "MISTYPED", 60_000)
    too_much = _came(on, path, serial, 1_000_000)
    meanwhile = {
        "month": road.cycle_of(on)["status"],
        "claim": on.get(f"/v1/claims/{claim_id}")["status"],
        "suspense_fen": -books.moved()[CHONGQING].get("suspense", 0),
    }
    still_open = on.get(f"{path}/notices")["open_fen"]
    on.step("一笔人工匹配，一笔退回", "One is matched by hand, one is sent back")
    known = {"notice_id": notice["id"]}
    matched = on.post(f"{path}/receipts/{mistyped['id']}/match", known, key="x20:match")
    returned = on.post(f"{path}/receipts/{too_much['id']}/return", key="x20:return")
    on.step("余额到账，月份关闭", "The rest comes in, and the month closes")
    rest = _came(on, path, f"{serial}/1", 905_000)
    months.past(on, "close")
    return {
        "findings": [(each["status"], each["finding"]) for each in (mistyped, too_much)],
        "meanwhile": meanwhile,
        "open_fen": still_open,
        "by_hand": [(each["status"], each.get("matched_by")) for each in (matched, returned)],
        "rest": [rest["status"], rest.get("matched_by")],
        "month": road.cycle_of(on)["status"],
        "claim": months.claim(on, claim_id),
        "books": books.moved(),
    }


def _came(on: Player, path: str, serial: str, fen: int) -> Json:
    body = {
        "payer_region_code": CHENGDU,
        "payee_region_code": CHONGQING,
        "amount_fen": fen,
        "bank_serial": serial,
    }
    made: Json = on.post(f"{path}/receipts", body, key=f"x20:{serial}:{fen}")
    return made
