"""This world's own figures for a region."""

from typing import Any

from services.card import problems_people as problems
from services.card.store import packs, store
from sscsim import policy
from sscsim.kernel.problems import FieldError, Text

SERVICE = "card"


def put(region_code: str, pack: str) -> dict[str, Any]:
    """Load a pack for a region into this world; PackRefused names file, key and reason."""
    try:
        loaded = policy.load_pack(SERVICE, region_code, pack)
    except policy.PolicyError as fault:
        message = Text(zh="{fault}", en="{fault}")
        where = FieldError("policy_pack", message, pointer="/pack", params={"fault": fault})
        raise problems.PackRefused(errors=[where], fault=fault) from None
    with store.write() as tx:
        row = packs.save(tx, region_code, pack, loaded.digest)
        data = {"region_code": region_code, "digest": loaded.digest}
        tx.emit("card_policy.loaded", f"{SERVICE}/{region_code}", data)
        return tx.answer(_shown(row))


def get(region_code: str) -> dict[str, Any]:
    """The world's own figures for a region; the joint ones are the same everywhere."""
    with store.read() as tx:
        row = packs.find(tx, region_code)
    if row is None:
        raise problems.PackNotFound(region_code=region_code)
    return _shown(row)


def _shown(row: Any) -> dict[str, Any]:
    return policy.described(SERVICE, row.region_code, row.pack, "world", row.version)
