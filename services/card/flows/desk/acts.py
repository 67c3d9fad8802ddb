"""The acts themselves, each by the flow that the card's own operations use.

An act hands back what it changed. A wrong password is a refusal that is committed, because
it counts; every other refusal is raised, and nothing was written.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.card import problems_desk as problems
from services.card import problems_electronic as electronic_problems
from services.card.domain import bank_account
from services.card.domain import desk as domain
from services.card.domain import electronic_card as electronic_domain
from services.card.domain import password as passwords_domain
from services.card.domain.card import Card
from services.card.domain.desk import Typed, Wanted
from services.card.domain.electronic_card import ElectronicCard
from services.card.flows import cancel, change, death, enable, lose, passwords
from services.card.flows.bank import effects
from services.card.flows.electronic import family, sign
from services.card.flows.electronic import known as electronic_known
from services.card.flows.production import apply, collect
from services.card.store import bank_accounts, electronic
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

Done = tuple[dict[str, Any], Problem | None]
Act = Callable[[Tx, Wanted, Typed], Done]


def act(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    """Do it: what was changed, and the refusal that is to be committed with it."""
    return _ACTS[wanted.action](tx, wanted, typed)


def electronic_card_of(tx: Tx, person_id: str) -> ElectronicCard:
    """The person's electronic card that is not unlinked; NoElectronicCard."""
    found = [each for each in electronic.of_person(tx, person_id) if each.status != "unlinked"]
    if not found:
        raise problems.NoElectronicCard(person_id=person_id)
    return found[-1]


def check_typed(wanted: Wanted, typed: Typed) -> None:
    """A new password that is too simple is refused before anything is looked at."""
    if typed.new_password is None:
        return
    if wanted.action == "enable_both":
        bank_account.check_password_form(typed.new_password)
    elif wanted.action == "sign_electronic":
        electronic_domain.check_password_form(typed.new_password)
    else:
        passwords_domain.chosen(str(wanted.detail["card_id"]), typed.new_password)


def _card(done: Card) -> Done:
    return {"card_id": done.id, "card_status": done.status}, None


# ---- applying and collecting


