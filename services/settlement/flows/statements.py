"""Making the statements of a month, and making them again."""

from typing import Any

from services.settlement.domain.amounts import Split
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Line, Statement, statement_positions
from services.settlement.flows import clearing
from services.settlement.store import claims, cooperations, cycles
from services.settlement.store.rows import split_of
from sscsim.db import Tx


def computed(tx: Tx, cycle: Cycle, version: int, payer: str | None = None) -> list[Statement]:
    """The statements that the frozen claims come to, by payer and payee.

    Two grouped sums over covering indexes; no claim is read by itself.
    """
    taken = {_key(row): split_of(row) for row in claims.deductions_summed(tx, cycle.id, payer)}
    lines: dict[tuple[str, str], list[Line]] = {}
    for row in claims.summed(tx, cycle.id, payer):
        off = taken.get(_key(row), Split())
        line = Line(
            row.insurance, row.claims, split_of(row) - off, off.clearing, bool(row.is_prior_year)
        )
        lines.setdefault((row.payer, row.payee), []).append(line)
    month, agreed = str(cycle.month), _Digests(tx, cycle)
    return [
        Statement(month, version, payer, payee, tuple(found), agreed.of(payer, payee))
        for (payer, payee), found in sorted(lines.items())
    ]


def _key(row: Any) -> tuple[str, str, str, bool]:
    return row.payer, row.payee, row.insurance, bool(row.is_prior_year)


class _Digests:
    """By which algorithm a pair signs: as their co-operation says, else as the scheme does."""

    def __init__(self, tx: Tx, cycle: Cycle) -> None:
        self.kept = dict(cycles.digests(tx, cycle)) if cycle.statement_version else {}
        self.default = cycle.how.digest_algorithm
        self.groups = [] if self.kept else cooperations.active(tx)

    def of(self, payer: str, payee: str) -> str:
        if (payer, payee) in self.kept:
            return self.kept[payer, payee]
        said = (each.digest_algorithm for each in self.groups if each.joins(payer, payee))
        return next((one for one in said if one), self.default)


def publish(tx: Tx, cycle: Cycle, event: str) -> list[Statement]:
    """Make the next version of all statements and have every region asked to sign it."""
    version = cycle.statement_version + 1
    made = computed(tx, cycle, version)
    cycles.publish(tx, cycle, version, made, statement_positions(made))
    cycles.move(
        tx, cycle, event, statement_version=version, generated_at=cycle.generated_at or tx.world.now
    )
    if cycle.how.signing == "automatic":
        for region in sorted({side for each in made for side in (each.payer, each.payee)}):
            clearing.arrange(tx, "sign", cycle, region, f"v{version}")
    clearing.arrange(tx, "sign_overdue", cycle, suffix=f"v{version}")
    clearing.done(tx, cycle, "generated", version=version, statements=len(made))
    return made
