"""Fees that a library asks for or gives up by hand."""

from services.culture import problems_libraries as problems
from services.culture.domain import fees as domain
from services.culture.domain.fees import Fee
from services.culture.flows import known
from services.culture.flows.circulation import charging
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.kernel.money import Money


def replace_card(reader_id: str, library_id: str) -> Fee:
    """Charge for another card of the library's own (补证工本费).

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed,
    LibraryRuleMissing where the house names no price.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        known.membership(tx, reader, at)
        price = known.rules(tx, at.id).house.replacement_card
        if price is None:
            raise problems.LibraryRuleMissing(at.id, "replacement_card")
        whose = (reader.id, reader.person_id, at.id)
        return tx.answer(charging.add(tx, whose, domain.CARD, price.value))


def waive(fee_id: str, amount: Money | None = None) -> Fee:
    """Give up a fee, or a part of it (减免). FeeNotFound, RegionNotAllowed, FeeNotWaivable."""
    with store.write() as tx:
        fee = known.fee(tx, fee_id)
        known.desk(fee.library_id)
        known.reader(tx, fee.reader_id, lock=True)
        fee = known.fee(tx, fee_id, lock=True)
        given_up = fee.payable if amount is None else amount
        if not given_up or given_up > fee.payable:
            raise problems.FeeNotWaivable(fee_id=fee.id, most=fee.payable)
        waived = fee.waived + given_up
        status = domain.settled(fee, fee.paid, waived)
        changed = rows.FEES.change(tx, fee, waived=waived, status=status)
        about = {"id": fee.id, "reader_id": fee.reader_id, "amount_fen": given_up.fen}
        tx.emit("reader_fee.waived", fee.id, about)
        return tx.answer(changed)
