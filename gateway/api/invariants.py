"""The laws of a world, each with its counterexample if it is broken."""

from typing import Any

from gateway import asking
from sscsim import world
from sscsim.kernel.problems import Text
from sscsim.web import Blueprint, View, fields

invariants = Blueprint("invariants", tag="Invariants", description="What always holds.")


class LawView(View):
    """One law and whether it holds."""

    id = fields.Text(required=True)
    service = fields.Text(required=True)
    title = fields.Text(required=True, max=400)
    holds = fields.Bool(required=True)
    counterexample = fields.Plain(description="Why it is broken.")


class TestedView(View):
    """A law that no single state of a world can show."""

    id = fields.Text(required=True)
    title = fields.Text(required=True, max=400)
    tested_by = fields.Text(required=True, description="The file of the tests that hold it.")


class LawsView(View):
    object = fields.Object("invariants")
    holds = fields.Bool(required=True, description="Whether all of them hold.")
    in_transit = fields.Int(required=True, description="Messages between services on their way.")
    missing = fields.List(fields.Text(), required=True, description="Services that are away.")
    checks = fields.List(fields.Nested(LawView), required=True)
    tested = fields.List(
        fields.Nested(TestedView),
        required=True,
        description="The other laws: of two runs, or of two bills. Tests hold them, not this call.",
    )


@invariants.get("/sandbox/v1/invariants", answer=LawsView)
def get_invariants() -> Any:
    """Check every law of this sandbox now, in each service and between them (不变式).

    Figures of several services are compared once nothing is in transit between them; a
    figure that two services see differently while a settlement is under way is looked at
    again before it counts.

    `tested` names the laws that no single state can break, as "any order gives the same books":
    each is held by tests of this project, and not looked at here.
    """
    return asking.until_settled(_look)


def _look() -> tuple[dict[str, Any], list[str], bool]:
    answers = asking.ask_all("/internal/v1/invariants")
    there = {name: answer for name, answer in answers.items() if answer is not None}
    checks = [_law(name, check) for name, answer in there.items() for check in answer["checks"]]
    between = _between({name: answer["figures"] for name, answer in there.items()})
    waiting = [name for name, answer in there.items() if answer["outbox"]]
    all_checks = checks + between
    shown = {
        "holds": all(check["holds"] for check in all_checks) and len(there) == len(answers),
        "in_transit": sum(len(answer["outbox"]) for answer in there.values()),
        "missing": sorted(set(answers) - set(there)),
        "checks": all_checks,
        "tested": [
            {"id": law, "title": title.into(world.current().language), "tested_by": file}
            for law, title, file in TESTED
        ],
    }
    return shown, waiting, not all(check["holds"] for check in between)


def _law(service: str, check: dict[str, Any]) -> dict[str, Any]:
    title = Text(**check["title"]).into(world.current().language)
    return {**check, "service": service, "title": title}


_CALCULATION = "tests/properties/test_medical_calculation.py"
_INTERLEAVINGS = "tests/properties/test_clearing_interleavings.py"

TESTED = (
    (
        "P4",
        Text(
            zh="结果单调：符合范围费用增加时基金支付不减少",
            en="More money in scope lowers neither the funds' payment nor the person's part of it",
        ),
        _CALCULATION,
    ),
    (
        "P5",
        Text(
            zh="异地长期居住备案与在参保地相同；降 0 个百分点等于乘以 1",
            en="A long-term filing settles as at home; 0 points are the multiplier 1",
        ),
        _CALCULATION,
    ),
    (
        "P7",
        Text(
            zh="全年大病保险合计与分次、先后无关",
            en="A year's big illness money is the same however the bills are cut",
        ),
        _CALCULATION,
    ),
    (
        "P15",
        Text(
            zh="因果允许的任何先后次序，账簿相同",
            en="Any order that causality allows gives the same books",
        ),
        _INTERLEAVINGS,
    ),
    (
        "P16",
        Text(zh="冲正与迟到的成功可交换", en="A correction and a late success commute"),
        _INTERLEAVINGS,
    ),
    (
        "P20",
        Text(
            zh="任何等待处崩溃后重启，不丢失、不重复",
            en="A crash at any point and a restart lose no effect and double none",
        ),
        _INTERLEAVINGS,
    ),
)
"""Laws P1 to P24 that compare runs or bills with each other, and where they are held."""

