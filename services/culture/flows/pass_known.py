"""Travel passes and products as the flows know them: found or refused, moved, told."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from services.culture import problems_passes as problems
from services.culture import terms_passes as terms
from services.culture.domain.pass_rules import Limits, PassRules, Product
from services.culture.domain.travel_pass import MACHINE, TravelPass
from services.culture.store import catalogue_passes, packs, store
from services.culture.store import travel_passes as rows
from sscsim.db import Page, Tx
from sscsim.kernel.periods import at
from sscsim.web import Query


def product(code: str) -> Product:
    """PassProductNotFound."""
    found = catalogue_passes.products().get(code)
    if found is None:
        raise problems.PassProductNotFound(code=code[:40])
    return found


def rules(tx: Tx, code: str, issuer: str, day: date) -> PassRules:
    """The rules of a product by an issuer on a day, by this world's own figures if it has any.

    PolicyMissing, FigureMissing.
    """
    return terms.rules(code, issuer, day, packs.text_of(tx, issuer))


def rules_of(tx: Tx, known: TravelPass, day: date | None = None) -> PassRules:
    """What was agreed when the pass was bought; or its product's rules on another day."""
    agreed = known.bought_on or tx.world.today
    return rules(tx, known.product, known.issuer_region, day or agreed)


def limits_of(tx: Tx, known: TravelPass, day: date) -> Limits:
    """What was agreed when the pass was bought, with the holidays of the day's own year."""
    pack = packs.text_of(tx, known.issuer_region)
    moving = terms.blackouts(known.product, known.issuer_region, day, pack)
    return replace(rules_of(tx, known).limits, blackouts=moving)


def get(travel_pass_id: str) -> TravelPass:
    """TravelPassNotFound."""
    with store.read() as tx:
        return found(tx, travel_pass_id)


def found(tx: Tx, travel_pass_id: str, *, lock: bool = False) -> TravelPass:
    known = rows.passes.find(tx, travel_pass_id, lock=lock)
    if known is None:
        raise problems.TravelPassNotFound(id=travel_pass_id)
    return known


def held(tx: Tx, travel_pass_id: str) -> TravelPass:
    """The pass, held until the transaction ends; TravelPassNotFound."""
    return found(tx, travel_pass_id, lock=True)


def page(query: Query) -> Page:
    with store.read() as tx:
        return rows.passes.page(tx, query.page, dict(query.filters))


def moved(known: TravelPass, event: str) -> str:
    """The state after the event; TravelPassState where it isn't allowed."""
    if not MACHINE.allows(known.status, event):
        allowed = ", ".join(MACHINE.events(known.status)) or "-"
        raise problems.TravelPassState(status=known.status, event=event, allowed=allowed)
    return MACHINE.after(known.status, event)


def changed(tx: Tx, known: TravelPass, event: str, **changes: Any) -> TravelPass:
    """The pass in the state after the event, kept and told. TravelPassState."""
    made = rows.passes.change(tx, known, status=moved(known, event), **changes)
    tell(tx, made)
    return made


def tell(tx: Tx, made: TravelPass) -> None:
    about = {
        "id": made.id,
        "product_code": made.product,
        "person_id": made.person_id,
        "status": made.status,
    }
    if made.valid_from is not None and made.valid_to is not None:
        about["valid_from_date"] = made.valid_from.isoformat()
        about["valid_to_date"] = made.valid_to.isoformat()
    tx.emit("travel_pass.changed", made.id, about)


def midnight(day: date) -> datetime:
    """The instant at which a day begins."""
    return at(day, time())
