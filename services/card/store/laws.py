"""Looking for rows that break a law of the service."""

from typing import Any

from sqlalchemy import and_, func, or_, select

from services.card.store.tables import cards, enrolments
from services.card.store.tables_lifecycle import card_moves
from services.card.store.tables_production import applications
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


def status_without_move(tx: Tx) -> dict[str, Any] | None:
    """A card whose last move led to another state than the one it is in."""
    last = (
        select(card_moves.c.card_id, func.max(card_moves.c.ordinal).label("ordinal"))
        .group_by(card_moves.c.card_id)
        .subquery()
    )
    found = tx.all(
        select(cards.c.id, cards.c.status, card_moves.c.to_status)
        .join(last, last.c.card_id == cards.c.id)
        .join(
            card_moves,
            and_(card_moves.c.card_id == last.c.card_id, card_moves.c.ordinal == last.c.ordinal),
        )
        .where(card_moves.c.to_status != cards.c.status)
        .order_by(cards.c.seq)
        .limit(1)
    )
    if not found:
        return None
    card_id, status, moved_to = found[0]
    return {"card_id": card_id, "status": status, "last_move_led_to": moved_to}


def second_open_application(tx: Tx) -> dict[str, Any] | None:
    found = tx.all(
        select(applications.c.person_id, applications.c.region_code, func.count())
        .where(applications.c.production_status.not_in(("issued", "withdrawn")))
        .group_by(applications.c.person_id, applications.c.region_code)
        .having(func.count() > 1)
        .order_by(applications.c.person_id, applications.c.region_code)
        .limit(1)
    )
    if not found:
        return None
    person_id, region_code, count = found[0]
    return {"person_id": person_id, "region_code": region_code, "open_applications": count}
