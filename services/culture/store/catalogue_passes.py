"""The built-in catalogue of venues and of travel passes, as their files say."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.culture.domain import pass_rules, venue
from services.culture.domain.pass_rules import Product
from services.culture.domain.venue import Session, Venue
from services.culture.store.venues import venues
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.policy import read_yaml

_FOLDER = Path(__file__).resolve().parents[1] / "catalogue"


def _rows(name: str) -> list[dict[str, Any]]:
    [listed] = read_yaml((_FOLDER / name).read_text(encoding="utf-8"), name)
    found: list[dict[str, Any]] = listed
    return found


@cache
def venue_rows() -> tuple[dict[str, Any], ...]:
    """The venues of a new world; ValueError where one makes no sense."""
    found = tuple(_rows("venues.yaml"))
    for row in found:
        made = sessions(row["sessions"])
        if row["kind"] not in venue.KINDS or not venue.follow_each_other(made):
            raise ValueError(f"venues.yaml: {row['code']} makes no sense")
        if not regions.is_pooling_area(row["region"]):
            raise ValueError(f"venues.yaml: {row['code']} lies in no city")
    return found


def sessions(rows: list[dict[str, Any]]) -> tuple[Session, ...]:
    return tuple(
        Session(_minute(row["from"]), _minute(row["to"]), int(row["quota"])) for row in rows
    )


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


@cache
def products() -> Mapping[str, Product]:
    """The products by code; ValueError where one names what isn't there."""
    venue_codes = {row["code"] for row in venue_rows()}
    found = {}
    for row in _rows("passes.yaml"):
        spots = {code: kind for kind, codes in row["spots"].items() for code in codes}
        if not set(row["spots"]) <= set(pass_rules.CLASSES) or not set(spots) <= venue_codes:
            raise ValueError(f"passes.yaml: {row['code']} has spots that aren't there")
        named = (row["code"], row["zh"], row["en"], row["issuers"])
        found[row["code"]] = Product(*named, spots, row["note"])
    if tuple(found) != pass_rules.PASSES:
        raise ValueError("passes.yaml: other products than the figures name")
    return found


def plant(tx: Tx) -> None:
    """The venues that a new world begins with."""
    for row in venue_rows():
        venues.add(
            tx,
            Venue(
                id=tx.new_id("ven", row["code"]),
                code=row["code"],
                name_zh=row["zh"],
                name_en=row["en"],
                kind=row["kind"],
                region_code=row["region"],
                list_price=Money.yuan(row["list_price"]),
                needs_booking=row["needs_booking"],
                sessions=[each.as_json() for each in sessions(row["sessions"])],
                status=venue.OPEN,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            ),
        )
