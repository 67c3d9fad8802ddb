"""Laws that hold in every benefits store at any instant."""

from typing import Any

from services.benefits.flows import (
    invariants_annuity,
    invariants_inheritance,
    invariants_injury,
    invariants_insurance,
    invariants_pension,
    invariants_private_pension,
    invariants_transfer,
    invariants_unemployment,
)
from services.benefits.flows.items import HANDLINGS
from services.benefits.store import laws, laws_fiscal, laws_insurance, laws_relations
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant


def _two_open(tx: Tx) -> dict[str, Any] | None:
    several = [code for code, each in HANDLINGS.items() if not each.one_at_a_time]
    return laws.two_open(tx, several)


CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.one_effect",
        Text("每个批准有且只有一个效果", "Each approval has its effect, and each effect one"),
    )(laws.effect_off_decision),
    invariant(
        "benefits.waited_for",
        Text("未办结的办件总有等待对象", "What is not closed waits for somebody who can act"),
    )(laws.nobody_waited_for),
    invariant(
        "benefits.history",
        Text("办件状态与其办理过程一致", "An application is where its steps led it"),
    )(laws.state_off_history),
    invariant(
        "benefits.one_at_a_time",
        Text("同一人同一事项只有一份在办", "One open application a person and item"),
    )(_two_open),
    invariant(
        "benefits.paid_once",
        Text("每笔应发金额只发放一次", "What is ordered is paid once, or open once"),
    )(laws.paid_off_decided),
    invariant(
        "benefits.explained",
        Text("金额说明可重新计算", "Each explanation, computed again, gives the amount"),
    )(laws.false_explanation),
    invariant(
        "benefits.certificates",
        Text("每份证明都有其办件", "Each certificate was printed by an application"),
    )(laws.certificate_off_application),
    invariant(
        "benefits.recoveries",
        Text("追回金额与退回、抵扣明细一致", "What was given back is what its parts say"),
    )(laws.recovery_off_parts),
    invariant(
        "benefits.subsidies_apart",
        Text("同一人同一月份只有一项按月补贴", "One monthly subsidy a person and month"),
    )(laws.two_subsidies_a_month),
    invariant(
        "benefits.file_one_place",
        Text("一人一档，档案只在一处", "A file is in one place, or on one way"),
    )(laws_relations.file_in_two_places),
    invariant(
        "benefits.wage_account",
        Text("工资专用账户收支与工资表一致", "A wage account sent what it held and its sheets say"),
    )(laws_relations.wage_account_off),
    invariant(
        "benefits.dues_paid",
        Text("应付款与其发放一致", "A due is paid by its own sum, once"),
    )(laws_relations.due_off_payment),
    invariant(
        "benefits.subsidies_counted",
        Text("补贴批次的笔数金额与明细一致", "A batch of subsidies counts as its lines do"),
    )(laws_fiscal.batch_off_lines),
    invariant(
        "benefits.subsidies_once",
        Text("批次内每人至多发放一笔", "Nobody is paid by two lines of one batch"),
    )(laws_fiscal.paid_twice),
    *invariants_insurance.CHECKS,
    *invariants_pension.CHECKS,
    *invariants_injury.CHECKS,
    *invariants_private_pension.CHECKS,
    *invariants_annuity.CHECKS,
    *invariants_inheritance.CHECKS,
    *invariants_transfer.CHECKS,
    *invariants_unemployment.CHECKS,
)

FIGURES = (laws.ordered_by_fund, laws.owed_back, laws_insurance.received)
