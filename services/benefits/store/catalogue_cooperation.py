"""The lists of the co-operation schemes as built in: `catalogue/cooperation_items.yaml`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from services.benefits.domain.cooperation import CooperationItem, CooperationList
from services.benefits.domain.item import CONFIDENCES, SCHEMES, Item, Source
from services.benefits.store.documents import document
from services.benefits.store.places import Place

_FILE = "cooperation_items.yaml"


def read_lists(
    folder: Path, items: Mapping[str, Item], sources: Mapping[str, Source]
) -> Mapping[str, CooperationList]:
    """Each scheme's list, in agreement with what the items say; PolicyError."""
    place = Place(_FILE)
    said = place.mapping(document(folder, _FILE), ("last_checked", "schemes"))
    found = {
        scheme: _list(scheme, row, items, sources, at)
        for scheme, row, at in place.inside("schemes").entries(said["schemes"])
    }
    for item in items.values():
        for scheme in item.schemes:
            if item.code not in (found[scheme].items if scheme in found else {}):
                raise place.inside(f"schemes.{scheme}").fault(
                    f"{item.code} names it, it is missing"
                )
    return found


def _list(
    scheme: str, row: Any, items: Mapping[str, Item], sources: Mapping[str, Source], place: Place
) -> CooperationList:
    place.word(scheme, SCHEMES)
    said = place.mapping(row, ("since", "basis", "claimed", "about", "items"))
    since = place.inside("since").day(said["since"])
    return CooperationList(
        scheme,
        since,
        sources[place.inside("basis").word(said["basis"], sources)],
        place.inside("claimed").word(said["claimed"]),
        place.inside("about").text(said["about"]),
        {
            code: _entry(scheme, items[at.word(code, items)], entry, since, sources, at)
            for code, entry, at in place.inside("items").entries(said["items"])
        },
    )


def _entry(
    scheme: str, item: Item, row: Any, since: date, sources: Mapping[str, Source], place: Place
) -> CooperationItem:
    said = place.mapping(row, ("source", "confidence"), ("since",))
    source = sources[place.inside("source").word(said["source"], sources)]
    entry = CooperationItem(
        scheme,
        item.code,
        place.inside("since").day(said["since"]) if "since" in said else since,
        source,
        place.inside("confidence").word(said["confidence"], CONFIDENCES),
    )
    if scheme not in item.schemes:
        raise place.fault(f"{item.code} does not name {scheme} among its schemes")
    if entry.is_assumed == (scheme in item.schemes_sourced):
        raise place.fault(f"{item.code} and this entry differ about whether it has a source")
    return entry