def _apply(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    made = apply.applied(tx, person_id=wanted.person_id, **wanted.detail)
    return _made(made), None


def _made(made: Any) -> dict[str, Any]:
    return {
        "card_application_id": made.id,
        "new_card_id": made.card_id,
        "production_status": made.production_status,
    }


def _exchange(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    """A new card for changed key data: asked for, and the data changed before it is made."""
    detail = dict(wanted.detail)
    changes = detail.pop("changes", {})
    made = apply.applied(tx, person_id=wanted.person_id, kind="exchange", mark="central", **detail)
    if changes:
        change.changed(tx, wanted.person_id, dict(changes))
    return _made(made), None


def _collect(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    handed = collect.collected(tx, str(wanted.detail["card_application_id"]))
    return _made(handed), None


def _change_person(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    made = change.changed(tx, wanted.person_id, dict(wanted.detail["changes"]))
    return {"person_id": made.id, "person_version": made.version}, None


# ---- the card's own state


def _id(wanted: Wanted) -> str:
    return str(wanted.detail["card_id"])


def _enable(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    return _card(enable.enabled(tx, _id(wanted)))


def _enable_both(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    phone = wanted.detail.get("reserved_phone")
    return _card(enable.both_enabled(tx, _id(wanted), str(typed.new_password), phone))


def _temporary_loss(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    return _card(lose.lost(tx, _id(wanted), wanted.detail["channel"]))


def _loss(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    return _card(lose.lost_formally(tx, _id(wanted)))


def _release(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    return _card(lose.released(tx, _id(wanted), wanted.detail["channel"]))


def _cancel(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    """The card, and an empty account behind it, whose state allows it, with it."""
    gone = cancel.cancelled_at_counter(tx, _id(wanted), wanted.detail["reason"])
    for found in bank_accounts.of_card(tx, gone.id):
        account = bank_accounts.find_locked(tx, found.id)
        assert account is not None
        empty = account.balance == Money.zero()
        if empty and bank_account.MACHINE.allows(account.status, "close"):
            effects.moved(tx, account, "close", "bank_account.closed")
    return _card(gone)


def _report_death(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    dead = death.reported(tx, wanted.person_id, date.fromisoformat(wanted.detail["died_on"]))
    return {"person_id": dead.id, "living_state": dead.living_state}, None


def _unlock(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    return _card(passwords.unlocked(tx, _id(wanted)))


def _change_password(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    chosen = passwords_domain.chosen(_id(wanted), str(typed.new_password))
    card, refused = passwords.changed(tx, _id(wanted), str(typed.old_password), chosen)
    return _card(card)[0], refused


def _reset_password(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    chosen = passwords_domain.chosen(_id(wanted), str(typed.new_password))
    return _card(passwords.with_new(tx, _id(wanted), chosen))


# ---- the electronic card


def _electronic(found: ElectronicCard) -> dict[str, Any]:
    return {
        "electronic_card_id": found.id,
        "electronic_card_status": found.status,
        "level": found.level,
    }


def _sign(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    made = sign.signed(tx, sign.Wish(**wanted.detail, password=str(typed.new_password)))
    return _electronic(made), None


def _link(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    mine = electronic_card_of(tx, wanted.person_id)
    channel, number = wanted.detail["channel_no"], wanted.detail["sign_no"]
    found, refused = sign.linked(tx, mine.id, channel, number, str(typed.old_password))
    return _electronic(found), refused


def _unlink(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    mine = electronic_card_of(tx, wanted.person_id)
    face = "match" if wanted.detail.get("confirmed_by", "face") == "face" else None
    ways: Mapping[str, str | None] = {
        "password": typed.old_password,
        "face": face,
        "sms_code": typed.sms_code,
    }
    found, refused = sign.unlinked(tx, mine.id, wanted.detail["channel_no"], ways)
    return _electronic(found), refused


def _raise(tx: Tx, wanted: Wanted, typed: Typed) -> Done:
    """To level 2, on the account that the holder named."""
    mine = electronic_card_of(tx, wanted.person_id)
    found, card = electronic_known.usable(tx, mine.id)
    phone, named = str(wanted.detail["reserved_phone"]), wanted.detail["account_id"]
    account_id = sign.account_for(tx, card, phone)
    if account_id != named:
        raise problems.AccountOfAnother(account_id=named)
    found, refused = sign.raised(tx, mine.id, str(typed.old_password), phone)
    return {**_electronic(found), "account_id": account_id}, refused


def _add_family(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    mine = electronic_card_of(tx, wanted.person_id)
    made = family.added(tx, mine.id, **wanted.detail)
    return {"electronic_card_id": mine.id, "family_member_id": made.id}, None


def _remove_family(tx: Tx, wanted: Wanted, _typed: Typed) -> Done:
    mine = electronic_card_of(tx, wanted.person_id)
    for row in electronic.family(tx, mine.id):
        if row.person_id == wanted.detail["person_id"]:
            family.removed(tx, row.id)
            return {"electronic_card_id": mine.id, "family_member_id": row.id}, None
    raise electronic_problems.FamilyMemberNotFound(member_id=wanted.detail["person_id"])


_ACTS: Mapping[str, Act] = {
    "apply": _apply,
    "exchange": _exchange,
    "collect": _collect,
    "change_person": _change_person,
    "enable": _enable,
    "enable_both": _enable_both,
    "report_temporary_loss": _temporary_loss,
    "report_loss": _loss,
    "release_loss": _release,
    "cancel": _cancel,
    "report_death": _report_death,
    "unlock": _unlock,
    "change_password": _change_password,
    "reset_password": _reset_password,
    "sign_electronic": _sign,
    "link_channel": _link,
    "unlink_channel": _unlink,
    "raise_level": _raise,
    "add_family": _add_family,
    "remove_family": _remove_family,
}
assert set(_ACTS) == set(domain.ACTIONS)
