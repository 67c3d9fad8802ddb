"""The employment and unemployment record of a person (就业失业登记信息查询, HRSS-005)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from services.benefits import problems_employment as problems
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case
from sscsim.kernel.periods import Month

NAMES: Mapping[str, tuple[str, str]] = {
    "job_seeker": ("求职登记", "Job-seeker registration"),
    "employment": ("就业登记", "Employment registration"),
    "unemployment": ("失业登记", "Unemployment registration"),
    "hardship_recognition": ("就业困难人员认定", "Recognition of employment difficulty"),
    "employment_certificate": ("就业创业证", "Employment and start-up certificate"),
    "unemployed_graduate": ("离校未就业高校毕业生登记", "Registration as a graduate without work"),
    "graduate": ("毕业生接收", "Reception as a graduate"),
    "labour_contract": ("劳动合同", "Labour contract"),
}


class Recorded(Protocol):
    """A record as the query shows it."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def region_code(self) -> str: ...
    @property
    def from_date(self) -> date: ...
    @property
    def to_date(self) -> date | None: ...


def stretch_of(case: Case) -> tuple[Month | None, Month | None]:
    """The months asked about; MonthsReversed when they end before they begin."""
    first, last = (
        Month.parse(case.inputs[name]) if name in case.inputs else None
        for name in ("from_month", "to_month")
    )
    if first is not None and last is not None and last < first:
        raise problems.MonthsReversed(from_month=str(first), to_month=str(last))
    return first, last


def within(records: Iterable[Recorded], first: Month | None, last: Month | None) -> list[Recorded]:
    """Those that share a day with the months."""
    return [
        each
        for each in records
        if (last is None or each.from_date <= last.last)
        and (first is None or each.to_date is None or each.to_date >= first.first)
    ]


def shown(records: Sequence[Recorded]) -> dict[str, Any]:
    """The answer; that there is none is an answer too (none_found)."""
    return {
        "outcome": "returned" if records else "none_found",
        "records": [
            {
                "kind": each.kind,
                "id": each.id,
                "status": each.status,
                "region_code": each.region_code,
                "from_date": each.from_date.isoformat(),
                **({"to_date": each.to_date.isoformat()} if each.to_date else {}),
            }
            for each in records
        ],
    }


def printed(case: Case, records: Sequence[Recorded]) -> Printed:
    """What the certificate says; also that nothing was found."""
    lines = [
        line(
            *NAMES.get(each.kind, (each.kind, each.kind)),
            f"{each.region_code} {each.from_date} — {each.to_date or ''} {each.status}",
        )
        for each in records
    ]
    if not lines:
        lines = [line("查询结果", "Result", "无登记记录", "no record found")]
    return Printed("就业失业登记信息", "Employment and unemployment record", tuple(lines))
