"""Looking for rows that break a law of the service."""

from typing import Any

from sqlalchemy import and_, func, or_, select

from services.card.store.tables import cards, enrolments
from sscsim.db import Tx


def second_active_card(tx: Tx) -> dict[str, Any] | None:
    found = tx.all(
        select(cards.c.person_id, cards.c.region_code, func.count())
        .where(cards.c.status == "active", cards.c.form == "standard")
        .group_by(cards.c.person_id, cards.c.region_code)
        .having(func.count() > 1)
        .order_by(cards.c.person_id, cards.c.region_code)
        .limit(1)
    )
    if not found:
        return None
    person_id, region_code, count = found[0]
    return {"person_id": person_id, "region_code": region_code, "active_cards": count}


def overlapping_enrolments(tx: Tx) -> dict[str, Any] | None:
    one, other = enrolments.alias("one"), enrolments.alias("other")
    overlap = and_(
        or_(one.c.to_date.is_(None), other.c.from_date <= one.c.to_date),
        or_(other.c.to_date.is_(None), one.c.from_date <= other.c.to_date),
    )
    found = tx.all(
        select(one.c.id, other.c.id)
        .join(
            other,
            and_(
                one.c.person_id == other.c.person_id,
                one.c.insurance_kind == other.c.insurance_kind,
                one.c.seq < other.c.seq,
            ),
        )
        .where(overlap)
        .order_by(one.c.seq, other.c.seq)
        .limit(1)
    )
    return {"enrolments": list(found[0])} if found else None
