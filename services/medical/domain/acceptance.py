"""What a cross-province acceptance (异地就医联网接口验收) asks, ticked off from traffic.

Pure: messages as they were kept go in, one finding per item comes out, with the messages that
prove it, or what is still missing. The list of items is ours, made after what such acceptances
are said to ask; no authority's list was found, so it is `assumed`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sscsim.kernel.problems import Text

STATUS = "assumed"
PASSED, MISSING = "passed", "missing"
HOSPITAL, PHARMACY, BOTH = "hospital", "pharmacy", "both"
CARD, CODE = "03", "01"

SETTLES = ("2102", "2207", "2207A", "2304")
REVERSES = ("2103", "2208", "2305")
OUTPATIENT = (("2201",), ("2203", "2203A"), ("2204",), ("2206", "2206A"), ("2207", "2207A"))
INPATIENT = (("2401",), ("2301",), ("2402",), ("2303",), ("2304",))


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was served, or whose work was begun.

    `input` and `output` by node; `care` and `home`: regions of the settlement that it is about.
    """

    infno: str
    msgid: str
    institution_code: str
    is_good: bool
    repeats: int
    visit_id: str | None
    input: Mapping[str, Any]
    output: Any
    care: str | None = None
    home: str | None = None

    def given(self, node: str, name: str) -> Any:
        """A field of a node of the input, as it was sent."""
        found = self.input.get(node)
        item = found[0] if isinstance(found, list) and found else found
        return item.get(name) if isinstance(item, Mapping) else None


@dataclass(frozen=True, slots=True)
class Item:
    """`found` gives the messages that prove it; none: not yet. `needs` says what has to be sent."""

    key: str
    title: Text
    needs: Text
    found: Callable[[Sequence[Seen]], list[Seen]]
    asked_of: str = BOTH


@dataclass(frozen=True, slots=True)
class Finding:
    """An item, whether it is ticked off, and by which messages."""

    item: Item
    status: str
    evidence: tuple[Seen, ...]


def findings(seen: Sequence[Seen], kind: str = BOTH) -> list[Finding]:
    """Every item that is asked of such an institution; `both`: all of them."""
    made = []
    for item in ITEMS:
        if kind in (BOTH, item.asked_of) or item.asked_of == BOTH:
            proof = tuple(item.found(seen))
            made.append(Finding(item, PASSED if proof else MISSING, proof))
    return made


# ---- what proves an item


def _good(seen: Sequence[Seen], *infnos: str) -> Iterator[Seen]:
    return (one for one in seen if one.infno in infnos and one.is_good)


def _read_by(certificate: str) -> Callable[[Sequence[Seen]], list[Seen]]:
    def found(seen: Sequence[Seen]) -> list[Seen]:
        own = ("1161",) if certificate == CARD else ("1162",)
        for one in _good(seen, "1101", *own):
            said = str(one.given("data", "mdtrt_cert_type") or "")
            if one.infno != "1101" or said.lstrip("0") == certificate.lstrip("0"):
                return [one]
        return []

    return found


def _chain(*steps: tuple[str, ...]) -> Callable[[Sequence[Seen]], list[Seen]]:
    """One visit that went through all the steps, in their order."""

    def found(seen: Sequence[Seen]) -> list[Seen]:
        by_visit: dict[str, list[Seen]] = {}
        for one in seen:
            if one.is_good and one.visit_id is not None:
                by_visit.setdefault(one.visit_id, []).append(one)
        for messages in by_visit.values():
            proof = _in_order(messages, steps)
            if proof:
                return proof
        return []

    return found


def _in_order(messages: Sequence[Seen], steps: Sequence[tuple[str, ...]]) -> list[Seen]:
    proof: list[Seen] = []
    wanted = list(steps)
    for one in messages:
        if wanted and one.infno in wanted[0]:
            proof.append(one)
            wanted.pop(0)
    return proof if not wanted else []


def _any_of(*infnos: str) -> Callable[[Sequence[Seen]], list[Seen]]:
    def found(seen: Sequence[Seen]) -> list[Seen]:
        return list(_good(seen, *infnos))[:1]

    return found


def _lost_answer(seen: Sequence[Seen]) -> list[Seen]:
    """A settlement that was sent again under its own msgid, or taken back by 2601."""
    for one in seen:
        if one.infno in SETTLES and one.is_good and one.repeats:
            return [one]
    for one in _good(seen, "2601"):
        if str(one.given("data", "oinfno") or "") in SETTLES:
            return [one]
    return []


