"""Who stands at the desk: a card or its electronic twin, verified by the card service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.culture import problems_libraries as problems
from services.culture.domain.library import ELECTRONIC_CARD, SOCIAL_SECURITY_CARD, Library
from services.culture.domain.readers import Reader
from services.culture.flows import known
from services.culture.flows.readers.read import ShownReader, shown_reader
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim import peers
from sscsim.kernel.problems import Relayed


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that is good here: whose it is, by what it was shown, whether with its password."""

    person_id: str
    card_id: str
    carrier: str
    password_checked: bool


def verify(
    at: Library,
    card_id: str | None = None,
    card_number: str | None = None,
    electronic_code: str | None = None,
    password: str | None = None,
) -> Shown:
    """Have a card verified for the library. CardNotForReader with every reason, and what the card
    service refuses (Relayed). A wrong password counts; a code is used up."""
    found = looked_at(
        at,
        card_id=card_id,
        card_number=card_number,
        electronic_code=electronic_code,
        password=password,
    )
    if found["result"] != "accepted":
        raise problems.CardNotForReader(at.id, found["reasons"])
    return shown_by(found)


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
    path = "/internal/v1/service-applicants/search"
    found = _asked(path, {"social_security_number": social_security_number})["data"]
    return str(found[0]["id"]) if found else None


def _asked(path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = peers.call("card", "POST", path, dict(body))
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return found


def shown_by(found: Mapping[str, Any]) -> Shown:
    """What an accepted record says."""
    is_code = found["form"] == "electronic"
    return Shown(
        person_id=found["person_id"],
        card_id=found["card_id"],
        carrier=ELECTRONIC_CARD if is_code else SOCIAL_SECURITY_CARD,
        password_checked=bool(found.get("password_checked")),
    )


def reader_at(
    library_id: str, reader_id: str | None = None, **credential: str | None
) -> tuple[Reader, Shown]:
    """The reader behind a card, or, named by id, the reader whose card is looked at again.

    LibraryNotFound, ReaderNotFound, NotAReader, and what `verify` raises.
    """
    at = known.library(library_id)
    if reader_id is not None:
        with store.read() as tx:
            found = known.reader(tx, reader_id)
            card_id = known.membership(tx, found, at).card_id
        named = {name: credential.get(name) for name in ("card_number", "electronic_code")}
        if not any(named.values()):
            named = {"card_id": card_id}
        shown = verify(at, **named, password=credential.get("password"))
        if shown.person_id != found.person_id:
            raise problems.NotAReader(library_id=library_id)
        return found, shown
    shown = verify(at, **credential)
    with store.read() as tx:
        reader = rows.reader_of(tx, shown.person_id)
        if reader is None:
            raise problems.NotAReader(library_id=library_id)
        known.membership(tx, reader, at)
    return reader, shown


def shown_at(library_id: str, **credential: str | None) -> ShownReader:
    """The reader behind a card, with the networks that know them; see `reader_at`."""
    reader, _ = reader_at(library_id, **credential)
    with store.write() as tx:
        return tx.answer(shown_reader(tx, reader))
