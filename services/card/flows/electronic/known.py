"""What a request names of electronic cards, loaded, and what it may do now."""

from dataclasses import replace
from typing import Any

from services.card import problems_electronic as problems
from services.card import terms
from services.card.domain import electronic_card as domain
from services.card.domain.card import Card
from services.card.domain.code import Code, CodePayment
from services.card.domain.electronic_card import ElectronicCard, Standing
from services.card.flows.electronic import revoking
from services.card.store import bank_accounts, cards, electronic
from sscsim import world
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.kernel.problems import Problem


def card(tx: Tx, electronic_card_id: str, locked: bool = False) -> ElectronicCard:
    found = electronic.find(tx, electronic_card_id, locked)
    if found is None:
        raise problems.ElectronicCardNotFound(electronic_card_id=electronic_card_id)
    return found


def channel(tx: Tx, channel_no: str) -> Any:
    found = electronic.channel(tx, channel_no)
    if found is None:
        raise problems.ChannelNotFound(channel_no=channel_no)
    return found


def device(tx: Tx, found: ElectronicCard, device_id: str) -> Any:
    """A device of this card that was verified and not removed."""
    row = electronic.device(tx, device_id)
    if row is None or row.electronic_card_id != found.id:
        raise problems.DeviceNotFound(device_id=device_id)
    if row.removed_at is not None:
        raise problems.DeviceNotVerified(device_id=device_id)
    return row


def code(tx: Tx, code_id: str, locked: bool = False) -> Code:
    found = electronic.find_code(tx, code_id, locked)
    if found is None:
        raise problems.CodeNotFound(code_id=code_id)
    return found


def payment(tx: Tx, payment_id: str, locked: bool = False) -> CodePayment:
    found = electronic.find_payment(tx, payment_id, locked)
    if found is None:
        raise problems.PaymentNotFound(payment_id=payment_id)
    return found


# ---- what it stands on


def physical(tx: Tx, found: ElectronicCard) -> Card | None:
    """The card it stands on: its own, or the one that replaced it, once that is enabled."""
    own = cards.find(tx, found.card_id)
    if own is not None and own.status != "cancelled":
        return own
    newer = [
        card
        for card in cards.of_person(tx, found.person_id)
        if card.form == "standard"
        and card.region_code == found.region_code
        and card.status == "active"
    ]
    return newer[-1] if newer else own


def followed(tx: Tx, found: ElectronicCard) -> tuple[ElectronicCard, Card | None]:
    """The electronic card on the holder's present card: a replacement needs no new sign-up.

    Level 2 stays where the new card has an active account; else payment waits for one.
    """
    on = physical(tx, found)
    if on is None or on.id == found.card_id:
        return found, on
    account = next(
        (each for each in bank_accounts.of_card(tx, on.id) if each.status == "active"), None
    )
    changed = replace(
        found,
        card_id=on.id,
        account_id=account.id if account else None,
        level=found.level if account else 1,
        allowed_while_lost=False,
        version=found.version + 1,
        updated_at=world.now(),
    )
    electronic.change(tx, changed)
    tx.emit("electronic_card.followed_card", found.id, {"id": found.id, "card_id": on.id})
    return changed, on


def standing(tx: Tx, found: ElectronicCard, on: Card | None) -> Standing:
    rule = terms.electronic_card(found.region_code, world.today()).suspension_rule
    return domain.standing(found, on, rule, world.today())


def usable(tx: Tx, electronic_card_id: str) -> tuple[ElectronicCard, Card]:
    """The locked electronic card and the physical one; refused while it is suspended."""
    found, on = followed(tx, card(tx, electronic_card_id, locked=True))
    state = standing(tx, found, on)
    if not state.is_usable or on is None:
        raise problems.ElectronicCardSuspended(reason=state.reason, rule=state.rule)
    return found, on


# ---- confirmations


