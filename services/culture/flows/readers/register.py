"""Registering a reader by card at a library, for all of its network (一馆办证，通借通还)."""

from typing import Any

from services.culture import problems_libraries as problems
from services.culture import terms_libraries as terms
from services.culture.domain import readers as domain
from services.culture.domain.library import Library
from services.culture.domain.readers import Membership, Reader
from services.culture.flows import known
from services.culture.flows.readers import identify
from services.culture.flows.readers.identify import Shown
from services.culture.flows.readers.read import ShownReader, shown_reader
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def register(library_id: str, tier: str | None = None, **credential: str | None) -> ShownReader:
    """One reader a person: another network adds a membership, and who left may come back.

    LibraryNotFound, RegionNotAllowed, CardNotForReader, CarrierNotTaken, TierUnknown,
    ReaderKnown, PolicyMissing, FigureMissing.
    """
    at = known.desk(library_id)
    shown = identify.verify(at, **credential)
    person = peers.call(
        "card", "POST", "/internal/v1/service-applicants/person", {"person_id": shown.person_id}
    )
    with store.write() as tx:
        tx.lock("reader", shown.person_id)
        rules = known.rules(tx, at.id)
        if shown.carrier not in rules.carriers.value:
            raise problems.CarrierNotTaken(
                library_id=at.id, carrier=shown.carrier, taken=", ".join(rules.carriers.value)
            )
        is_local = terms.counts_as_local(at, person["region_code"], tx.world.today)
        due = rules.house.deposit(tier, is_local).value
        reader = _reader(tx, shown.person_id, person)
        joined = _joined(tx, reader, at, shown, person["region_code"], tier, due)
        told = {
            "id": reader.id,
            "library_id": at.id,
            "network_id": at.network_id,
            "carrier": joined.carrier,
            "deposit_due_fen": due.fen,
        }
        tx.emit("reader.registered", reader.id, told)
        failpoint("culture.register.before_commit")
        return tx.answer(shown_reader(tx, reader))


def _reader(tx: Tx, person_id: str, person: dict[str, Any]) -> Reader:
    """The person's reader, made or opened again."""
    found = rows.reader_of(tx, person_id)
    if found is not None:
        if found.status == domain.CLOSED:
            return rows.READERS.change(tx, found, status=domain.ACTIVE)
        return found
    return rows.READERS.add(
        tx,
        Reader(
            id=tx.new_id("rdr", person_id),
            person_id=person_id,
            name=person["name"],
            birth_date=tx.world.today.fromisoformat(person["birth_date"]),
            status=domain.ACTIVE,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
    )


def _joined(
    tx: Tx, reader: Reader, at: Library, shown: Shown, home: str, tier: str | None, due: Money
) -> Membership:
    found = rows.membership(tx, reader.id, at.network_id)
    said: dict[str, Any] = {
        "library_id": at.id,
        "carrier": shown.carrier,
        "card_id": shown.card_id,
        "home_region": home,
        "tier": tier,
        "deposit_due": due,
        "status": domain.ACTIVE,
    }
    if found is not None:
        if found.status == domain.ACTIVE:
            raise problems.ReaderKnown(reader_id=reader.id)
        return rows.MEMBERSHIPS.change(tx, found, **said)
    return rows.MEMBERSHIPS.add(
        tx,
        Membership(
            id=tx.new_id("rmb", reader.id, at.network_id),
            reader_id=reader.id,
            person_id=reader.person_id,
            network_id=at.network_id,
            deposit=Money.zero(),
            deposit_on=None,
            blocked_on=None,
            blocked_by=None,
            block_reason=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            **said,
        ),
    )


def leave(reader_id: str, library_id: str) -> ShownReader:
    """Leave a network (退证), with nothing on loan, held or owed, and no deposit left.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed,
    ReaderHasObligations.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        membership = known.membership(tx, reader, at)
        out = [each for each in rows.out_of(tx, reader.id) if each.network_id == at.network_id]
        held = [each for each in rows.live_holds(tx, reader.id) if each.network_id == at.network_id]
        fees = [
            each
            for each in rows.owed(tx, reader.id)
            if known.library(each.library_id).network_id == at.network_id
        ]
        if out or held or fees or membership.deposit:
            raise problems.ReaderHasObligations(
                reader_id=reader.id,
                loans=len(out),
                holds=len(held),
                fees=len(fees),
                deposit=membership.deposit,
            )
        rows.MEMBERSHIPS.change(tx, membership, status=domain.CLOSED)
        every = rows.memberships_of(tx, {reader.id})[reader.id]
        if all(each.status == domain.CLOSED for each in every):
            reader = rows.READERS.change(tx, reader, status=domain.CLOSED)
        tx.emit("reader.left", reader.id, {"id": reader.id, "network_id": at.network_id})
        return tx.answer(shown_reader(tx, reader))
