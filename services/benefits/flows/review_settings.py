"""Who decides in a region: read, and changed in parts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from services.benefits import problems
from services.benefits.domain.review import NATION, Settings
from services.benefits.problems_catalogue import ServiceItemNotFound
from services.benefits.store import catalogue, settings, store
from sscsim import world
from sscsim.kernel import regions


class SeenVersion(Protocol):
    """The version of a thing that the caller has seen."""

    def check(self, version: int) -> None: ...


def _known(region_code: str) -> str:
    if region_code != NATION and not regions.is_known(region_code):
        raise problems.RegionCantHandle(region=region_code)
    return region_code


def _unset(region_code: str) -> Settings:
    at = world.current()
    born = at.born or at.now
    return Settings(region_code, None, {}, 1, born, born)


def get(region_code: str) -> Settings:
    """What the region says itself; nothing: the province's, the world's, the rule at once."""
    with store.read() as tx:
        return settings.find(tx, _known(region_code)) or _unset(region_code)


def patch(region_code: str, changes: Mapping[str, Any], match: SeenVersion) -> Settings:
    """Change the mode of all items or of single ones; null takes a setting out.

    Holds for what is taken up from now on; an application keeps the mode it was taken up in.
    """
    _known(region_code)
    at = world.current()
    if at.role == "agency" and region_code == NATION:
        raise world.RegionNotAllowed(region=at.region or "-", wanted=region_code)
    if region_code != NATION:
        world.require_region(region_code)
    for code in changes.get("items") or {}:
        if code not in catalogue.items():
            raise ServiceItemNotFound(code=code)
    with store.write() as tx:
        tx.lock("review settings", region_code)
        known = settings.find(tx, region_code, lock=True) or _unset(region_code)
        match.check(known.version)
        items = dict(known.items)
        for code, mode in (changes.get("items") or {}).items():
            items.pop(code, None)
            if mode is not None:
                items[code] = mode
        changed = replace(
            known,
            mode=changes.get("mode", known.mode),
            items=items,
            version=known.version + 1,
            updated_at=tx.world.now,
        )
        settings.put(tx, changed)
        tx.emit("review_settings.changed", region_code, {"region_code": region_code})
        return tx.answer(changed)
