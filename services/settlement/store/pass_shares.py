"""What the venues of a travel pass got, month by month."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.pass_shares import Share
from services.settlement.store.tables_clearing import pass_shares
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

_of = (
    sa.select(pass_shares)
    .where(pass_shares.c.event == bindparam("event"))
    .order_by(pass_shares.c.ordinal)
)


def of(tx: Tx, event: str) -> Sequence[Any]:
    """The shares of one month, in order of venue; none if it was not shared out."""
    return tx.all(_of, {"event": event})


def add(
    tx: Tx,
    event: str,
    month: Month,
    issuer_region: str,
    pool: Money,
    shares: Sequence[Share],
    claimed: Mapping[str, str],
    *,
    fingerprint: str,
) -> None:
    """Keep the shares; `claimed`: venue -> the claim that carries its share."""
    rows = [
        {
            "event": event,
            "ordinal": ordinal,
            "month": str(month),
            "issuer_region": issuer_region,
            "venue": each.of.venue,
            "venue_region": each.of.region,
            "visits": each.of.visits,
            "weight": each.of.weight,
            "amount": each.amount,
            "pool": pool,
            "claim_id": claimed.get(each.of.venue),
            "fingerprint": fingerprint,
            "shared_at": tx.world.now,
        }
        for ordinal, each in enumerate(shares, start=1)
    ]
    tx.execute(pass_shares.insert(), rows)
