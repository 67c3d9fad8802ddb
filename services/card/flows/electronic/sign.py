"""Issuing an electronic card (签发), and linking another channel to it."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.card import problems_electronic as refusals
from services.card.domain import electronic_card as domain
from services.card.domain.card import Card
from services.card.domain.electronic_card import ElectronicCard
from services.card.domain.person import Person, read_number
from services.card.flows import known as holders
from services.card.flows.electronic import known
from services.card.store import bank_accounts, cards, electronic, persons, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused


@dataclass(frozen=True)
class Channel:
    """An app that shows electronic cards; `secret` is shown once, when it is registered."""

    id: str
    channel_no: str
    name: str
    secret: str | None
    version: int
    created_at: Any
    updated_at: Any


def register_channel(channel_no: str, name: str) -> Channel:
    with store.write() as tx:
        tx.lock("channel", channel_no)
        if electronic.channel(tx, channel_no) is not None:
            raise refusals.ChannelExists(channel_no=channel_no)
        drawn = hashlib.sha256(f"channel/{tx.world.seed}/{channel_no}".encode()).hexdigest()
        made = Channel(
            tx.new_id("chn", channel_no), channel_no, name, drawn, 1, world.now(), world.now()
        )
        electronic.add_channel(
            tx,
            {
                "id": made.id,
                "channel_no": channel_no,
                "name": name,
                "secret": drawn,
                "party_id": world.current().party_id,
                "version": 1,
                "created_at": made.created_at,
                "updated_at": made.updated_at,
            },
        )
        return tx.answer(made)


def get_channel(channel_id: str) -> Channel:
    """A channel without its secret."""
    with store.read() as tx:
        row = electronic.channel_with_id(tx, channel_id)
        if row is None:
            raise refusals.ChannelNotFound(channel_no=channel_id)
        return Channel(
            row.id, row.channel_no, row.name, None, row.version, row.created_at, row.updated_at
        )


@dataclass(frozen=True)
class Wish:
    """What a channel asks for: whose card, at which level, how the holder was confirmed."""

    channel_no: str
    sign_no: str
    name: str
    social_security_number: str
    password: str
    face: str
    level: int = 1
    reserved_phone: str | None = None
    region_code: str | None = None


def sign(**wish: Any) -> dict[str, Any]:
    """Issue an electronic card: real name, real person, real card."""
    with store.write() as tx:
        made = signed(tx, Wish(**wish))
        failpoint("card.electronic_sign.before_commit")
        return known.answered(tx, made)


@dataclass(frozen=True)
class Signing:
    """What became of a channel's call; the same news goes out as an event (回调)."""

    id: str
    channel_no: str
    sign_no: str
    status: str
    electronic_card_id: str | None
    failure_code: str | None
    version: int
    created_at: Any
    updated_at: Any


def sign_by_channel(
    parameters: Mapping[str, str], signature: str, rest: Mapping[str, Any]
) -> Signing:
    """The call pattern of the channels: sorted parameters, a signature, a result by callback.

    A refusal is a result too: it is recorded under the sign number and told by the event.
    """
    refused: Problem | None = None
    with store.write() as tx:
        channel = known.channel(tx, parameters["channelNo"])
        expected = domain.channel_signature(channel.secret, parameters)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise refusals.ChannelSignatureWrong()
        tx.lock("sign number", channel.channel_no, parameters["signNo"])
        if electronic.signing_of(tx, channel.channel_no, parameters["signNo"]) is not None:
            raise refusals.SignNumberUsed(
                channel_no=channel.channel_no, sign_no=parameters["signNo"]
            )
        made = None
        try:
            made = signed(
                tx,
                Wish(
                    channel_no=channel.channel_no,
                    sign_no=parameters["signNo"],
                    name=parameters["aac003"],
                    social_security_number=parameters["aac002"],
                    region_code=parameters["aab301"],
                    **rest,
                ),
            )
        except (Conflict, NotFound, Refused) as problem:  # nothing was written before one
            refused = problem
        signing = Signing(
            tx.new_id("sgn", channel.channel_no, parameters["signNo"]),
            channel.channel_no,
            parameters["signNo"],
            "failed" if refused else "succeeded",
            made.id if made else None,
            refused.code if refused else None,
            1,
            world.now(),
            world.now(),
        )
        electronic.add_signing(tx, {name: getattr(signing, name) for name in _SIGNING})
        tx.emit("electronic_card.sign_answered", signing.id, _told(signing))
        return tx.answer(signing)


