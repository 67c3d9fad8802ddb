"""What the three sides say of a region's day: asked side by side, settlement by settlement.

The insured side and the region of treatment are asked through `medical`, page by page; where a
party sent a file of its own, the file speaks for it. The mirror is the claims. No transaction
is open while another service is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge
from itertools import groupby, islice
from typing import Any, Final

from services.settlement.domain.amounts import Split
from services.settlement.domain.reconciliation import (
    INSURED,
    MIRROR,
    PARTIES,
    SIDES,
    TREATMENT,
    Line,
)
from services.settlement.store import reconciliation_files, reconciliations, store
from sscsim import peers
from sscsim.faults import Outcome, happening
from sscsim.kernel.money import Money

OF_DAY, OF_IDS = "/internal/v1/daily-lines/of-day", "/internal/v1/daily-lines/of-ids"
_AT_ONCE: Final = 500
"""Settlements that are compared, and looked up where a side lacks them, at once."""
_ALTERED: Final = Money(100)

Lines = dict[str, Line]
"""One settlement by the sides that have it."""
_Page = Callable[[str], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whose files speak on a day: {side: {region: file}}."""

    files: Mapping[str, Mapping[str, str]]

    def told(self, home: str, care: str) -> frozenset[str]:
        """The sides of a settlement that a file speaks for."""
        owners = {INSURED: home, TREATMENT: care}
        return frozenset(side for side in PARTIES if owners[side] in self.files[side])


def spoken(tx: Any, day: date) -> Spoken:
    return Spoken({side: reconciliation_files.of_day(tx, day, side) for side in PARTIES})


def of_day(region: str, day: date, told: Spoken) -> Iterator[list[Lines]]:
    """All settlements of a region's day, those of its persons first, in batches.

    What a side doesn't have on this day is looked for on any other.
    """
    bad = happening("reconciliation_line_missing", "reconciliation_amount_altered", region=region)
    spoil = _Spoil(bad)
    for role in PARTIES:
        together = _side_by_side(role, region, day, told, spoil)
        while some := list(islice(together, _AT_ONCE)):
            yield completed(some, day)


def of_one(settlement_id: str, day: date) -> Lines:
    """What the sides say of one settlement of this day now."""
    found = _elsewhere({side: [settlement_id] for side in SIDES}, day)
    return {side: lines[settlement_id] for side, lines in found.items() if settlement_id in lines}


# ---- the sides of one day, each in the order of its settlements


def _side_by_side(
    role: str, region: str, day: date, told: Spoken, spoil: "_Spoil"
) -> Iterator[Lines]:
    streams = [_tagged(side, _party(side, role, region, day, told.files[side])) for side in PARTIES]
    streams[1] = spoil.struck(streams[1])
    streams.append(_tagged(MIRROR, _paged(_claims(role, region, day))))
    together = merge(*streams, key=lambda tagged: tagged[1].settlement_id)
    for _, same in groupby(together, key=lambda tagged: tagged[1].settlement_id):
        yield dict(same)


def _tagged(side: str, lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    return ((side, line) for line in lines)


def _party(
    side: str, role: str, region: str, day: date, files: Mapping[str, str]
) -> Iterator[Line]:
    """A side's lines: of regions with a file of their own from there, of the others as asked."""
    told = _paged(_told(list(files.values()), role, region)) if files else iter(())
    if side == role and region in files:
        yield from told
        return
    asked = _asked(side, role, region, day)
    others = (line for line in asked if _owner(side, line) not in files)
    yield from merge(told, others, key=lambda line: line.settlement_id)


def _owner(side: str, line: Line) -> str:
    return line.home_region if side == INSURED else line.care_region


def _asked(side: str, role: str, region: str, day: date) -> Iterator[Line]:
    question = {"side": side, "role": role, "region": region, "day": day.isoformat()}
    after, more = "", True
    while more:
        answer = peers.call("medical", "POST", OF_DAY, {**question, "after": after}, region=region)
        lines = [read_line(each) for each in answer["lines"]]
        yield from lines
        more = answer["more"] and bool(lines)
        after = lines[-1].settlement_id if lines else after


def _told(file_ids: list[str], role: str, region: str) -> _Page:
    def page(after: str) -> Sequence[Line]:
        with store.read() as tx:
            return reconciliation_files.lines(tx, file_ids, role, region, after)

    return page


def _claims(role: str, region: str, day: date) -> _Page:
    def page(after: str) -> Sequence[Line]:
        with store.read() as tx:
            return reconciliations.mirror(tx, role, region, day, after)

    return page


def _paged(page: _Page) -> Iterator[Line]:
    after = ""
    while lines := page(after):
        yield from lines
        if len(lines) < reconciliations.CHUNK:
            return
        after = lines[-1].settlement_id


def read_line(said: Mapping[str, Any]) -> Line:
    """A line as the other service says it; KeyError or ValueError when it isn't one."""
    funds = {name: Money(fen) for name, fen in said["funds"].items()}
    return Line(
        settlement_id=said["settlement_id"],
        kind=said["kind"],
        state=said["state"],
        home_region=said["home_region"],
        care_region=said["care_region"],
        insurance=said["insurance"],
        settled_at=datetime.fromisoformat(said["settled_at"]),
        split=Split.of(funds, Money(said["account_pay_fen"])),
        taken_back_by=said["taken_back_by"],
    )


# ---- what a side lacks that day, on any other


def completed(batch: list[Lines], day: date) -> list[Lines]:
    """Each settlement with the lines of sides that have it, but on another day."""
    missing: dict[str, list[str]] = {side: [] for side in SIDES}
    for lines in batch:
        for side in SIDES:
            if side not in lines:
                missing[side].append(next(iter(lines.values())).settlement_id)
    found = _elsewhere({side: ids for side, ids in missing.items() if ids}, day)
    for lines in batch:
        key = next(iter(lines.values())).settlement_id
        for side, others in found.items():
            if side not in lines and key in others and others[key].day != day:
                lines[side] = others[key]
    return batch


def _elsewhere(ids: Mapping[str, list[str]], day: date) -> dict[str, dict[str, Line]]:
    return {
        side: _mirrored(wanted) if side == MIRROR else _of_party(side, wanted, day)
        for side, wanted in ids.items()
    }


def _mirrored(ids: list[str]) -> dict[str, Line]:
    with store.read() as tx:
        return {line.settlement_id: line for line in reconciliations.mirrored(tx, ids)}


def _of_party(side: str, ids: list[str], day: date) -> dict[str, Line]:
    """As asked, but for days on which files of its own speak for it."""
    body = {"side": side, "settlement_ids": ids}
    answer = peers.call("medical", "POST", OF_IDS, body)
    asked = [read_line(each) for each in answer["lines"]]
    with store.read() as tx:
        written = reconciliation_files.lines_of(tx, side, ids)
        days = sorted({day, *(line.day for line in asked)})
        speak = reconciliation_files.spoken_for(tx, side, days)
    found = {
        line.settlement_id: line for line in asked if (_owner(side, line), line.day) not in speak
    }
    return found | {line.settlement_id: line for line in written}


# ---- bad days


@dataclass
class _Spoil:
    """One line of what the region of treatment reports is left out, or has another amount."""

    bad: Outcome | None

    def struck(self, lines: Iterator[tuple[str, Line]]) -> Iterator[tuple[str, Line]]:
        for side, line in lines:
            bad, self.bad = self.bad, None
            if bad is None:
                yield side, line
            elif bad.name == "reconciliation_amount_altered":
                more = replace(line.split, hifp=line.split.hifp + _ALTERED)
                yield side, replace(line, split=more)
