"""What cards carry for schemes."""

from sqlalchemy import bindparam

from services.card.domain.scheme import CardFunction
from services.card.store.tables_electronic import card_functions
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_all, _read = reader(CardFunction, card_functions)
_of_card = _all.where(card_functions.c.card_id == bindparam("card_id")).order_by(
    card_functions.c.seq
)


def add(tx: Tx, function: CardFunction) -> None:
    tx.execute(card_functions.insert().values(values(function)))


def of_card(tx: Tx, card_id: str) -> list[CardFunction]:
    return [_read(row) for row in tx.all(_of_card, {"card_id": card_id})]
