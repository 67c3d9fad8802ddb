"""A labour contract after it was filed: signed by card, changed, renewed, ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.benefits import problems
from services.benefits import problems_relations as refusals
from services.benefits.domain import inputs
from services.benefits.domain.labour import contract as domain
from services.benefits.domain.labour.contract import ContractChange, LabourContract
from services.benefits.flows import applicants, relations
from services.benefits.flows.items.employment import employment_registration
from services.benefits.flows.items.labour import contract as item
from services.benefits.flows.items.labour import times
from services.benefits.store import catalogue, labour, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def _held(tx: Tx, contract_id: str) -> LabourContract:
    return relations.held(tx, labour.contracts, contract_id, refusals.LabourContractNotFound)


def _for_worker(tx: Tx, contract_id: str) -> LabourContract:
    """The worker's app acts for them, or an agency of the contract's region."""
    found = _held(tx, contract_id)
    relations.check_party(found)
    return found


def _for_employer(tx: Tx, contract_id: str) -> LabourContract:
    found = _held(tx, contract_id)
    relations.check_own(found)
    return found


def _moved(
    tx: Tx, found: LabourContract, event: str, told_as: str, **changes: Any
) -> LabourContract:
    status = relations.after(domain.CONTRACT, found, event)
    changed = labour.contracts.change(tx, found, status=status, **changes)
    tx.emit(f"labour_contract.{told_as}", changed.id, item.told(changed))
    return changed


# ---- the worker


def _verified(contract_id: str, electronic_code: str) -> Mapping[str, Any]:
    """The electronic card that signs; LabourContractNotFound, RegionNotAllowed,
    CredentialOfAnother."""
    with store.read() as tx:
        missing = refusals.LabourContractNotFound
        seen = relations.seen(tx, labour.contracts, contract_id, missing)
    relations.check_party(seen)
    key = keys.request_key.get()
    event = key.scope if key is not None else world.current().request_id
    shown = {"electronic_code": electronic_code}
    record = applicants.verified(event, catalogue.items()["HRSS-083"], shown, seen.region_code)
    if record.get("person_id") != seen.person_id:
        raise problems.CredentialOfAnother()
    return record


def sign(contract_id: str, electronic_code: str) -> LabourContract:
    """The worker signs by the electronic card: the contract, or the change that waits (签署).

    CredentialRefused, CredentialOfAnother, NoChangeOpen, RecordState.
    """
    record = _verified(contract_id, electronic_code)
    failpoint("benefits.contract_sign.verified")
    with store.write() as tx:
        found = _for_worker(tx, contract_id)
        if found.status in domain.RUNNING:
            return tx.answer(_signed_change(tx, found, record["id"]))
        signed = _moved(
            tx,
            found,
            "sign",
            "signed",
            signed_on=tx.world.today,
            verification_id=record["id"],
        )
        _watch_end(tx, signed)
        return tx.answer(signed)


def _watch_end(tx: Tx, contract: LabourContract) -> None:
    if contract.end_date is not None:
        key = f"{contract.id}:{contract.end_date.isoformat()}"
        tx.schedule(item.END, key, relations.day_after(contract.end_date))


def _signed_change(tx: Tx, found: LabourContract, verification_id: str) -> LabourContract:
    change = labour.open_change(tx, found.id)
    if change is None:
        raise refusals.NoChangeOpen(record_id=found.id)
    labour.changes.change(
        tx,
        change,
        status=domain.SIGNED,
        answered_on=tx.world.today,
        verification_id=verification_id,
    )
    after = _typed(change.after)
    if change.kind == "renewal":
        is_fixed = after.get("end_date") is not None
        after["fixed_terms"] = found.fixed_terms + 1 if is_fixed else 0
        after["contract_kind"] = domain.FIXED if is_fixed else "open_ended"
    changed = _moved(tx, found, "change", "changed", **after)
    if change.kind == "renewal":
        employment_registration.renewed_with_contract(
            *(tx, found.person_id, found.employer_credit_code),
            *(changed.contract_kind, changed.end_date),
        )
    _watch_end(tx, changed)
    return changed


def _typed(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as the record has them, from the JSON of a change."""
    typed = dict(kept)
    if typed.get("end_date") is not None:
        typed["end_date"] = date.fromisoformat(typed["end_date"])
    if "monthly_wage" in typed:
        typed["monthly_wage"] = Money(typed["monthly_wage"])
    return typed


def decline(contract_id: str) -> LabourContract:
    """The worker does not sign: neither the contract nor the change that waits."""
    with store.write() as tx:
        found = _for_worker(tx, contract_id)
        if found.status not in domain.RUNNING:
            return tx.answer(_moved(tx, found, "decline", "declined"))
        change = labour.open_change(tx, found.id)
        if change is None:
            raise refusals.NoChangeOpen(record_id=found.id)
        today = tx.world.today
        labour.changes.change(tx, change, status=domain.REFUSED, answered_on=today)
        return tx.answer(found)


