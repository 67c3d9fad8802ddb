"""What a card reader says of a card, as one line that hospital software parses."""

from dataclasses import dataclass

from services.card.domain import reader as domain
from services.card.flows import known
from services.card.store import store
from sscsim import world
from sscsim.kernel.ids import identity, terminal_number


@dataclass(frozen=True)
class ReaderLine:
    """The line and its parts by name."""

    line: str
    specification_version: str
    contact: str
    parts: dict[str, str]


def line(
    card_id: str,
    specification_version: str | None = None,
    contact: str = "contact",
    terminal_serial: int = 1,
) -> ReaderLine:
    """The line of this card; the number is masked without the scope `person.pii`."""
    with store.read() as tx:
        card = known.card(tx, card_id)
        holder = known.person(tx, card.person_id)
    number = holder.social_security_number
    if not world.current().may("person.pii"):
        number = identity.mask(number)
    version = specification_version or card.specification_version
    terminal = terminal_number.make(card.region_code, terminal_serial)
    parts = domain.parts(card, holder.name, number, version, contact, terminal)
    return ReaderLine(domain.line(parts), version, contact, parts)
