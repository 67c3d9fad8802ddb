"""A settlement taken back: before its month is frozen, after, and after its year (X8 to X12)."""

from datetime import date

from scenarios import road
from scenarios.exceptions import months
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import NOTHING, Stay
from scenarios.road import CHENGDU, CHONGQING, NATION, Json
from sscsim.kernel.problems import Text


@scenario(
    "X8",
    title=Text(
        zh="撤销之后再冲正：拒绝",
        en="A correction after a reversal: refused, it is reversed already",
    ),
    shows=Text(
        zh="一笔结算只能取消一次。",
        en="A settlement is undone once.",
    ),
    code="settlement_already_reversed",
    settlements=["settlement reversed", "reversal settled"],
    stands=NOTHING,
)
def x8(on: Player) -> Json:
    stay = Stay(on, "x8")
    on.step("结算并撤销", "Settled and taken back")
    stay.reverse(stay.settle())
    on.step("再冲正", "Corrected after that")
    refused = stay.correct()
    return {
        "code": refused["code"],
        "settlements": stay.settlements(),
        "stands": stay.stands(),
    }


@scenario(
    "X9",
    title=Text(
        zh="截止前撤销：原单和撤销单一同退出本月，不作正负相抵",
        en="Taken back before the freeze: both lines leave the month, not a pair of plus and minus",
    ),
    shows=Text(
        zh="当月撤销在清算表上不留痕迹，账簿上留有对冲分录。",
        en="What was taken back in time is on no statement; the books keep both journals.",
    ),
    original={"status": "reversed", "rule": "reversed_in_window", "month": None},
    reversal={"status": "reversed", "rule": "reversed_in_window", "month": None},
    journals=2,
    month={
        "status": "closed",
        "version": 1,
        "statements": [[CHENGDU, CHONGQING, 965_000]],
    },
    declared={"claims": 1, "fen": 965_000},
    stands=NOTHING,
)
def x9(on: Player) -> Json:
    """Another patient's claim stays in April, so that there is a statement to look at."""
    stay, other = Stay(on, "x9"), Stay(on, "x9b", date(1970, 6, 6))
    on.step("两人结算，其中一笔当月撤销", "Two settle; one is taken back in the same month")
    made = stay.settle()
    other.settle()
    back = stay.reverse(made)
    journals = on.every("/v1/journals", {"claim_id": made["claim_id"], "region_code": CHENGDU})
    on.step("四月清算到关闭", "April is cleared and closed")
    months.past(on, "close")
    cycle = road.cycle_of(on)
    return {
        "original": _placed(on, made["claim_id"]),
        "reversal": _placed(on, back["claim_id"]),
        "journals": len(journals)
        + len(on.every("/v1/journals", {"claim_id": back["claim_id"], "region_code": CHENGDU})),
        "month": months.cleared(on),
        "declared": {"claims": cycle["declared_claims"], "fen": cycle["declared_fen"]},
        "stands": stay.stands(),
    }


@scenario(
    "X10",
    title=Text(
        zh="清算后撤销：负数单进入下一个未截止的月份",
        en="Taken back after its month was cleared: a negative claim in the open month",
    ),
    shows=Text(
        zh="原单不改；医院已得款项由医院退回，清算款反向支付。",
        en="The claim stands; the hospital owes its money back, and the regions pay the other way.",
    ),
    original={"status": "adjusted", "rule": "in_window", "month": "2026-04", "due_fen": 965_000},
    reversal={"status": "paid", "rule": "adjustment", "month": "2026-06", "due_fen": -965_000},
    hospital_owes={"clawback.provider": 965_000, f"receivable.region:{CHENGDU}": -965_000},
    month={
        "status": "closed",
        "version": 1,
        "statements": [[CHENGDU, CHONGQING, -965_000]],
    },
    books={CHENGDU: {}, CHONGQING: {}, NATION: {}},
    stands=NOTHING,
)
def x10(on: Player) -> Json:
    stay = Stay(on, "x10")
    books = months.Books(on, CHENGDU, CHONGQING, NATION)
    on.step("结算，四月清算到关闭", "Settled; April is cleared and closed")
    made = stay.settle()
    months.past(on, "close")
    on.step("撤销", "Taken back")
    back = stay.reverse(made)
    owes = books.moved()[CHONGQING]
    on.step("撤销所在月份清算到关闭", "The month of the reversal is cleared and closed")
    months.past(on, "close", "2026-06")
    return {
        "original": months.claim(on, made["claim_id"]),
        "reversal": months.claim(on, back["claim_id"]),
        "hospital_owes": owes,
        "month": months.cleared(on, "2026-06"),
        "books": books.moved(),
        "stands": stay.stands(),
    }


