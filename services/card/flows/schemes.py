"""Regions, schemes, and the functions of a scheme that a card carries."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.card import problems_scheme as problems
from services.card.domain import scheme as domain
from services.card.domain.card import check_not_expired
from services.card.domain.scheme import CardFunction, Item
from services.card.flows import known
from services.card.flows.find import ListRequest
from services.card.store import functions, store
from sscsim import world
from sscsim.db import Page
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.kernel import regions
from sscsim.kernel.problems import Text
from sscsim.kernel.regions import Region, Scheme
from sscsim.policy import read_yaml

_CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue" / "scheme_items.yaml"


@dataclass(frozen=True)
class ShownRegion:
    """A region as the API tells it: what it is, and what can be done there."""

    region: Region
    province: Region
    schemes: tuple[str, ...]
    can_insure: bool
    can_treat: bool
    is_invented: bool


def get_region(region_code: str) -> ShownRegion:
    if not regions.is_known(region_code):
        raise problems.RegionNotFound(region_code=region_code)
    return _shown(regions.get(region_code))


def list_regions(query: ListRequest) -> Page:
    """All pooling areas by code, a page at a time; `province_code` and `scheme` narrow it."""
    province, scheme_id = query.filters.get("province_code"), query.filters.get("scheme")
    if scheme_id is not None:
        domain.scheme(scheme_id)
    found = [
        region
        for region in regions.cities(province)
        if scheme_id is None or domain.scheme(scheme_id).includes(region.code)
    ]
    start = read_cursor(query.page, world.current()) if query.page.cursor else 0
    end = start + query.page.limit
    following = write_cursor(query.page, world.current(), end) if end < len(found) else None
    return Page([_shown(region) for region in found[start:end]], following)


def _shown(region: Region) -> ShownRegion:
    return ShownRegion(
        region,
        regions.get(region.province),
        tuple(scheme.id for scheme in regions.schemes_of(region.code)),
        regions.is_pooling_area(region.code),
        regions.is_pooling_area(region.code),
        regions.is_invented(region.code),
    )


def get_scheme(scheme_id: str) -> Scheme:
    return domain.scheme(scheme_id)


def list_items(scheme_id: str, field: str | None = None, form: str | None = None) -> list[Item]:
    """The items of a scheme, in the order of its list."""
    domain.scheme(scheme_id)
    return [
        item
        for item in items(scheme_id)
        if field in (None, item.field) and (form is None or item.form in (form, "either"))
    ]


@cache
def items(scheme_id: str) -> tuple[Item, ...]:
    [catalogue] = read_yaml(_CATALOGUE.read_text(encoding="utf-8"), _CATALOGUE.name)
    sources = catalogue["sources"]
    return tuple(
        _item(number, row, sources[row["source"]])
        for number, row in enumerate(catalogue["schemes"][scheme_id], start=1)
    )


def _item(number: int, row: dict[str, Any], source: dict[str, str]) -> Item:
    item, scenario, place = (Text(*row[name]) for name in ("item", "scenario", "place"))
    return Item(
        number,
        row["field"],
        item,
        scenario,
        place,
        row["form"],
        row["function"],
        row["since"],
        source["title"],
        source["status"],
    )


def put_on_card(
    card_id: str, scheme_id: str, function: str, to_date: date | None = None
) -> CardFunction:
    """Have a card carry a function of a scheme that its issuing area has joined."""
    with store.write() as tx:
        card = known.locked_card(tx, card_id)
        world.require_region(card.region_code)
        domain.check_joins(scheme_id, card.region_code)
        domain.check_offered(scheme_id, function, items(scheme_id))
        if card.status not in ("sealed", "active") or card.form != "standard":
            raise problems.CardCannotCarry(status=card.status)
        check_not_expired(card, world.today())
        for carried in functions.of_card(tx, card_id):
            if (carried.scheme_id, carried.function) == (scheme_id, function):
                raise problems.CardHasFunction(
                    card_id=card_id, scheme_id=scheme_id, function=function
                )
        now = world.now()
        made = CardFunction(
            id=tx.new_id("cfn", card_id, scheme_id, function),
            card_id=card_id,
            scheme_id=scheme_id,
            function=function,
            from_date=now.date(),
            to_date=to_date,
            version=1,
            created_at=now,
            updated_at=now,
        )
        functions.add(tx, made)
        tx.emit(
            "card_function.added",
            made.id,
            {"id": made.id, "card_id": card_id, "scheme_id": scheme_id, "function": function},
        )
        return tx.answer(made)


def functions_of(card_id: str) -> list[CardFunction]:
    with store.read() as tx:
        known.card(tx, card_id)
        return functions.of_card(tx, card_id)
