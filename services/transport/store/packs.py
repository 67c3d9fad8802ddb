"""This world's own policy packs, one a region."""

from typing import Any

import sqlalchemy as sa

from services.transport.store.tables import policy_packs
from sscsim.db import Tx

_TEXT = sa.select(policy_packs.c.pack).where(policy_packs.c.region_code == sa.bindparam("region"))


def find(tx: Tx, region_code: str) -> Any | None:
    return tx.one(policy_packs.select().where(policy_packs.c.region_code == region_code))


def text_of(tx: Tx, region_code: str) -> str | None:
    found: str | None = tx.scalar(_TEXT, {"region": region_code})
    return found


def save(tx: Tx, region_code: str, pack: str, digest: str) -> Any:
    known = find(tx, region_code)
    written = {"pack": pack, "digest": digest, "updated_at": tx.world.now}
    if known is None:
        tx.execute(
            policy_packs.insert().values(
                region_code=region_code, version=1, created_at=tx.world.now, **written
            )
        )
    elif known.digest != digest:
        tx.execute(
            policy_packs.update()
            .where(policy_packs.c.region_code == region_code)
            .values(version=known.version + 1, **written)
        )
    return find(tx, region_code)