@scenario(
    "X11",
    title=Text(
        zh="年度关账后撤销：负数单标记为上年，在清算表中单列一行",
        en="Taken back after its year was closed: marked as of a prior year, on a line of its own",
    ),
    shows=Text(
        zh="次年一季度末关账以后，上年的调整不与当年混记。",
        en="Once a year is closed its corrections are not mixed with those of the running one.",
    ),
    reversal={"status": "clearing", "rule": "prior_year", "month": "2027-04", "due_fen": -965_000},
    is_prior_year=True,
    lines=[[False, 1, 935_000], [True, 1, -965_000]],
    total_fen=-30_000,
    pool_fen=0,
)
def x11(on: Player) -> Json:
    """Beside it a claim of April 2027, without account money, so that the month has both lines."""
    stay, other = Stay(on, "x11"), Stay(on, "x11b", date(1970, 6, 6))
    on.step("2026 年 4 月结算", "Settled in April 2026")
    made = stay.settle()
    on.step("到 2027 年 4 月 2 日，2026 年度已关账", "To 2 April 2027: the year 2026 is closed")
    months.to(on, "2027-04-02T00:00:00")
    on.step("撤销；另一人在新年度结算", "Taken back; another one settles in the new year")
    back = stay.reverse(made)
    other.settle(use_account=False)
    on.step("四月出清算表", "April gets its statements")
    months.past(on, "generate", "2027-04")
    [statement] = months.statements(on, "2027-04")["statements"]
    return {
        "reversal": months.claim(on, back["claim_id"]),
        "is_prior_year": on.get(f"/v1/claims/{back['claim_id']}")["is_prior_year"],
        "lines": [
            (line["is_prior_year"], line["claims"], line["total_fen"])
            for line in statement["lines"]
        ],
        "total_fen": statement["total_fen"],
        "pool_fen": stay.stands()["pool_fen"],
    }


@scenario(
    "X12",
    title=Text(
        zh="撤销较早的一笔而其后还有结算：拒绝并指明，须由新到旧",
        en="An older bill of a person who has later ones: refused, the newest goes first",
    ),
    shows=Text(
        zh="累计额依赖先后，须由新到旧撤销。",
        en="Accumulators depend on the order, so the newest goes first.",
    ),
    refused=["later_settlement_exists", "later_settlement_exists"],
    names_the_newest=[True, True],
    newest_first=["settled", "settled", "settled"],
    stands=NOTHING,
)
def x12(on: Player) -> Json:
    """Later bills at another institution and in another region, at home."""
    stay = Stay(on, "x12")
    on.step("三次结算：就医地、参保地、就医地", "Settled three times: away, at home, away")
    first = stay.settle()
    later = [stay.admitted("b", CHENGDU), stay.admitted("c", CHONGQING)]
    at = {region: road.acting_as_hospital(on, region) for region in (CHENGDU, CHONGQING)}
    second = road.settled(at[CHENGDU], later[0])
    third = road.settled(at[CHONGQING], later[1])
    on.step("撤销最早的一笔，被拒；须由新到旧", "The oldest is refused; the newest goes first")
    refused, named = [], []
    for newest in (third, second):
        told = stay.reverse(first, f"early:{newest['id']}")
        refused.append(told["code"])
        named.append(newest["id"] in told["detail"])
        road.taken_back(at[newest["care_region_code"]], newest)
    last = road.taken_back(at[CHONGQING], first)
    ended = [on.get(f"/v1/settlements/{one['id']}")["reversed_by"] for one in (second, third)]
    statuses = [on.get(f"/v1/settlements/{one}")["status"] for one in ended]
    return {
        "refused": refused,
        "names_the_newest": named,
        "newest_first": [*statuses, last["status"]],
        "stands": stay.stands(),
    }


def _placed(on: Player, claim_id: str) -> Json:
    """Where a claim is, without what it comes to."""
    return {name: v for name, v in months.claim(on, claim_id).items() if name != "due_fen"}