Figures = dict[str, dict[str, int]]

# Figures of a subsidiary ledger and of the books that control it: the same name in both.
_CONTROLLED = (
    (
        "acct.person",
        ("medical", "settlement"),
        Text(
            zh="个人账户合计等于所在地区账本的对应科目",
            en="Personal medical accounts equal the control account of their region's book",
        ),
    ),
    (
        "acct.card",
        ("card", "settlement"),
        Text(
            zh="社会保障卡银行账户合计等于所在地区账本的对应科目",
            en="Bank accounts on cards equal the control account of their region's book",
        ),
    ),
    (
        "benefit.ordered",
        ("benefits", "settlement"),
        Text(
            zh="人社待遇发放合计等于所在地区账本的基金支出",
            en="Benefits of HR and social security equal what their region's book says was spent",
        ),
    ),
    (
        "benefit.owed_back",
        ("benefits", "settlement"),
        Text(
            zh="待追回的待遇合计等于所在地区账本的应收",
            en="Benefits to be given back equal what their region's book says is owed",
        ),
    ),
    (
        "contribution.received",
        ("benefits", "settlement"),
        Text(
            zh="社会保险费实收合计等于所在地区账本的基金收入",
            en="Contributions that were paid equal what their region's book says its funds got",
        ),
    ),
    (
        "float.card",
        ("transport", "settlement"),
        Text(
            zh="公交电子钱包合计等于发卡方账簿的对应科目",
            en="Transit purses equal the control account of their operator's book",
        ),
    ),
    (
        "fare.revenue",
        ("transport", "settlement"),
        Text(
            zh="乘车清算批次合计等于运营方账簿的票款收入",
            en="Closed batches of rides equal what their operator's book says it earned",
        ),
    ),
    (
        "receivable.rider",
        ("transport", "settlement"),
        Text(
            zh="账户和收单方未付的票款等于运营方账簿的应收",
            en="Fares that accounts and acquirers owe equal what their operator's book says",
        ),
    ),
    (
        "concession.subsidy",
        ("transport", "settlement"),
        Text(
            zh="未拨付的乘车优惠补贴等于运营方账簿的应收",
            en="Concessions not yet paid equal what their operator's book says regions owe",
        ),
    ),
    (
        "deposit.reader",
        ("culture", "settlement"),
        Text(
            zh="读者押金合计等于图书馆账簿的对应科目",
            en="Readers' deposits equal the control account of their library's book",
        ),
    ),
)


def _between(figures: Figures) -> list[dict[str, Any]]:
    """The comparisons between services; one with a service that is away is left out."""
    language = world.current().language
    return [
        {
            "id": f"control.{name}",
            "service": "gateway",
            "title": title.into(language),
            **_compared(figures, name, services),
        }
        for name, services, title in _CONTROLLED
        if all(service in figures for service in services)
    ]


def _compared(figures: Figures, name: str, services: tuple[str, ...]) -> dict[str, Any]:
    """Equal in all services, region by region; what a service doesn't name is nothing."""
    ours = {
        service: {
            figure: value
            for figure, value in figures[service].items()
            if figure.startswith(name + ":")
        }
        for service in services
    }
    seen = sorted({figure for part in ours.values() for figure in part})
    different = {
        figure: {f"{service}_fen": part.get(figure, 0) for service, part in ours.items()}
        for figure in seen
        if len({part.get(figure, 0) for part in ours.values()}) > 1
    }
    return {"holds": False, "counterexample": different} if different else {"holds": True}
