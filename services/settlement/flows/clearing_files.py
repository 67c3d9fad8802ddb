"""The files of a month, made when somebody asks: of any version, the same bytes every time."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from services.settlement.domain import clearing_files as files
from services.settlement.domain.amounts import ZERO, Split
from services.settlement.domain.calendar import calendar
from services.settlement.domain.clearing_files import ClaimLine, NoticeTold, Record
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Line, Statement
from services.settlement.flows import clearing
from services.settlement.problems import CycleNotFound
from services.settlement.problems_clearing import NoticeNotFound
from services.settlement.problems_files import (
    ClearingFileNotAsGenerated,
    ClearingFileOfBillsOnly,
    ClearingStatementNotFound,
)
from services.settlement.store import clearing_files as kept
from services.settlement.store import cycles, store
from sscsim.db import Tx

_IN_MEMORY: Final = 1_000_000
"""A larger file waits on disk until it is sent."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is ready to be sent. `name` has its ending."""

    name: str
    body: BinaryIO
    size: int
    sha256: bytes


def spooled(name: str, parts: Iterable[bytes]) -> File:
    """All parts written away, so that no transaction waits for a slow reader."""
    body: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # sent later
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        body.write(part)
    size = body.tell()
    body.seek(0)
    return File(name, body, size, digest.digest())


def found_cycle(tx: Tx, cycle_id: str) -> Cycle:
    found = cycles.find(tx, cycle_id)
    if found is None:
        raise CycleNotFound(cycle_id=cycle_id)
    return found


# ---- statements


def statement(cycle_id: str, *, payer: str, payee: str, version: int | None, format: str) -> File:
    """The claims of a statement; of its current version unless another is asked for.

    Raises ClearingFileNotAsGenerated where they don't sum to the statement's own lines.
    """
    with store.read() as tx:
        cycle = found_cycle(tx, cycle_id)
        version = version or cycle.statement_version
        row = kept.statement(tx, cycle_id, version, payer, payee)
        if row is None:
            raise ClearingStatementNotFound(
                cycle_id=cycle_id, payer=payer, payee=payee, version=version
            )
        if not cycle.is_medical:
            raise ClearingFileOfBillsOnly(cycle_id=cycle_id, kind=cycle.kind)
        month, tally = str(cycle.month), _Tally()
        about = files.about_statement(month, version, payer, payee)
        records = tally.records(kept.claim_lines(tx, cycle, version, payer, payee))
        name = files.statement_name(month, version, payer, payee)
        made = spooled(f"{name}.{format}", files.WRITERS[format](files.STATEMENT, about, records))
        if tally.lines != kept.lines(tx, row.id):
            made.body.close()
            raise ClearingFileNotAsGenerated(statement_id=row.id)
    return made


@dataclass(slots=True)
class _Tally:
    """What the claims of a file come to, by line of their statement."""

    sums: dict[tuple[str, bool], tuple[int, Split]] = field(default_factory=dict)
    off: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def records(self, claims: Iterable[ClaimLine]) -> Iterator[Record]:
        for each in claims:
            key = (each.insurance, each.is_prior_year)
            count, split = self.sums.get(key, (0, Split()))
            self.sums[key] = (count + 1, split + each.split)
            self.off[key] = self.off.get(key, ZERO) + each.deducted
            yield each.record()

    @property
    def lines(self) -> list[Line]:
        return [
            Line(insurance, count, split, self.off[insurance, is_prior], is_prior)
            for (insurance, is_prior), (count, split) in sorted(self.sums.items())
        ]


# ---- notices


def notice(cycle_id: str, notice_id: str, format: str) -> File:
    """What one side of a payment is told, with the statement lines that the amount is made of."""
    with store.read() as tx:
        cycle = found_cycle(tx, cycle_id)
        found = kept.notice(tx, cycle_id, notice_id)
        if found is None:
            raise NoticeNotFound(cycle_id=cycle_id, notice_id=notice_id)
        told, statement_id = found
        behind = _behind(tx, cycle, told, statement_id)
        month = str(cycle.period)
        due = calendar(cycle.period, clearing.terms_of(cycle))["pay"].at
        about = files.about_notice(month, told, due.date().isoformat())
        records = files.notice_records(told, behind)
        name = files.notice_name(month, told)
        return spooled(f"{name}.{format}", files.WRITERS[format](files.NOTICE, about, records))


def _behind(
    tx: Tx, cycle: Cycle, told: NoticeTold, statement_id: str | None
) -> list[tuple[str, Statement]]:
    """The statements that a notice's amount comes from: one, a pair's two, or a region's all."""
    region = told.payee if told.payer == cycle.province else told.payer
    found = [(row.id, each) for row, each in cycles.published(tx, cycle, region)]
    if statement_id is not None:
        return [each for each in found if each[0] == statement_id]
    if cycle.province in (told.payer, told.payee):
        return found
    pair = {told.payer, told.payee}
    return [each for each in found if {each[1].payer, each[1].payee} == pair]


# ---- which there are


def listed(cycle_id: str) -> dict[str, Any]:
    """Every file of a month: all versions of its statements, and its notices."""
    with store.read() as tx:
        cycle = found_cycle(tx, cycle_id)
        statements = kept.every_statement(tx, cycle_id) if cycle.is_medical else []
        notices = kept.every_notice(tx, cycle_id)
    month = str(cycle.month)
    return {
        "cycle_id": cycle.id,
        "month": month,
        "statements": [_listed_statement(month, cycle, row) for row in statements],
        "notices": [
            {
                "notice_id": row.id,
                "kind": row.kind,
                "region": row.region,
                "counterpart": row.counterpart,
                "amount": row.amount,
                "issued_at": row.issued_at,
            }
            for row in notices
        ],
    }


def _listed_statement(month: str, cycle: Cycle, row: Any) -> dict[str, Any]:
    return {
        "name": files.statement_name(month, row.statement_version, row.payer, row.payee),
        "statement_id": row.id,
        "statement_version": row.statement_version,
        "payer": row.payer,
        "payee": row.payee,
        "claims": row.claims,
        "total": row.total,
        "is_current": row.statement_version == cycle.statement_version and not row.is_excluded,
        "is_carried": bool(row.is_excluded),
    }