# ---- the employer


def amend(contract_id: str, **terms: Any) -> ContractChange:
    """Other terms, from the worker's signature on (变更). ChangeOpen, RecordState."""
    with store.write() as tx:
        found = _for_employer(tx, contract_id)
        relations.after(domain.CONTRACT, found, "change")
        return tx.answer(_proposed(tx, found, "amendment", terms))


def renew(
    contract_id: str,
    contract_sha256: str,
    end_date: date | None = None,
    *,
    worker_asks_for_fixed_term: bool = False,
) -> ContractChange:
    """The contract goes on after its end (续订): for another term, or open-ended.

    OpenEndedDue, DatesReversed, ChangeOpen, RecordState.
    """
    with store.write() as tx:
        found = _for_employer(tx, contract_id)
        relations.after(domain.CONTRACT, found, "change")
        limit = times.contract(found.region_code, tx.world.today).fixed_terms
        domain.check_renewal(found, end_date, limit, worker_asks=worker_asks_for_fixed_term)
        terms = {"end_date": end_date, "contract_sha256": contract_sha256}
        return tx.answer(_proposed(tx, found, "renewal", terms))


def _proposed(tx: Tx, found: LabourContract, kind: str, terms: Mapping[str, Any]) -> ContractChange:
    waiting = labour.open_change(tx, found.id)
    if waiting is not None:
        raise refusals.ChangeOpen(change_id=waiting.id)
    ordinal = labour.changes.count(tx, labour.changes.c.contract_id == found.id) + 1
    before = {name: inputs.plain(getattr(found, name)) for name in terms}
    now = tx.world.now
    made = ContractChange(
        id=tx.new_id("lcc", found.id, ordinal),
        contract_id=found.id,
        ordinal=ordinal,
        kind=kind,
        before=before,
        after=inputs.plain(dict(terms)),
        proposed_on=tx.world.today,
        answered_on=None,
        verification_id=None,
        status=domain.PROPOSED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.changes.add(tx, made)
    tx.emit("labour_contract.change_proposed", found.id, item.told(found))
    return made


def end(contract_id: str, reason: str, ended_on: date | None = None) -> LabourContract:
    """Ended before or at its term (解除或终止). DatesReversed, RecordState.

    From that day on the person is not employed there: the employment on record ends with it,
    and HRSS-002 and HRSS-005 see that.
    """
    with store.write() as tx:
        found, today = _for_employer(tx, contract_id), tx.world.today
        day = ended_on or today
        if day < found.start_date:
            raise refusals.DatesReversed(
                later=day.isoformat(), earlier=found.start_date.isoformat()
            )
        if day > today:
            raise refusals.DatesReversed(later=today.isoformat(), earlier=day.isoformat())
        return tx.answer(_ended(tx, found, reason, day))


def _ended(tx: Tx, found: LabourContract, reason: str, day: date) -> LabourContract:
    ended = _moved(tx, found, "end", "ended", ended_on=day, leaving_reason=reason)
    employment_registration.ended_with_contract(
        tx, found.person_id, found.employer_credit_code, day, reason
    )
    change = labour.open_change(tx, found.id)
    if change is not None:
        labour.changes.change(tx, change, status=domain.REFUSED, answered_on=day)
    return ended


# ---- due jobs


def lapse(contract_id: str) -> None:
    """The worker did not sign in time."""
    with store.write() as tx:
        found = labour.contracts.find(tx, contract_id, lock=True)
        assert found is not None, "a contract is never removed"
        if found.status == domain.EMPLOYER_SIGNED:
            _moved(tx, found, "lapse", "lapsed")
        tx.complete_job()


def end_of_term(key: str) -> None:
    """The last day of a term is over; `key`: the contract and that day."""
    contract_id, _, day = key.partition(":")
    with store.write() as tx:
        found = labour.contracts.find(tx, contract_id, lock=True)
        assert found is not None, "a contract is never removed"
        last = found.end_date
        if found.status in domain.RUNNING and last is not None and last.isoformat() == day:
            _ended(tx, found, "contract_ended", last)
        tx.complete_job()


# ---- reading


def get(contract_id: str) -> LabourContract:
    """LabourContractNotFound, NotTheirRecord."""
    missing = refusals.LabourContractNotFound
    return relations.own(store, labour.contracts, contract_id, missing)


def page(asked: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer's own, everybody's for the others."""
    return relations.own_page(store, labour.contracts, asked, filters)


def changes_of(contract_id: str, asked: PageQuery) -> Page:
    """LabourContractNotFound, NotTheirRecord."""
    get(contract_id)
    return relations.page(store, labour.changes, asked, {"contract_id": contract_id})