_SIGNING = tuple(Signing.__dataclass_fields__)


def _told(signing: Signing) -> dict[str, Any]:
    told = {"id": signing.id, "channelNo": signing.channel_no, "signNo": signing.sign_no}
    more = {"electronic_card_id": signing.electronic_card_id, "failure_code": signing.failure_code}
    told["status"] = signing.status
    return told | {name: value for name, value in more.items() if value is not None}


def get_signing(signing_id: str) -> Signing:
    with store.read() as tx:
        row = electronic.signing(tx, signing_id)
        if row is None:
            raise refusals.SigningNotFound(signing_id=signing_id)
        return Signing(**{name: getattr(row, name) for name in _SIGNING})


def signed(tx: Tx, wish: Wish) -> ElectronicCard:
    """The electronic card, when name, person and card are real."""
    domain.check_password_form(wish.password)
    known.channel(tx, wish.channel_no)
    holder = _confirmed(tx, wish)
    earlier = electronic.of_person(tx, holder.id)
    for found in earlier:
        if found.status != "unlinked":
            raise refusals.ElectronicCardExists(electronic_card_id=found.id)
    card = _fit_card(tx, holder, wish.region_code)
    account_id = account_for(tx, card, wish.reserved_phone) if wish.level == 2 else None
    made_id = tx.new_id("ecd", holder.id, len(earlier) + 1)
    made = ElectronicCard(
        id=made_id,
        person_id=holder.id,
        card_id=card.id,
        region_code=card.region_code,
        level=wish.level,
        status=domain.MACHINE.initial,
        account_id=account_id,
        password_digest=domain.password_digest(wish.password, made_id),
        wrong_passwords=0,
        allowed_while_lost=False,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    electronic.add(tx, made)
    electronic.link(tx, made.id, wish.channel_no, wish.sign_no)
    tx.emit("electronic_card.signed", made.id, {"id": made.id, "level": made.level})
    return made


def _confirmed(tx: Tx, wish: Wish) -> Person:
    """The holder: real name and real person. Both faults are told at once."""
    number = read_number(wish.social_security_number)
    found = persons.with_number(tx, number)
    failed = []
    if found is None or found.name != wish.name:
        failed.append("real_name")
    if wish.face != "match":
        failed.append("real_person")
    if failed or found is None:
        raise refusals.HolderNotConfirmed(failed=", ".join(failed))
    locked = holders.locked_person(tx, found.id)
    if locked.living_state == "deceased":
        raise refusals.HolderNotConfirmed(failed="real_person")
    return locked


def _fit_card(tx: Tx, holder: Person, region_code: str | None) -> Card:
    """The real card: active and not expired, of the named area or the holder's own."""
    held = [
        card
        for card in cards.of_person(tx, holder.id)
        if card.form == "standard" and region_code in (None, card.region_code)
    ]
    fit = [c for c in held if c.status == "active" and world.today() <= c.valid_to_date]
    if not fit:
        reason = held[-1].status if held else "none"
        if held and held[-1].status == "active":
            reason = "expired"
        raise refusals.CardNotFit(reason=reason)
    own = [card for card in fit if card.region_code == holder.region_code]
    return (own or fit)[-1]


def account_for(tx: Tx, card: Card, reserved_phone: str | None) -> str:
    """The account that level 2 links: active, with the phone number the bank knows."""
    accounts = [found for found in bank_accounts.of_card(tx, card.id) if found.status == "active"]
    missing = []
    if not accounts:
        missing.append("active_account")
    elif reserved_phone is None or accounts[-1].reserved_phone != reserved_phone:
        missing.append("matching_reserved_phone")
    if missing:
        raise refusals.LevelTwoNeedsAccount(missing=", ".join(missing))
    return accounts[-1].id


def raise_level(electronic_card_id: str, password: str, reserved_phone: str) -> dict[str, Any]:
    """From level 1 to level 2 (升级签发): link the bank account."""
    with store.write() as tx:
        found, refused = raised(tx, electronic_card_id, password, reserved_phone)
        if refused is None:
            return known.answered(tx, found)
        tx.refuse(refused)
    raise refused


def raised(
    tx: Tx, electronic_card_id: str, password: str, reserved_phone: str
) -> tuple[ElectronicCard, Problem | None]:
    """At level 2, or the refusal of a wrong password, which is to be committed."""
    found, card = known.usable(tx, electronic_card_id)
    found, refused = known.tried(tx, found, password)
    if refused is None:
        account_id = account_for(tx, card, reserved_phone)
        found = known.changed(tx, found, "raised", level=2, account_id=account_id)
    return found, refused


def link_channel(
    electronic_card_id: str, channel_no: str, sign_no: str, password: str
) -> dict[str, Any]:
    """Another channel needs the password only."""
    with store.write() as tx:
        found, refused = linked(tx, electronic_card_id, channel_no, sign_no, password)
        if refused is None:
            return known.answered(tx, found)
        tx.refuse(refused)
    raise refused


def linked(
    tx: Tx, electronic_card_id: str, channel_no: str, sign_no: str, password: str
) -> tuple[ElectronicCard, Problem | None]:
    """With another channel, or the refusal of a wrong password, which is to be committed."""
    found, _ = known.usable(tx, electronic_card_id)
    known.channel(tx, channel_no)
    if channel_no in {link.channel_no for link in electronic.links(tx, found.id)}:
        raise refusals.ChannelLinked(channel_no=channel_no)
    found, refused = known.tried(tx, found, password)
    if refused is None:
        electronic.link(tx, found.id, channel_no, sign_no)
        found = known.changed(tx, found, "channel_linked", channel_no=channel_no)
    return found, refused


def unlink(
    electronic_card_id: str,
    channel_no: str | None = None,
    password: str | None = None,
    face: str | None = None,
    sms_code: str | None = None,
) -> dict[str, Any]:
    """Unlink one channel, or all of them (解除关联): then the electronic card ends."""
    ways = {"password": password, "face": face, "sms_code": sms_code}
    with store.write() as tx:
        found, refused = unlinked(tx, electronic_card_id, channel_no, ways)
        if refused is None:
            return known.answered(tx, found)
        tx.refuse(refused)
    raise refused


def unlinked(
    tx: Tx, electronic_card_id: str, channel_no: str | None, ways: Mapping[str, str | None]
) -> tuple[ElectronicCard, Problem | None]:
    """Without the channel, and ended without its last one; `ways`: how it was confirmed."""
    found = known.card(tx, electronic_card_id, locked=True)
    domain.after(found, "unlink")
    channels = [link.channel_no for link in electronic.links(tx, found.id)]
    if channel_no is not None and channel_no not in channels:
        raise refusals.ChannelNotLinked(channel_no=channel_no)
    found, refused = known.confirm(tx, found, **ways)
    if refused is not None:
        return found, refused
    for each in [channel_no] if channel_no else channels:
        electronic.unlink(tx, found.id, each)
    if channel_no is None or channels == [channel_no]:
        return known.moved(tx, found, "unlink"), None
    return known.changed(tx, found, "channel_unlinked", channel_no=channel_no), None


def unlock(electronic_card_id: str, new_password: str, face: str) -> dict[str, Any]:
    """Unlock after wrong passwords: the face is compared again, and a new password set."""
    domain.check_password_form(new_password)
    with store.write() as tx:
        found = known.card(tx, electronic_card_id, locked=True)
        domain.after(found, "unlock")
        known.confirm(tx, found, face=face)
        kept = domain.password_digest(new_password, found.id)
        return known.answered(tx, known.moved(tx, found, "unlock", password_digest=kept))


def change_password(
    electronic_card_id: str, old_password: str, new_password: str
) -> dict[str, Any]:
    domain.check_password_form(new_password)
    with store.write() as tx:
        found = known.card(tx, electronic_card_id, locked=True)
        found, refused = known.tried(tx, found, old_password)
        if refused is None:
            kept = domain.password_digest(new_password, found.id)
            return tx.answer(
                known.shown(tx, known.changed(tx, found, "password_changed", password_digest=kept))
            )
        tx.refuse(refused)
    raise refused


def allow_while_lost(electronic_card_id: str, password: str, allowed: bool) -> dict[str, Any]:
    """The holder's own word that the electronic card goes on during a temporary loss."""
    with store.write() as tx:
        found = known.card(tx, electronic_card_id, locked=True)
        found, refused = known.tried(tx, found, password)
        if refused is None:
            return known.answered(
                tx, known.changed(tx, found, "authorised", allowed_while_lost=allowed)
            )
        tx.refuse(refused)
    raise refused
