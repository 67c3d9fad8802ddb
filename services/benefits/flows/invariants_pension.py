"""The laws of pensions and their payout."""

from services.benefits.store import laws_pension
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.one_pension",
        Text("每人每险种只领取一份养老待遇", "One pension of a scheme and kind a person"),
    )(laws_pension.two_of_a_kind),
    invariant(
        "benefits.pensions_due",
        Text("死亡后、暂停期间不发放养老待遇", "No pension after a death or while it is paused"),
    )(laws_pension.paid_undue),
    invariant(
        "benefits.pensions_paid",
        Text("养老待遇发放等于核定减去退回", "Pensions paid are what was decided less returns"),
    )(laws_pension.off_decided),
    invariant(
        "benefits.pension_runs",
        Text("发放批次的笔数金额与明细一致", "A run of pensions counts as its lines do"),
    )(laws_pension.run_off_lines),
    invariant(
        "benefits.pension_history",
        Text("养老待遇标准与其变更记录一致", "A pension is what its history says"),
    )(laws_pension.off_history),
)
