"""Filling in forms by card at a counter: verified, consented to, given, and kept by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.benefits import problems_cards as problems
from services.benefits.domain import form_filling as domain
from services.benefits.domain.form_filling import FormFilling, Records
from services.benefits.flows import applicants, card_service, service_items
from services.benefits.store import cards, employment, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel import regions


@dataclass(frozen=True, slots=True)
class Given:
    """A filling with its values, which are told once and kept nowhere."""

    filling: FormFilling
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.filling.id


def fill(
    item_code: str, credential: Mapping[str, Any], consent: bool, region_code: str | None = None
) -> Given:
    """Read the card, and give the counter what the form asks for.

    ServiceItemNotFound, ConsentNeeded, CredentialForm, CredentialRefused, RegionNotAllowed.
    """
    item = service_items.get(item_code)
    if not consent:
        raise problems.ConsentNeeded()
    own = world.current().region
    place = region_code or (own if own and regions.is_pooling_area(own) else None)
    if place is not None:
        world.require_region(place)
    key = keys.request_key.get()
    event = f"filling:{key.scope if key is not None else world.current().request_id}"
    record = applicants.shown_at_counter(event[-80:], credential, place)
    person_id, card_id = str(record["person_id"]), record.get("card_id")
    file = card_service.file_of(person_id)
    region = place or str(file.person["region_code"])
    with store.write() as tx:
        seeker = employment.current_job_seeker(tx, person_id)
        records = Records(file, card_id, domain.plain_seeker(seeker))
        said = domain.filled(item.form, records)
        made = _kept(tx, item_code, record, said, region)
        failpoint("benefits.form_filling.before_commit")
        return tx.answer(Given(made, said.values))


def _kept(
    tx: Tx, item_code: str, record: Mapping[str, Any], said: domain.Filled, region: str
) -> FormFilling:
    now = tx.world.now
    made = FormFilling(
        id=tx.new_id("ffl", record["id"], item_code),
        item_code=item_code,
        person_id=record["person_id"],
        card_id=record.get("card_id"),
        verification_id=record["id"],
        region_code=region,
        party_id=world.current().party_id,
        given=dict(said.given),
        left_open=list(said.left_open),
        version=1,
        created_at=now,
        updated_at=now,
    )
    cards.add_filling(tx, made)
    told = {
        "id": made.id,
        "person_id": made.person_id,
        "item_code": item_code,
        "given_to": made.party_id,
        "fields": sorted(said.given),
    }
    tx.emit("form_filling.given", made.id, told)
    return made


def get(form_filling_id: str) -> Given:
    """What was given to whom, without the values."""
    with store.read() as tx:
        found = cards.find_filling(tx, form_filling_id)
    if found is None:
        raise problems.FormFillingNotFound(form_filling_id=form_filling_id)
    return Given(found)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return cards.page_of_fillings(tx, page, filters).map(Given)
