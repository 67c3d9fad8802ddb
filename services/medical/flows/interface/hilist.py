"""The catalogue of a region on a day, with what is no longer in it."""

from collections.abc import Iterator
from datetime import date

from services.medical.flows import catalogue as flow
from services.medical.flows.catalogue import ShownItem
from services.medical.store import catalogue


def known(region: str, day: date) -> Iterator[ShownItem]:
    """Every item that has begun, in the order of the catalogue: as it counts on the day, or as it
    counted on its last. RegionUnknown."""
    in_force = {one.item.code: one for one in flow.chosen(region_code=region, on=day)}
    for item in catalogue.items().values():
        if item.code in in_force:
            yield in_force[item.code]
        elif item.until is not None and item.until < day:
            yield flow.get(item.code, region, item.until)
