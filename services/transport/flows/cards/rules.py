"""What a card's issuing centre allows today."""

from datetime import datetime, timedelta

from services.transport import terms_purse, terms_risk
from services.transport.domain.card import TransitCard
from services.transport.domain.purse_rules import PurseRules
from services.transport.store import packs
from sscsim.db import Tx


def of(tx: Tx, region_code: str) -> PurseRules:
    """PolicyMissing, FigureMissing; the world's own figures before the built-in ones."""
    return terms_purse.purse(region_code, tx.world.today, packs.text_of(tx, region_code))


def moves_at(tx: Tx, lost: TransitCard) -> datetime:
    """When the balance of a replaced card goes to its successor, never before now.

    The holder's days are over then, and gates have had the time in which they upload.
    FigureMissing.
    """
    assert lost.carried_until is not None, "a replaced card was lost"
    pack = packs.text_of(tx, lost.region_code)
    limits = terms_risk.limits(lost.region_code, tx.world.today, pack)
    window = timedelta(minutes=limits.upload_within.value)
    return max(lost.carried_until + window, tx.world.now)
