"""What flows of the libraries look up, each with its own error."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

from services.culture import problems_libraries as problems
from services.culture import terms_libraries as terms
from services.culture.domain.fees import Fee, Payment
from services.culture.domain.holds import Hold, Transit
from services.culture.domain.house import Rules
from services.culture.domain.library import Library, Network
from services.culture.domain.loans import Loan
from services.culture.domain.reader_cards import ReaderCard
from services.culture.domain.readers import Membership, Reader, Refund
from services.culture.domain.titles import Copy, Title
from services.culture.problems_reader_cards import ReaderCardNotFound
from services.culture.store import catalogue, packs, reader_cards
from services.culture.store import libraries as rows
from services.culture.store.kept import Kept
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.kernel.problems import NotFound

R = TypeVar("R")


def library(library_id: str) -> Library:
    """LibraryNotFound."""
    found = catalogue.libraries().get(library_id)
    if found is None:
        raise problems.LibraryNotFound(library_id=library_id)
    return found


def desk(library_id: str) -> Library:
    """The library at which the caller works. LibraryNotFound, RegionNotAllowed."""
    found = library(library_id)
    world.require_region(found.region)
    return found


def network(network_id: str) -> Network:
    """LibraryNetworkNotFound."""
    found = catalogue.networks().get(network_id)
    if found is None:
        raise problems.LibraryNetworkNotFound(network_id=network_id)
    return found


def packs_of(tx: Tx, one: Library) -> dict[str, str]:
    """This world's own packs that may speak of a library."""
    regions = {one.region, *catalogue.networks()[one.network_id].regions}
    found = {region: packs.text_of(tx, region) for region in sorted(regions)}
    return {region: text for region, text in found.items() if text is not None}


def rules(tx: Tx, library_id: str, day: date | None = None) -> Rules:
    """All that decides at a library, today unless another day is meant.

    PolicyMissing, FigureMissing, LibraryRuleMissing.
    """
    one = catalogue.libraries()[library_id]
    return terms.rules(one, day or tx.world.today, packs_of(tx, one))


def _found(kept: Kept[R], tx: Tx, record_id: str, lock: bool, missing: NotFound) -> R:
    record = kept.find(tx, record_id, lock=lock)
    if record is None:
        raise missing
    return record


def title(tx: Tx, title_id: str) -> Title:
    return _found(rows.TITLES, tx, title_id, False, problems.TitleNotFound(title_id=title_id))


def copy(tx: Tx, copy_id: str, *, lock: bool = False) -> Copy:
    return _found(rows.COPIES, tx, copy_id, lock, problems.CopyNotFound(copy=copy_id))


def copy_with(tx: Tx, barcode: str) -> Copy:
    """The copy with this barcode, held. CopyNotFound."""
    found = rows.copy_with(tx, barcode)
    if found is None:
        raise problems.CopyNotFound(copy=barcode)
    return found


def reader(tx: Tx, reader_id: str, *, lock: bool = False) -> Reader:
    return _found(rows.READERS, tx, reader_id, lock, problems.ReaderNotFound(reader=reader_id))


def membership(tx: Tx, who: Reader, at: Library) -> Membership:
    """The reader's standing in a library's network, held. NotAReader, ReaderClosed."""
    found = rows.membership(tx, who.id, at.network_id)
    if found is None:
        raise problems.NotAReader(library_id=at.id)
    if found.status != "active":
        raise problems.ReaderClosed(reader_id=who.id)
    if found.library_id != at.id and not rules(tx, at.id).network.shares_identity.value:
        raise problems.NotAReader(library_id=at.id)
    return found


def loan(tx: Tx, loan_id: str, *, lock: bool = False) -> Loan:
    return _found(rows.LOANS, tx, loan_id, lock, problems.LoanNotFound(loan_id=loan_id))


def hold(tx: Tx, hold_id: str, *, lock: bool = False) -> Hold:
    return _found(rows.HOLDS, tx, hold_id, lock, problems.HoldNotFound(hold_id=hold_id))


def transit(tx: Tx, transit_id: str, *, lock: bool = False) -> Transit:
    missing = problems.TransitNotFound(transit_id=transit_id)
    return _found(rows.TRANSITS, tx, transit_id, lock, missing)


def fee(tx: Tx, fee_id: str, *, lock: bool = False) -> Fee:
    return _found(rows.FEES, tx, fee_id, lock, problems.FeeNotFound(fee_id=fee_id))


def payment(tx: Tx, payment_id: str, *, lock: bool = False) -> Payment:
    missing = problems.ReaderPaymentNotFound(payment_id=payment_id)
    return _found(rows.PAYMENTS, tx, payment_id, lock, missing)


def reader_card(tx: Tx, card_id: str, *, lock: bool = False) -> ReaderCard:
    missing = ReaderCardNotFound(card=card_id)
    return _found(reader_cards.CARDS, tx, card_id, lock, missing)


def refund(tx: Tx, refund_id: str, *, lock: bool = False) -> Refund:
    missing = problems.RefundNotFound(refund_id=refund_id)
    return _found(rows.REFUNDS, tx, refund_id, lock, missing)


def midnight_after(day: date) -> datetime:
    """The first instant of the next day."""
    return datetime.combine(day + timedelta(days=1), time(0), SHANGHAI)


def desk_of_role(library_id: str) -> None:
    """A library's desk acts for its own region; a holder's app for its holder, wherever.

    RegionNotAllowed.
    """
    at = world.current()
    if at.role != "holder" and at.subject is None:
        desk(library_id)
