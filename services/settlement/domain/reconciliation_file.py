"""The daily file (三方对账文件) of one side of a region's day.

    RECON,1,20260401,510100,insured
    settlement_id,kind,state,home_region_code,…,account_pay_fen,clearing_fen
    stl_…,settlement,stands,510100,500000,…,30000,965000
    END,1,965000,<sha256>

`insured`: what the region committed as insured side, for its own persons. `treatment`: what
it holds as region of treatment, for persons of other regions. `mirror`: what the clearing side
recorded of both. The trailer's sum is that of `clearing_fen`, what regions owe for the lines.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.settlement.domain.amounts import Split
from services.settlement.domain.chart import FUNDS, INSURANCE_CODES
from services.settlement.domain.reconciliation import (
    INSURED,
    KINDS,
    REVERSAL,
    SETTLEMENT,
    STATES,
    Line,
)
from sscsim.kernel import regions
from sscsim.kernel.control_file import (
    Control,
    FileFault,
    Form,
    Row,
    read,
    whole_fen,
    write,
)
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

MARK: Final = "RECON"
VERSION: Final = "1"
_STL: Final = re.compile("stl_[0-9A-HJKMNP-TV-Z]{26}")
_AMOUNTS: Final = (*(f"{name}_fen" for name in FUNDS), "account_pay_fen")
FORM: Final = Form(
    columns=(
        "settlement_id",
        "kind",
        "state",
        "home_region_code",
        "care_region_code",
        "insurance_kind",
        "settled_at",
        *_AMOUNTS,
        "clearing_fen",
    ),
    summed="clearing_fen",
    unique="settlement_id",
    max_lines=20_000,
)


@dataclass(frozen=True, slots=True)
class Head:
    """Whose file it is."""

    day: date
    region: str
    side: str

    @property
    def record(self) -> tuple[str, ...]:
        return (MARK, VERSION, f"{self.day:%Y%m%d}", self.region, self.side)

    @property
    def name(self) -> str:
        return f"{MARK}_{self.day:%Y%m%d}_{self.region}_{self.side}.csv"


def written(head: Head, lines: Iterable[Line]) -> tuple[bytes, Control]:
    """The file and what its trailer says; the same lines in the same order, the same bytes."""
    return write(FORM, head.record, (_shown(line) for line in lines))


def _shown(line: Line) -> tuple[str, ...]:
    return (
        line.settlement_id,
        line.kind,
        line.state,
        line.home_region,
        line.care_region,
        line.insurance,
        line.settled_at.astimezone(CHINA).isoformat(),
        *(str(fen) for fen in line.amounts.values()),
        str(line.split.clearing.fen),
    )


def lines_of(head: Head, content: bytes) -> list[Line]:
    """The lines of a party's file, in the order of their ids; FileFault refuses it whole."""
    found = [_line(head, number, row) for number, row in read(FORM, head.record, content)]
    return sorted(found, key=lambda line: line.settlement_id)


def _line(head: Head, number: int, row: Row) -> Line:
    _check_words(number, row)
    settled_at = _instant(number, row["settled_at"])
    amounts = [Money(whole_fen(row[name], number)) for name in _AMOUNTS]
    line = Line(
        settlement_id=row["settlement_id"],
        kind=row["kind"],
        state=row["state"],
        home_region=row["home_region_code"],
        care_region=row["care_region_code"],
        insurance=row["insurance_kind"],
        settled_at=settled_at,
        split=Split(*amounts),
    )
    _check_place(head, number, line)
    _check_amounts(number, line, int(row["clearing_fen"]))
    return line


def _check_words(number: int, row: Row) -> None:
    if not _STL.fullmatch(row["settlement_id"]):
        raise FileFault(number, "id", "结算编号格式错误", "settlement_id has the wrong form")
    for name, words in (
        ("kind", KINDS),
        ("state", STATES),
        ("insurance_kind", tuple(INSURANCE_CODES)),
    ):
        if row[name] not in words:
            listed = ", ".join(words)
            raise FileFault(
                number, name, f"{name} 须为 {listed} 之一", f"{name} must be one of {listed}"
            )
    for name in ("home_region_code", "care_region_code"):
        if not regions.is_known(row[name]):
            raise FileFault(number, name, f"{name} 不是地区代码", f"{name} is no region")


def _instant(number: int, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(CHINA)
    except (ValueError, OverflowError):
        pass
    raise FileFault(number, "settled_at", "时间须带时区", "settled_at is no instant with an offset")


def _check_place(head: Head, number: int, line: Line) -> None:
    own = line.home_region if head.side == INSURED else line.care_region
    if own != head.region or line.home_region == line.care_region:
        raise FileFault(
            number,
            "other_region",
            f"不是 {head.region} 的明细",
            f"is no line of {head.region} as {head.side} side",
        )
    if line.day != head.day:
        raise FileFault(number, "other_day", f"不是 {head.day} 的明细", f"is no line of {head.day}")


def _check_amounts(number: int, line: Line, clearing: int) -> None:
    if line.split.clearing.fen != clearing:
        raise FileFault(
            number,
            "clearing",
            "清算金额与各项之和不符",
            f"clearing_fen is not the sum of its parts, {line.split.clearing.fen}",
        )
    signs = {SETTLEMENT: 1, REVERSAL: -1}
    sign = signs.get(line.kind)
    if sign is not None and any(sign * fen < 0 for fen in line.amounts.values()):
        raise FileFault(
            number,
            "sign",
            "撤销须为负数，结算不得为负",
            "a reversal is below zero, a settlement is not",
        )


def sha256_of(content: bytes) -> str:
    """What the trailer of a file says, which was read and found in order."""
    return content.rstrip(b"\n").rpartition(b",")[2].decode()
