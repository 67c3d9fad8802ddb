"""Making the statements of a month, and making them again."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.settlement.domain.amounts import ZERO
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Line, Lines, Statement, statement_positions
from services.settlement.flows import clearing
from services.settlement.store import claims, cooperations, cycle_lines, cycles, party_lines
from services.settlement.store.rows import split_of
from sscsim.db import Tx


def computed(tx: Tx, cycle: Cycle, version: int, payer: str | None = None) -> list[Statement]:
    """The statements that the claims of a month come to, by payer and payee.

    Two grouped sums over covering indexes; no claim is read by itself.
    """
    if not cycle.is_medical:
        return _of_parties(tx, cycle, version, payer)
    return _made(tx, cycle, version, claims.summed(tx, cycle.id, payer), payer)


def stated(tx: Tx, cycle: Cycle, version: int) -> list[Statement]:
    """The same, of the lines that are kept as claims come in: no claim is read."""
    if not cycle.is_medical:
        return _of_parties(tx, cycle, version)
    return _made(tx, cycle, version, cycle_lines.of(tx, cycle.id))


def _made(
    tx: Tx, cycle: Cycle, version: int, summed: Sequence[Any], payer: str | None = None
) -> list[Statement]:
    taken = {_key(row): split_of(row) for row in claims.deductions_summed(tx, cycle.id, payer)}
    lines: dict[tuple[str, str], list[Line]] = {}
    for row in summed:
        split, off = split_of(row), taken.get(_key(row))
        if off is not None:
            split = split - off
        deducted = off.clearing if off is not None else ZERO
        line = Line(row.insurance, row.claims, split, deducted, bool(row.is_prior_year))
        lines.setdefault((row.payer, row.payee), []).append(line)
    made = {pair: tuple(found) for pair, found in lines.items()}
    return _stated(tx, cycle, version, made, payer)


def _of_parties(tx: Tx, cycle: Cycle, version: int, payer: str | None = None) -> list[Statement]:
    """Of a kind that is no medical bill: summed by parties, from their own covering index."""
    return _stated(tx, cycle, version, party_lines.computed(tx, cycle.id, payer), payer)


def _stated(
    tx: Tx,
    cycle: Cycle,
    version: int,
    lines: Mapping[tuple[str, str], Lines],
    payer: str | None,
) -> list[Statement]:
    agreed, period = _Digests(tx, cycle, payer), str(cycle.period)
    return [
        Statement(period, version, *pair, lines[pair], agreed.of(*pair), cycle.kind)
        for pair in sorted(lines)
    ]


def _key(row: Any) -> tuple[str, str, str, bool]:
    return row.payer, row.payee, row.insurance, bool(row.is_prior_year)


class _Digests:
    """By which algorithm a pair signs: as their co-operation says, else as the scheme does."""

    def __init__(self, tx: Tx, cycle: Cycle, payer: str | None) -> None:
        self.kept = dict(cycles.digests(tx, cycle, payer)) if cycle.statement_version else {}
        self.default = cycle.how.digest_algorithm
        groups = [] if self.kept else cooperations.active(tx)
        self.groups = [each for each in groups if each.digest_algorithm]

    def of(self, payer: str, payee: str) -> str:
        if (payer, payee) in self.kept:
            return self.kept[payer, payee]
        said = (each.digest_algorithm for each in self.groups if each.joins(payer, payee))
        return next(said, None) or self.default


def publish(tx: Tx, cycle: Cycle, event: str) -> list[Statement]:
    """Make the next version of all statements and have every region asked to sign it."""
    version = cycle.statement_version + 1
    made = stated(tx, cycle, version)
    cycles.publish(tx, cycle, version, made, statement_positions(made))
    cycles.move(
        tx, cycle, event, statement_version=version, generated_at=cycle.generated_at or tx.world.now
    )
    if cycle.how.signing == "automatic":
        sides = (side for each in made for side in (each.payer, each.payee))
        clearing.arrange_each(tx, "sign", cycle, sides, f"v{version}")
    clearing.arrange(tx, "sign_overdue", cycle, suffix=f"v{version}")
    clearing.done(tx, cycle, "generated", version=version, statements=len(made))
    return made
