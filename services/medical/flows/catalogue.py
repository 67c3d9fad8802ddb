"""What the catalogue says: of an item, of all, and of the lines of a bill."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.medical import problems_catalogue as problems
from services.medical import terms
from services.medical.domain import catalogue as domain
from services.medical.domain import charge
from services.medical.domain.catalogue import SHARE, Because, Disease, InForce, Item
from services.medical.domain.charge import Counted
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import PHARMACY
from services.medical.flows.listing import page_of
from services.medical.problems import RegionUnknown
from services.medical.store import catalogue, packs, store
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.kernel import regions
from sscsim.kernel.problems import FieldError
from sscsim.policy import FigureMissing, PolicyMissing


@dataclass(frozen=True)
class ShownItem:
    """An item as it counts in a region on a day; `share` None: no one has a figure for it."""

    item: Item
    region: str | None
    on: date
    found: InForce
    share: Fraction | None

    @property
    def share_bp(self) -> int | None:
        return None if self.share is None else int(self.share * 10_000)


def get(item_code: str, region_code: str | None = None, on: date | None = None) -> ShownItem:
    """The item in force there that day; ItemNotFound, ItemNotInForce."""
    item, day = catalogue.items().get(item_code), on or world.today()
    if item is None:
        raise problems.ItemNotFound(item_code=item_code)
    if not item.is_valid(day):
        raise problems.ItemNotInForce(
            item_code=item_code, on=day, since=item.since, until=item.until or "–"
        )
    return _shown(item, region_code, day, _pack(region_code))


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    """Items in the order of the catalogue, a page at a time."""
    return page_of(list(chosen(**asked)), page)


def chosen(
    kind: str | None = None,
    item_class: str | None = None,
    name: str | None = None,
    region_code: str | None = None,
    on: date | None = None,
) -> Iterator[ShownItem]:
    """The items in force on the day that fit every filter."""
    day, pack = on or world.today(), _pack(region_code)
    for item in catalogue.items().values():
        if not item.is_valid(day) or kind not in (None, item.kind):
            continue
        if name is not None and not item.has_word(name):
            continue
        shown = _shown(item, region_code, day, pack)
        if item_class in (None, shown.found.item_class):
            yield shown


def table(form: str, **asked: Any) -> str:
    """The same as one text: NDJSON or CSV, a line an item."""
    rows = [domain.flat(one.item, one.found, one.share_bp) for one in chosen(**asked)]
    if form == "ndjson":
        return "".join(json.dumps(_present(row), ensure_ascii=False) + "\n" for row in rows)
    text = io.StringIO()
    names = list(rows[0]) if rows else ["item_code"]
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**row, "inpatient_only": str(row["inpatient_only"]).lower()} for row in rows)
    return text.getvalue()


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _pack(region_code: str | None) -> str | None:
    """The world's own pack for the region; RegionUnknown where there is no such place."""
    if region_code is None:
        return None
    if not regions.is_known(region_code):
        raise RegionUnknown(region_code=region_code)
    with store.read() as tx:
        return packs.text_of(tx, region_code)


def _shown(item: Item, region: str | None, day: date, pack: str | None) -> ShownItem:
    found = item.in_force(region, day)
    try:
        share, since = _share(found, region, day, pack)
    except (PolicyMissing, FigureMissing):
        return ShownItem(item, region, day, found, None)
    if since is not None:
        because = Because(SHARE, since, region)
        found = replace(found, because=(*found.because, because))
    return ShownItem(item, region, day, found, share)


def _share(
    found: InForce, region: str | None, day: date, pack: str | None
) -> tuple[Fraction | None, date | None]:
    """The first self-pay, and since when where the region's own figure decides.

    PolicyMissing, FigureMissing: nobody says it.
    """
    if found.item_class == "C":
        return Fraction(1), None
    if found.share is not None or region is None:
        return found.share, None
    figure = terms.first_self_pay(region, found.item_class, day, pack)
    return figure.value, date.fromisoformat(figure.basis.since)


# ---- diseases


def disease(disease_code: str) -> Disease:
    found = catalogue.diseases().get(disease_code)
    if found is None:
        raise problems.DiseaseNotFound(disease_code=disease_code)
    return found


def page_of_diseases(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    """Diseases by code; `scheme`, `sex` (theirs or anybody's) and a word of the name narrow it."""
    word = asked.get("name")
    found = [
        one
        for one in catalogue.diseases().values()
        if asked.get("scheme") in (None, one.scheme)
        and (asked.get("sex") is None or one.sex in (None, asked["sex"]))
        and (word is None or word.casefold() in f"{one.zh}\n{one.en}".casefold())
    ]
    return page_of(found, page)


# ---- fee lines


def counted(visit: Visit, lines: Sequence[Mapping[str, Any]], pack: str | None) -> list[Counted]:
    """What each line counts as, by the catalogue of the region of treatment today.

    FeeLinesRefused names every fault; PolicyMissing where the region has no figures.
    """
    found: list[Counted] = []
    faults: list[FieldError] = []
    for number, line in enumerate(lines):
        pointer = f"/fee_lines/{number}"
        if line.get("item_code") is not None:
            found += _of_item(visit, line, pointer, pack, faults)
        elif visit.of_kind.place == PHARMACY:
            faults.append(FieldError("required", charge.NEEDS_ITEM, pointer=f"{pointer}/item_code"))
        elif line.get("item_class") is None:
            faults.append(
                FieldError("required", charge.NEEDS_CLASS, pointer=f"{pointer}/item_class")
            )
        else:
            found.append(_as_stated(visit, line, pack))
    if faults:
        region = visit.care_region_code
        raise problems.FeeLinesRefused(faults, region_code=region, on=world.today())
    return found


def _of_item(
    visit: Visit,
    line: Mapping[str, Any],
    pointer: str,
    pack: str | None,
    faults: list[FieldError],
) -> Iterator[Counted]:
    day, item = world.today(), catalogue.items().get(line["item_code"])
    if item is None:
        faults.append(FieldError("item_unknown", charge.UNKNOWN, pointer=f"{pointer}/item_code"))
        return
    is_own, per = line.get("is_self_paid", False), line.get("per", 1)
    faults += charge.faults_of_use(
        item,
        pointer,
        day,
        level=visit.level,
        sex=visit.sex,
        kind=visit.kind,
        is_restricted=not is_own,
    )
    faults += charge.faults_of_count(item, Decimal(line["quantity"]) * per, pointer)
    if not item.is_valid(day):
        return
    if is_own:
        yield Counted(item.code, "C", line.get("item_name") or item.zh, Fraction(1), None)
        return
    found = item.in_force(visit.care_region_code, day)
    share, _ = _share(found, visit.care_region_code, day, pack)
    assert share is not None
    name = line.get("item_name") or item.zh
    is_inside = found.item_class != "C"
    limit = found.limits.get(visit.level) if is_inside else None
    limit = limit and limit * per
    one = Counted(item.code, found.item_class, name, share, limit)
    faults += charge.faults_of_statement(one, line, pointer)
    yield one


def _as_stated(visit: Visit, line: Mapping[str, Any], pack: str | None) -> Counted:
    stated, item_class = line.get("first_self_pay_bp"), line["item_class"]
    share = Fraction(stated, 10_000) if stated is not None else Fraction(1)
    if stated is None and item_class != "C":
        share = terms.first_self_pay(visit.care_region_code, item_class, world.today(), pack).value
    return Counted(None, item_class, line.get("item_name"), share, line.get("limit_price"))