def _reconciled(seen: Sequence[Seen]) -> list[Seen]:
    """The totals agreed at least once, and details were compared."""
    equal = [
        one for one in _good(seen, "3201") if _said(one.output, "stmtinfo", "stmt_rslt") == "0"
    ]
    details = list(_good(seen, "3202"))
    return [equal[-1], details[-1]] if equal and details else []


def _said(output: Any, node: str, name: str) -> str:
    found = output.get(node) if isinstance(output, Mapping) else None
    return str(found.get(name)) if isinstance(found, Mapping) else ""


def _month_end(seen: Sequence[Seen]) -> list[Seen]:
    """A clearing was applied for, or the month with other regions was fetched and confirmed."""
    applied = list(_good(seen, "3203"))
    if applied:
        return applied[-1:]
    fetched, confirmed = list(_good(seen, "3260")), list(_good(seen, "3261"))
    return [fetched[-1], confirmed[-1]] if fetched and confirmed else []


def _both_ways(seen: Sequence[Seen]) -> list[Seen]:
    """Two provinces whose insured were each settled in the other."""
    across: dict[tuple[str, str], Seen] = {}
    for one in seen:
        if one.infno in SETTLES and one.is_good and one.care and one.home:
            way = (one.care[:2], one.home[:2])
            if way[0] != way[1]:
                across.setdefault(way, one)
    for (care, home), one in across.items():
        if (home, care) in across:
            return [one, across[home, care]]
    return []


ITEMS: tuple[Item, ...] = (
    Item(
        "read_card",
        Text(zh="读取社会保障卡", en="A card is read"),
        Text(zh="1101，就诊凭证类型 03", en="1101 with mdtrt_cert_type 03"),
        _read_by(CARD),
    ),
    Item(
        "read_code",
        Text(zh="读取电子凭证", en="An electronic credential is read"),
        Text(zh="1101，就诊凭证类型 01", en="1101 with mdtrt_cert_type 01"),
        _read_by(CODE),
    ),
    Item(
        "outpatient",
        Text(zh="门诊就医结算", en="An outpatient visit is settled"),
        Text(
            zh="同一就诊：2201、2203、2204、2206、2207",
            en="One visit through 2201, 2203, 2204, 2206 and 2207",
        ),
        _chain(*OUTPATIENT),
        HOSPITAL,
    ),
    Item(
        "inpatient",
        Text(zh="住院就医结算", en="A stay in hospital is settled"),
        Text(
            zh="同一就诊：2401、2301、2402、2303、2304",
            en="One visit through 2401, 2301, 2402, 2303 and 2304",
        ),
        _chain(*INPATIENT),
        HOSPITAL,
    ),
    Item(
        "pharmacy",
        Text(zh="药店购药结算", en="A purchase at a pharmacy is settled"),
        Text(zh="2102", en="2102"),
        _any_of("2102"),
        PHARMACY,
    ),
    Item(
        "reversal",
        Text(zh="结算撤销", en="A settlement is reversed"),
        Text(zh="2208、2305 或 2103", en="2208, 2305 or 2103"),
        _any_of(*REVERSES),
    ),
    Item(
        "lost_answer",
        Text(zh="应答丢失的处理", en="A lost answer is handled"),
        Text(
            zh="以原 msgid 重发结算，或以 2601 冲正",
            en="A settlement sent again under its msgid, or taken back by 2601",
        ),
        _lost_answer,
    ),
    Item(
        "reconciliation",
        Text(zh="对账", en="Reconciliation"),
        Text(zh="3201 平账，并完成 3202", en="3201 that agrees, and 3202"),
        _reconciled,
    ),
    Item(
        "month_end",
        Text(zh="月末清算", en="Month end"),
        Text(zh="3203，或 3260 与 3261", en="3203, or 3260 and 3261"),
        _month_end,
    ),
    Item(
        "cross_province",
        Text(zh="跨省双向结算", en="Across provinces, both ways"),
        Text(
            zh="甲省参保人在乙省结算，乙省参保人在甲省结算",
            en="The insured of each of two provinces are settled in the other",
        ),
        _both_ways,
    ),
)
INFNOS = tuple(
    sorted(
        {"1101", "1161", "1162", "2601", "3201", "3202", "3203", "3260", "3261"}
        | {*SETTLES, *REVERSES}
        | {number for step in (*OUTPATIENT, *INPATIENT) for number in step}
    )
)
"""The numbers that any item asks for."""
