"""How the months of a scheme are cleared in this world: shown and changed."""

from typing import Any, Protocol

from services.settlement.domain.cooperations import NATION
from services.settlement.domain.schemes import Settings, scope_of
from services.settlement.flows import clearing
from services.settlement.problems_clearing import SchemeNotFound
from services.settlement.store import cooperations, store
from sscsim.kernel import regions


class SeenVersion(Protocol):
    """The version the caller saw; refuses any other."""

    def check(self, version: int) -> None: ...


def scheme(clearer: str) -> dict[str, Any]:
    _check(clearer)
    with store.read() as tx:
        return _shown(clearer, *cooperations.settings(tx, clearer))


def change(clearer: str, wanted: dict[str, Any], match: SeenVersion) -> dict[str, Any]:
    """Other settings, for every month that is not frozen yet."""
    _check(clearer)
    clearing.require_clearer(clearer)
    with store.write() as tx:
        tx.lock("clearing_scheme", clearer)
        known, version = cooperations.settings(tx, clearer)
        match.check(version)
        made = Settings.read({**known.plain(), **wanted})
        version = cooperations.change(tx, clearer, made)
        tx.emit("clearing_scheme.changed", clearer, {"region_code": clearer, **made.plain()})
        shown = _shown(clearer, made, version)
        tx.answer(shown)
        return shown


def _check(clearer: str) -> None:
    provinces = {each.code for each in regions.provinces()}
    if clearer != NATION and clearer not in provinces:
        raise SchemeNotFound(region_code=clearer)


def _shown(clearer: str, how: Settings, version: int) -> dict[str, Any]:
    return {"region": clearer, "scope": scope_of(clearer), **how.plain(), "version": version}
