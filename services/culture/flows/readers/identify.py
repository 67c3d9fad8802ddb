"""Who stands at the desk: by a card or its electronic twin, verified by the card service; by their
identity card, compared with the register; or by a card that the library made for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.culture import problems_libraries as problems
from services.culture import problems_reader_cards as refusals
from services.culture.domain import library as carriers
from services.culture.domain import reader_cards as card_words
from services.culture.domain.library import Library
from services.culture.domain.reader_cards import ReaderCard
from services.culture.domain.readers import Membership, Reader
from services.culture.flows import known
from services.culture.flows.readers.read import ShownReader, shown_reader
from services.culture.store import libraries as rows
from services.culture.store import reader_cards as card_rows
from services.culture.store import store
from sscsim import peers, world
from sscsim.db import Tx, keys
from sscsim.kernel.problems import Relayed


@dataclass(frozen=True, slots=True)
class Shown:
    """What is good here: whose it is, by what it was shown, whether with the card's password.
    card_id: of a social security card; family_card_id: of a family card that was shown."""

    person_id: str
    card_id: str | None
    carrier: str
    password_checked: bool
    family_card_id: str | None = None


def verify(
    at: Library,
    card_id: str | None = None,
    card_number: str | None = None,
    electronic_code: str | None = None,
    password: str | None = None,
) -> Shown:
    """Have a card verified for the library. CardNotForReader with every reason, and what the card
    service refuses (Relayed). A wrong password counts; a code is used up. Once for a call with a
    key: the same call, asked again after a crash, finds the record of then."""
    key = keys.request_key.get()
    found = looked_at(
        at,
        card_id=card_id,
        card_number=card_number,
        electronic_code=electronic_code,
        password=password,
        event=None if key is None else f"library/{key.scope[:48]}",
    )
    if found["result"] != "accepted":
        raise problems.CardNotForReader(at.id, found["reasons"])
    return accepted(found)


def looked_at(at: Library, **shown: str | None) -> Mapping[str, Any]:
    """The card service's record of a card that is shown at the library, accepted or refused.

    Relayed for what it can't look at. A wrong password counts; a code is used up. With an `event`
    the same is looked at once, as of `scanned_at`."""
    body = {name: value for name, value in shown.items() if value is not None}
    body |= {"purpose": "library", "place_region_code": at.region}
    by_event = "event" in body
    path = "service-applicants/verify" if by_event else "verifications"
    return _asked(f"/internal/v1/{path}", body)


def person_with(social_security_number: str) -> str | None:
    """Whose number it is; None where nobody's. Relayed for what is no such number."""
    found = _with_number(social_security_number)
    return str(found[0]["id"]) if found else None


def _with_number(social_security_number: str) -> Sequence[Mapping[str, Any]]:
    path = "/internal/v1/service-applicants/search"
    found: Sequence[Mapping[str, Any]] = _asked(
        path, {"social_security_number": social_security_number}
    )["data"]
    return found


