"""This world's own policy packs."""

from typing import Any

from services.benefits import problems_money as problems
from services.benefits.store import packs, store
from services.benefits.terms import SERVICE
from sscsim import policy
from sscsim.kernel.problems import FieldError, Text


def put(region_code: str, pack: str) -> dict[str, Any]:
    """Load a pack for a region into this world; BenefitsPackRefused names file, key and reason."""
    try:
        loaded = policy.load_pack(SERVICE, region_code, pack)
    except policy.PolicyError as fault:
        message = Text(zh="{fault}", en="{fault}")
        where = FieldError("policy_pack", message, pointer="/pack", params={"fault": fault})
        raise problems.BenefitsPackRefused(errors=[where], fault=fault) from None
    with store.write() as tx:
        row = packs.save(tx, region_code, pack, loaded.digest)
        data = {"region_code": region_code, "digest": loaded.digest}
        tx.emit("benefits_policy.loaded", f"{SERVICE}/{region_code}", data)
        return tx.answer(policy.described(SERVICE, region_code, row.pack, "world", row.version))


def get(region_code: str) -> dict[str, Any]:
    """The figures in force for a region: the world's own pack, else what is built in."""
    with store.read() as tx:
        row = packs.find(tx, region_code)
    if row is not None:
        return policy.described(SERVICE, region_code, row.pack, "world", row.version)
    text = policy.builtin_text(SERVICE, region_code)
    if text is None:
        raise problems.BenefitsPackNotFound(region_code=region_code)
    return policy.described(SERVICE, region_code, text, "builtin")
