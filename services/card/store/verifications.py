"""Records of verifications."""

from dataclasses import asdict

from sqlalchemy import bindparam, func, select

from services.card.domain.verification import Verification
from services.card.store.tables import verifications
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Verification, verifications)
_by_id = _all.where(verifications.c.id == bindparam("id"))
_last_ordinal = select(func.max(verifications.c.ordinal)).where(
    verifications.c.subject == bindparam("subject")
)


def next_ordinal(tx: Tx, subject: str) -> int:
    """How often the subject has been verified, this time included."""
    tx.lock("verification", subject)
    return (tx.scalar(_last_ordinal, {"subject": subject}) or 0) + 1


def add(tx: Tx, verification: Verification, subject: str, ordinal: int) -> None:
    tx.execute(
        verifications.insert().values(
            asdict(verification) | {"subject": subject, "ordinal": ordinal}
        )
    )


def find(tx: Tx, verification_id: str) -> Verification | None:
    row = tx.one(_by_id, {"id": verification_id})
    return _read(row) if row else None


def page_of_person(tx: Tx, person_id: str, query: PageQuery) -> Page:
    """What the person's cards and number were shown for, the newest first."""
    mine = _all.where(verifications.c.person_id == person_id)
    return tx.page(mine, verifications, query).map(_read)
