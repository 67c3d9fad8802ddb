"""What a card's issuing centre allows today."""

from services.transport import terms_purse
from services.transport.domain.purse_rules import PurseRules
from services.transport.store import packs
from sscsim.db import Tx


def of(tx: Tx, region_code: str) -> PurseRules:
    """PolicyMissing, FigureMissing; the world's own figures before the built-in ones."""
    return terms_purse.purse(region_code, tx.world.today, packs.text_of(tx, region_code))
