"""This world's own house rules."""

from typing import Any

from services.culture import problems, terms
from services.culture.store import packs, store
from sscsim import policy
from sscsim.kernel.problems import FieldError, Problem, Text

SERVICE = terms.SERVICE


def put(region_code: str, pack: str) -> dict[str, Any]:
    """Load a pack for a region into this world; PackRefused names file, key and reason."""
    try:
        loaded = policy.load_pack(SERVICE, region_code, pack)
        for scheme in loaded.schemes.values():
            terms.check(scheme)
    except (policy.PolicyError, Problem) as fault:
        message = Text(zh="{fault}", en="{fault}")
        where = FieldError("culture_policy", message, pointer="/pack", params={"fault": fault})
        raise problems.PackRefused(errors=[where], fault=fault) from None
    with store.write() as tx:
        row = packs.save(tx, region_code, pack, loaded.digest)
        data = {"region_code": region_code, "digest": loaded.digest}
        tx.emit("culture_policy.loaded", f"{SERVICE}/{region_code}", data)
        return tx.answer(described(row))


def get(region_code: str) -> dict[str, Any]:
    """The figures in force for a region: the world's own pack, else what is built in."""
    with store.read() as tx:
        row = packs.find(tx, region_code)
    if row is not None:
        return described(row)
    text = policy.builtin_text(SERVICE, region_code)
    if text is None:
        raise problems.PackNotFound(region_code=region_code)
    return policy.described(SERVICE, region_code, text, "builtin")


def described(row: Any) -> dict[str, Any]:
    return policy.described(SERVICE, row.region_code, row.pack, "world", row.version)
