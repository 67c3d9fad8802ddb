"""Settlement lists beside the settlements that they are of: how many, and a page of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.settlement import REVERSAL, REVERSED, SETTLED, SETTLEMENT
from services.medical.domain.settlement_list import SUBMITTED
from services.medical.domain.upload import Upload
from services.medical.store import uploads
from services.medical.store.tables import settlements, visits
from services.medical.store.tables_uploads import interface_uploads
from sscsim.db import Tx

INFNO = "4101"
_s, _u, _v = settlements.c, interface_uploads.c, visits.c
_LISTS = sa.and_(
    _u.infno == INFNO, _u.settlement_id == _s.id, _u.business_key == _s.id, uploads.STANDING
)
_LOCAL = _s.care_region_code == _s.home_region_code
_SAME_PROVINCE = sa.func.substr(_s.care_region_code, 1, 2) == sa.func.substr(
    _s.home_region_code, 1, 2
)
PLACES = {
    "here": _LOCAL,
    "province": sa.and_(~_LOCAL, _SAME_PROVINCE),
    "elsewhere": ~_SAME_PROVINCE,
}
"""Where a settlement was paid (支付地点): at the institution, else within the province or not."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which settlements are counted; None: of all kinds or places. `reversals`: also those that
    were reversed, and the reversals."""

    since: datetime | None = None
    until: datetime | None = None
    kinds: Collection[str] | None = None
    places: Collection[str] | None = None
    reversals: bool = False


def counts(tx: Tx, institution_id: str, which: Which) -> tuple[int, int, int, int]:
    """Settlements; lists of them; of those the lists that have faults, and that are submitted."""

    def of(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    query = (
        sa.select(
            sa.func.count(_s.id),
            sa.func.count(_u.id),
            of(_u.fault_count > 0),
            of(_u.state == SUBMITTED),
        )
        .select_from(
            settlements.join(visits, _v.id == _s.visit_id).outerjoin(interface_uploads, _LISTS)
        )
        .where(_s.institution_id == institution_id)
    )
    if which.reversals:
        standing = sa.and_(_s.kind == SETTLEMENT, _s.status.in_((SETTLED, REVERSED)))
        query = query.where(sa.or_(standing, _s.kind == REVERSAL))
    else:
        query = query.where(_s.kind == SETTLEMENT, _s.status == SETTLED)
    if which.kinds is not None:
        query = query.where(_v.kind.in_(sorted(which.kinds)))
    if which.places is not None:
        chosen = [PLACES[place] for place in sorted(which.places)]
        query = query.where(sa.or_(sa.false(), *chosen))
    row = tx.all(_within(query, which.since, which.until))[0]
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def page(
    tx: Tx,
    institution_id: str,
    settlement_id: str | None,
    person_id: str | None,
    days: tuple[datetime | None, datetime | None],
    page: tuple[int, int],
) -> list[tuple[Upload, datetime]]:
    """Lists as they were uploaded last, with when each settlement was made."""
    query = (
        uploads.SELECT.add_columns(_s.settled_at)
        .select_from(interface_uploads.join(settlements, _LISTS))
        .where(_s.institution_id == institution_id)
        .order_by(_u.seq)
    )
    if settlement_id is not None:
        query = query.where(_s.id == settlement_id)
    if person_id is not None:
        query = query.where(_s.person_id == person_id)
    query = _within(query, *days).limit(page[1]).offset((page[0] - 1) * page[1])
    return [(uploads.read(row), row[-1]) for row in tx.all(query)]


def _within(query: Any, since: datetime | None, until: datetime | None) -> Any:
    if since is not None:
        query = query.where(_s.settled_at >= since)
    return query if until is None else query.where(_s.settled_at < until)
