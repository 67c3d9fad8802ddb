"""Making the statements of a month, and making them again."""

from services.settlement.domain.amounts import Split
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Line, Statement, statement_positions
from services.settlement.flows import clearing
from services.settlement.store import claims, cycles
from services.settlement.store.rows import split_of
from sscsim.db import Tx


def computed(tx: Tx, cycle: Cycle, version: int, payer: str | None = None) -> list[Statement]:
    """The statements that the frozen claims come to, by payer and payee.

    Two grouped sums over covering indexes; no claim is read by itself.
    """
    taken = {
        (row.payer, row.payee, row.insurance): split_of(row)
        for row in claims.deductions_summed(tx, cycle.id, payer)
    }
    lines: dict[tuple[str, str], list[Line]] = {}
    for row in claims.summed(tx, cycle.id, payer):
        off = taken.get((row.payer, row.payee, row.insurance), Split())
        line = Line(row.insurance, row.claims, split_of(row) - off, off.clearing)
        lines.setdefault((row.payer, row.payee), []).append(line)
    month = str(cycle.month)
    return [
        Statement(month, version, payer, payee, tuple(found))
        for (payer, payee), found in sorted(lines.items())
    ]


def publish(tx: Tx, cycle: Cycle, event: str) -> list[Statement]:
    """Make the next version of all statements and have every region asked to sign it."""
    version = cycle.statement_version + 1
    made = computed(tx, cycle, version)
    cycles.publish(tx, cycle, version, made, statement_positions(made))
    cycles.move(tx, cycle, event, statement_version=version, generated_at=tx.world.now)
    for region in sorted({side for each in made for side in (each.payer, each.payee)}):
        clearing.arrange(tx, "sign", cycle, region, f"v{version}")
    clearing.done(tx, cycle, "generated", version=version, statements=len(made))
    return made


def reopen(tx: Tx, cycle: Cycle) -> None:
    """The frozen set changed before all had signed: the same set under a new version."""
    cycles.move(tx, cycle, "reopen")
    again = cycles.find(tx, cycle.id)
    assert again is not None
    publish(tx, again, "generate")
