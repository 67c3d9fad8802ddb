"""The laws of a world, each with its counterexample if it is broken."""

from typing import Any

import marshmallow as ma

from gateway import asking
from sscsim import world
from sscsim.web import Blueprint, View, fields

invariants = Blueprint("invariants", tag="Invariants", description="What always holds.")


class LawView(View):
    """One law and whether it holds."""

    id = fields.Text(required=True)
    service = fields.Text(required=True)
    title = fields.Text(required=True, max=400)
    holds = fields.Bool(required=True)
    counterexample = ma.fields.Dict(
        keys=ma.fields.String(),
        metadata={"type": "object", "additionalProperties": {}, "description": "Why it is broken."},
    )


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


def _look() -> tuple[dict[str, Any], list[str]]:
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
    unequal = [] if all(check["holds"] for check in between) else ["settlement"]
    return shown, sorted({*waiting, *unequal})


def _law(service: str, check: dict[str, Any]) -> dict[str, Any]:
    language = "en" if world.current().language == "en" else "zh"
    return {**check, "service": service, "title": check["title"][language]}


Figures = dict[str, dict[str, int]]

# A subsidiary ledger's figures and the control accounts they must equal, by prefix.
_PAIRS = (
    (
        "P24",
        "个人账户合计等于基金账的对应科目",
        "Personal medical accounts equal the control account of their region's book",
        ("medical", "personal_accounts."),
        ("settlement", "acct.person."),
    ),
)


def _between(figures: Figures) -> list[dict[str, Any]]:
    """The comparisons between services; one whose figures are missing on a side is left out."""
    language = world.current().language
    return [
        {
            "id": law,
            "service": "gateway",
            "title": en if language == "en" else zh,
            **_compared(figures, ours, theirs),
        }
        for law, zh, en, ours, theirs in _PAIRS
        if ours[0] in figures and theirs[0] in figures
    ]


def _compared(figures: Figures, ours: tuple[str, str], theirs: tuple[str, str]) -> dict[str, Any]:
    left, right = _by_region(figures, *ours), _by_region(figures, *theirs)
    different = {
        region: {ours[0] + "_fen": left.get(region, 0), theirs[0] + "_fen": right.get(region, 0)}
        for region in sorted({*left, *right})
        if left.get(region, 0) != right.get(region, 0)
    }
    return {"holds": False, "counterexample": different} if different else {"holds": True}


def _by_region(figures: Figures, service: str, prefix: str) -> dict[str, int]:
    return {
        name.removeprefix(prefix): value
        for name, value in figures[service].items()
        if name.startswith(prefix)
    }
