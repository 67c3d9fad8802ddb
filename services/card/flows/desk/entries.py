"""Entries of passwords: opened by what needs one, typed by the holder, lapsed in time."""

from typing import Any

from services.card import problems_desk as problems
from services.card.domain import desk as domain
from services.card.domain.desk import PasswordEntry, Typed, Wanted
from services.card.flows.desk.acts import act, check_typed
from services.card.flows.desk.telling import DONE, ENTRY_WANTED, LAPSED, tell
from services.card.store import electronic, password_entries, store
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint

LAPSE = "card.lapse_password_entry"


def opened(tx: Tx, wanted: Wanted) -> PasswordEntry:
    """A terminal waits from now on; the counter is told which."""
    now = tx.world.now
    card_id = wanted.detail.get("card_id")
    mine = [each for each in electronic.of_person(tx, wanted.person_id) if each.status == "active"]
    made = PasswordEntry(
        id=tx.new_id("pwe", wanted.event),
        event=wanted.event,
        action=wanted.action,
        person_id=wanted.person_id,
        region_code=wanted.region_code,
        card_id=card_id,
        electronic_card_id=mine[-1].id if mine and card_id is None else None,
        typed=list(wanted.typed),
        detail=dict(wanted.detail),
        status=domain.WAITING,
        until=now + domain.WAITS,
        version=1,
        created_at=now,
        updated_at=now,
    )
    password_entries.add(tx, made)
    tx.schedule(LAPSE, made.id, made.until)
    tx.emit("password_entry.opened", made.id, _told(made))
    until = clock.shown(made.until)
    tell(tx, wanted.event, ENTRY_WANTED, changed={"password_entry_id": made.id, "until": until})
    return made


def enter(entry_id: str, **typed: Any) -> PasswordEntry:
    """Do what the entry is for with what was typed; a wrong password counts and leaves it open.

    PasswordEntryNotFound, PasswordEntryClosed, PasswordEntryIncomplete, and what the act refuses.
    """
    given = Typed(**typed)
    with store.write() as tx:
        entry = _held(tx, entry_id)
        if not domain.ENTRY.allows(entry.status, "enter"):
            raise problems.PasswordEntryClosed(entry_id=entry_id, status=entry.status)
        if set(given.names) != set(entry.typed):
            raise problems.PasswordEntryIncomplete(
                wanted=", ".join(entry.typed), given=", ".join(given.names) or "-"
            )
        check_typed(entry.wanted, given)
        changed, refused = act(tx, entry.wanted, given)
        if refused is None:
            entry = password_entries.change(tx, entry, domain.ENTRY.after(entry.status, "enter"))
            tx.cancel_job(LAPSE, entry.id)
            tx.emit("password_entry.entered", entry.id, _told(entry))
            tell(tx, entry.event, DONE, changed=changed)
            failpoint("card.enter_password.before_commit")
            return tx.answer(entry)
        tx.refuse(refused)
    raise refused


def lapse(entry_id: str) -> None:
    """Nobody typed anything in time."""
    with store.write() as tx:
        entry = _held(tx, entry_id)
        if entry.status == domain.WAITING:
            after = domain.ENTRY.after(entry.status, "lapse")
            entry = password_entries.change(tx, entry, after)
            tx.emit("password_entry.lapsed", entry.id, _told(entry))
            tell(tx, entry.event, LAPSED)
        failpoint("card.lapse_password_entry.before_commit")
        tx.complete_job()


def _held(tx: Tx, entry_id: str) -> PasswordEntry:
    found = password_entries.find(tx, entry_id, lock=True)
    if found is None:
        raise problems.PasswordEntryNotFound(entry_id=entry_id)
    return found


def _told(entry: PasswordEntry) -> dict[str, str]:
    return {
        "id": entry.id,
        "person_id": entry.person_id,
        "action": entry.action,
        "status": entry.status,
    }


def get(entry_id: str) -> PasswordEntry:
    with store.read() as tx:
        found = password_entries.find(tx, entry_id)
    if found is None:
        raise problems.PasswordEntryNotFound(entry_id=entry_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return password_entries.page(tx, page, filters)