def confirm(
    tx: Tx,
    found: ElectronicCard,
    *,
    password: str | None = None,
    face: str | None = None,
    sms_code: str | None = None,
) -> tuple[ElectronicCard, Problem | None]:
    """Confirm the holder by what was given; the refusal of a wrong password is to be committed.

    `face` is `match` or `mismatch`: the comparison itself is simulated by the caller.
    """
    if password is not None:
        return tried(tx, found, password)
    if face is not None:
        if face != "match":
            raise problems.ConfirmationFailed(way="face")
        return found, None
    if sms_code is not None:
        check_sms(sms_code)
        return found, None
    raise problems.ConfirmationFailed(way="password, face, sms_code")


def check_sms(sms_code: str) -> None:
    if sms_code != domain.SMS_CODE:
        raise problems.ConfirmationFailed(way="sms_code")


def tried(tx: Tx, found: ElectronicCard, password: str) -> tuple[ElectronicCard, Problem | None]:
    """The electronic card after this try. The last wrong one locks it and revokes credentials."""
    if found.status != "active":
        raise problems.ElectronicCardSuspended(reason=found.status, rule="own_state")
    now = world.now()
    if domain.is_password(password, found):
        if found.wrong_passwords:
            found = replace(found, wrong_passwords=0, version=found.version + 1, updated_at=now)
            electronic.change(tx, found)
        return found, None
    limit = terms.electronic_card(found.region_code, world.today()).wrong_passwords
    wrong = found.wrong_passwords + 1
    if wrong >= limit:
        return moved(tx, found, "lock", wrong_passwords=0), problems.ElectronicPasswordWrong(
            tries_left=0
        )
    found = replace(found, wrong_passwords=wrong, version=found.version + 1, updated_at=now)
    electronic.change(tx, found)
    return found, problems.ElectronicPasswordWrong(tries_left=limit - wrong)


_TOLD = {"lock": "locked", "unlock": "unlocked", "unlink": "unlinked"}


def moved(tx: Tx, found: ElectronicCard, event: str, **more: Any) -> ElectronicCard:
    """The electronic card after a move of its own state, kept and told."""
    changed = replace(
        found,
        status=domain.after(found, event),
        version=found.version + 1,
        updated_at=world.now(),
        **more,
    )
    electronic.change(tx, changed)
    if changed.status != "active":
        revoking.credentials_of(tx, changed.id, f"electronic_card_{changed.status}")
    tx.emit(
        f"electronic_card.{_TOLD[event]}",
        changed.id,
        {"id": changed.id, "status": changed.status, "actor": world.current().party_id},
    )
    return changed


def shown(tx: Tx, found: ElectronicCard) -> dict[str, Any]:
    """The electronic card with what it may do now and its channels."""
    on = physical(tx, found)
    state = standing(tx, found, on)
    return {
        **values(found),
        "card_id": on.id if on else found.card_id,
        "usable": state.is_usable,
        "suspended_because": state.reason,
        "suspension_rule": state.rule,
        "channels": [link.channel_no for link in electronic.links(tx, found.id)],
    }


def answered(tx: Tx, found: ElectronicCard) -> dict[str, Any]:
    """The answer of a call about this electronic card, stored with its key."""
    return tx.answer(shown(tx, found))


_FIELDS = ("level", "account_id", "password_digest", "allowed_while_lost")


def changed(tx: Tx, found: ElectronicCard, told_as: str, **more: Any) -> ElectronicCard:
    """The electronic card with something of it changed, kept and told.

    What is no field of it (a channel's number) is only told.
    """
    fields = {name: value for name, value in more.items() if name in _FIELDS}
    made = replace(found, version=found.version + 1, updated_at=world.now(), **fields)
    electronic.change(tx, made)
    told = {name: value for name, value in more.items() if name != "password_digest"}
    tx.emit(f"electronic_card.{told_as}", made.id, {"id": made.id, **told})
    return made
