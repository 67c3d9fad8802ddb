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


class LawsView(View):
    object = fields.Object("invariants")
    holds = fields.Bool(required=True, description="Whether all of them hold.")
    in_transit = fields.Int(required=True, description="Messages between services on their way.")
    missing = fields.List(fields.Text(), required=True, description="Services that are away.")
    checks = fields.List(fields.Nested(LawView), required=True)


@invariants.get("/sandbox/v1/invariants", answer=LawsView)
def get_invariants() -> Any:
    """Check every law of this sandbox now, in each service and between them (不变式).

    Figures of several services are compared once nothing is in transit between them; a
    figure that two services see differently while a settlement is under way is looked at
    again before it counts.
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
    }
    return shown, waiting, not all(check["holds"] for check in between)


def _law(service: str, check: dict[str, Any]) -> dict[str, Any]:
    title = Text(**check["title"]).into(world.current().language)
    return {**check, "service": service, "title": title}


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
        "float.card",
        ("transport", "settlement"),
        Text(
            zh="公交电子钱包合计等于发卡方账簿的对应科目",
            en="Transit purses equal the control account of their operator's book",
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