def _asked(path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = peers.call("card", "POST", path, dict(body))
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return found


def accepted(found: Mapping[str, Any]) -> Shown:
    """What an accepted record says."""
    is_code = found["form"] == "electronic"
    return Shown(
        person_id=found["person_id"],
        card_id=found["card_id"],
        carrier=carriers.ELECTRONIC_CARD if is_code else carriers.SOCIAL_SECURITY_CARD,
        password_checked=bool(found.get("password_checked")),
    )


def known_member(membership: Membership, family_card_id: str | None = None) -> Shown:
    """As a reader stands there whose card isn't looked at again, since it was lent before."""
    return Shown(membership.person_id, membership.card_id, membership.carrier, True, family_card_id)


def by_identity(social_security_number: str, name: str) -> Shown:
    """Whose identity card this is: number and name must both be those of somebody living.

    IdentityNotKnown, and what the card service says of a number that is none (Relayed).
    """
    for person in _with_number(social_security_number):
        if person["name"] == name and person["living_state"] == "alive":
            return Shown(person["id"], None, carriers.ID_CARD, password_checked=False)
    raise refusals.IdentityNotKnown()


def shown_by(at: Library, **credential: str | None) -> Shown:
    """Whoever this credential names; of a library's own cards see `by_reader_card`.

    CarrierNotTaken where the library takes no identity card, and what `verify` and `by_identity`
    raise.
    """
    number = credential.pop("social_security_number", None)
    name = credential.pop("name", None)
    if number is None:
        return verify(at, **credential)
    return by_identity(number, name or "")


def reader_at(
    library_id: str,
    reader_id: str | None = None,
    reader_card_number: str | None = None,
    **credential: str | None,
) -> tuple[Reader, Shown]:
    """The reader behind a credential, or, named by id, the reader whose card is looked at again.

    LibraryNotFound, ReaderNotFound, NotAReader, ReaderCardNotFound, CardNotForReader,
    CarrierNotTaken, and what `verify` and `by_identity` raise.
    """
    at = known.library(library_id)
    if reader_card_number is not None:
        return by_reader_card(at, reader_card_number)
    if reader_id is not None:
        with store.read() as tx:
            found = known.reader(tx, reader_id)
            joined = known.membership(tx, found, at)
        named = {name: credential.get(name) for name in ("card_number", "electronic_code")}
        if not any(named.values()):
            if joined.card_id is None:
                return found, without_card(at, joined)
            named = {"card_id": joined.card_id}
        shown = verify(at, **named, password=credential.get("password"))
        if shown.person_id != found.person_id:
            raise problems.NotAReader(library_id=library_id)
        return found, shown
    shown = shown_by(at, **credential)
    with store.read() as tx:
        reader = rows.reader_of(tx, shown.person_id)
        if reader is None:
            raise problems.NotAReader(library_id=library_id)
        joined = known.membership(tx, reader, at)
        # registered by it at one member, a reader is recognised by it at all
        if shown.carrier == carriers.ID_CARD and joined.carrier != carriers.ID_CARD:
            check_carrier(tx, at, shown.carrier)
    return reader, shown


def check_carrier(tx: Tx, at: Library, carrier: str) -> None:
    """Whether the library takes it. CarrierNotTaken."""
    taken = known.rules(tx, at.id).carriers.value
    if carrier not in taken:
        raise problems.CarrierNotTaken(library_id=at.id, carrier=carrier, taken=", ".join(taken))


def by_reader_card(at: Library, number: str) -> tuple[Reader, Shown]:
    """The reader of a library's card. ReaderCardNotFound, NotAReader, CardNotForReader."""
    reader, joined, card = whose_card(at, number)
    _check_good(at, card)
    return reader, by_card_of_library(joined, card)


def whose_card(at: Library, number: str) -> tuple[Reader, Membership, ReaderCard]:
    """A library's card, good or not, and whose it is. ReaderCardNotFound, NotAReader."""
    with store.read() as tx:
        card = card_rows.with_number(tx, number)
        if card is None:
            raise refusals.ReaderCardNotFound(card=number)
        if card.network_id != at.network_id:
            raise problems.NotAReader(library_id=at.id)
        reader = known.reader(tx, card.reader_id)
        return reader, known.membership(tx, reader, at), card


def by_card_of_library(joined: Membership, card: ReaderCard) -> Shown:
    is_family = card.kind == card_words.FAMILY
    return Shown(
        joined.person_id,
        None,
        joined.carrier,
        password_checked=False,
        family_card_id=card.id if is_family else None,
    )


def _check_good(at: Library, card: ReaderCard) -> None:
    against = card.against(world.today())
    if against is not None:
        raise _refused(at, against)


def _refused(at: Library, reason: str) -> problems.CardNotForReader:
    said = card_words.REASONS[reason].into(world.current().language)
    return problems.CardNotForReader(at.id, [{"code": reason, "message": said}])


def without_card(at: Library, joined: Membership) -> Shown:
    """A reader without social security card: by identity card, or by a card of the library's own,
    which must be good. CardNotForReader."""
    if joined.carrier != carriers.ID_CARD:
        with store.read() as tx:
            mine = card_rows.in_hand(tx, joined.reader_id, joined.network_id)
        own = [card for card in mine if card.kind != card_words.FAMILY]
        if not own:
            raise _refused(at, "reader_card_over")
        _check_good(at, own[-1])
    return Shown(joined.person_id, None, joined.carrier, password_checked=False)


def shown_at(library_id: str, **credential: str | None) -> ShownReader:
    """The reader behind a card, with the networks that know them; see `reader_at`."""
    reader, _ = reader_at(library_id, **credential)
    with store.write() as tx:
        return tx.answer(shown_reader(tx, reader))
