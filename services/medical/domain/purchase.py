"""A purchase at a pharmacy that one message made (药店结算): visit, lines and settlement at once.

What was made at once is undone at once: when the settlement no longer stands, the lines are
withdrawn and the visit cancelled, and the drugs' trace codes may be sold again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.medical.domain.fee_lines import Split
from sscsim.kernel.problems import FieldError, Text

SOLD, GIVEN_BACK = "sold", "given_back"
TRACES = (SOLD, GIVEN_BACK)

_SUM = Text(zh="应为 {due}，报文为 {said}", en="must be {due}, not {said}")
_UNKNOWN = Text(zh="{item_code} 不在处方中", en="{item_code} is not prescribed")
_TOO_MUCH = Text(
    zh="超过处方数量，处方为 {prescribed}", en="is more than is prescribed, which is {prescribed}"
)


@dataclass(frozen=True, slots=True)
class Purchase:
    """`prescription_id`: the electronic prescription that it rests on, if it does."""

    visit_id: str
    settlement_id: str
    institution_code: str
    msgid: str
    prescription_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace code (药品追溯码) as a purchase has it; of an opened package (拆零) it may be sold
    more than once. Added to, never changed: what is given back has a row of its own."""

    settlement_id: str
    ordinal: int
    institution_code: str
    line_number: str
    trace_code: str
    is_split: bool
    what: str
    created_at: datetime


def total_that_differs(bill: Split, said: Decimal, place: str) -> list[FieldError]:
    """The stated total where it isn't the sum of the lines."""
    if said * 100 == bill.total.fen:
        return []
    params = {"due": f"{Decimal(bill.total.fen) / 100:.2f}", "said": f"{said:.2f}"}
    return [FieldError("sum_differs", _SUM, pointer=place, params=params)]


def not_prescribed(
    lines: Sequence[Mapping[str, Any]], drugs: Sequence[Mapping[str, Any]], node: str
) -> Iterator[FieldError]:
    """Lines of what an electronic prescription doesn't have, or not as much of."""
    prescribed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for drug in drugs:
        prescribed[drug["medListCodg"]] += Decimal(drug["drugCnt"])
    left = dict(prescribed)
    for ordinal, line in enumerate(lines):
        code, place = line["med_list_codg"], f"/{node}/{ordinal}"
        if code not in left:
            params = {"item_code": code}
            where = f"{place}/med_list_codg"
            yield FieldError("not_prescribed", _UNKNOWN, pointer=where, params=params)
            continue
        left[code] -= line["cnt"]
        if left[code] < 0:
            params = {"prescribed": f"{prescribed[code]}"}
            yield FieldError(
                "more_than_prescribed", _TOO_MUCH, pointer=f"{place}/cnt", params=params
            )
