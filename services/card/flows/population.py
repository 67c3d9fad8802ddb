"""Filling a world with invented people: an operation, a chunk a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from services.card import problems_scheme as problems
from services.card import terms
from services.card.domain import bank_account, electronic_card, population
from services.card.domain.card import (
    SPECIFICATION_VERSION,
    identification_key,
    last_valid_day,
)
from services.card.domain.person import check_pooling_area
from services.card.domain.population import Part, Someone, Taken, Town
from services.card.store import bulk, store
from services.card.store.tables import cards, enrolments, persons
from services.card.store.tables_bank import bank_accounts
from services.card.store.tables_electronic import electronic_cards
from services.card.store.tables_lifecycle import household_members, households
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.db.types import instant_text
from sscsim.failpoints import failpoint
from sscsim.kernel.ids.resource import maker

PHONE = "19900000001"
_ISSUED_WITHIN_DAYS = 3_690
"""Cards were issued at most so long ago: ten years and a little, so that a few have expired."""


@dataclass(frozen=True)
class Population:
    """One run. `made` of `people` stand; `status` is running until all do."""

    id: str
    seed: str
    people: int
    made: int
    regions: Sequence[str]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def start(people: int, regions: Sequence[str], seed: str) -> Population:
    """Begin to make people; jobs do the work, a chunk at a time, and the clock stands still."""
    for region_code in regions:
        check_pooling_area(region_code)
    population.check_room(people, regions)
    with store.write() as tx:
        last = bulk.last_population(tx)
        if last is not None and last.status == "running":
            raise problems.PopulationRunning(operation_id=last.id)
        ordinal = 1 if last is None else last.ordinal + 1
        now = world.now()
        row = {
            "id": tx.new_id("op", "population", ordinal),
            "ordinal": ordinal,
            "seed": f"{seed}/{ordinal}" if ordinal > 1 else seed,
            "people": people,
            "made": 0,
            "regions": list(dict.fromkeys(regions)),
            "as_of": now.date(),
            "taken": {} if last is None else last.taken,
            "status": "running",
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        bulk.add_population(tx, row)
        tx.schedule("card.grow_population", f"{row['id']}/0", now)
        tx.emit("population.started", row["id"], {"id": row["id"], "people": people})
        return tx.answer(_shown(bulk.population(tx, row["id"])))


def get(population_id: str) -> Population:
    with store.read() as tx:
        row = bulk.population(tx, population_id)
        if row is None:
            raise problems.PopulationNotFound(operation_id=population_id)
        return _shown(row)


def _shown(row: Any) -> Population:
    return Population(**{name: getattr(row, name) for name in Population.__dataclass_fields__})


def grow(key: str) -> None:
    """The next chunk of a population, and the job for the one after it."""
    population_id, _, made = key.partition("/")
    with store.write() as tx:
        row = bulk.population(tx, population_id)
        if row is not None and row.status == "running" and row.made == int(made):
            _grown(tx, row)
        failpoint("card.grow_population.before_commit")
        tx.complete_job()


def _grown(tx: Tx, row: Any) -> None:
    part = population.part_at(row.people, row.regions, row.made)
    assert part is not None
    kept = row.taken.get(part.region_code)
    taken = Taken(**kept) if kept else Taken()
    town = Town(row.seed, part.region_code, row.regions, row.as_of, taken)
    load(tx, _made(tx, town, part), row.ordinal, row.as_of)
    made = row.made + part.people
    done = made == row.people
    bulk.change_population(
        tx,
        row.id,
        made=made,
        taken={**row.taken, part.region_code: taken.plain()},
        status="succeeded" if done else "running",
        version=row.version + 1,
        updated_at=world.now(),
    )
    if done:
        tx.emit("population.finished", row.id, {"id": row.id, "people": row.people})
    else:
        tx.schedule("card.grow_population", f"{row.id}/{made}", world.now())


def _made(tx: Tx, town: Town, part: Part) -> list[Someone]:
    """The people of a chunk; who would get a number that is somebody's gets the next."""
    found = list(town.chunk(part.number, part.people))
    while True:
        numbers = bulk.numbers_taken(tx, [each.social_security_number for each in found])
        held = bulk.card_numbers_taken(tx, part.region_code, [each.card_number for each in found])
        if not numbers and not held:
            return found
        found = [
            town.another(each)
            if each.social_security_number in numbers or each.card_number in held
            else each
            for each in found
        ]


_STAMPS = ("version", "created_at", "updated_at")
_PERSON = (
    "id", "social_security_number", "name", "sex", "birth_date", "region_code",
    "residence_region_code", *_STAMPS,
)  # fmt: skip
_ENROLMENT = (
    "id", "person_id", "insurance_kind", "region_code", "category", "from_date", *_STAMPS,
)  # fmt: skip
_CARD = (
    "id", "person_id", "region_code", "card_number", "card_identification_code",
    "specification_version", "status", "issue_date", "valid_to_date", "enabled_at",
    "temporary_loss_until", "cancelled_at", *_STAMPS,
)  # fmt: skip
_ELECTRONIC = (
    "id", "person_id", "card_id", "region_code", "level", "status", "account_id",
    "password_digest", "wrong_passwords", "allowed_while_lost", *_STAMPS,
)  # fmt: skip
_ACCOUNT = (
    "id", "card_id", "person_id", "region_code", "bank_code", "account_number", "holder_name",
    "status", "balance", "held", "reserved_phone", "password_digest", "wrong_passwords",
    "last_moved_on", "activated_at", *_STAMPS,
)  # fmt: skip
_HOUSEHOLD = ("id", "region_code", *_STAMPS)
_MEMBER = ("household_id", "person_id", "relation")


def load(tx: Tx, people: Sequence[Someone], ordinal: int, as_of: date) -> None:
    """Write people with their cards and all that hangs on them, table by table."""
    now = world.now()
    stamp = instant_text(now)
    stamps = (1, stamp, stamp)
    key = identification_key(tx.world.seed)
    calendar = _Calendar(as_of)
    psn, enr, crd, ecd, bka = (
        maker(prefix, tx.world.seed, tx.service) for prefix in ("psn", "enr", "card", "ecd", "bka")
    )
    made_people, made_enrolments, made_cards = [], [], []
    made_electronic, made_accounts, made_households, made_members = [], [], [], []
    place: dict[int, str] = {}
    for each in people:
        person_id = psn(each.social_security_number)
        household = place.get(each.household)
        if household is None:
            household = tx.new_id("hsh", "population", ordinal, each.region_code, each.household)
            place[each.household] = household
            made_households.append((household, each.region_code, *stamps))
        made_members.append((household, person_id, each.relation))
        made_people.append(
            (
                person_id, each.social_security_number, each.name, each.sex, each.birth_date,
                each.region_code, each.residence_region_code, *stamps,
            )
        )  # fmt: skip
        enrolled = max("2016-01-01", each.birth_date)
        made_enrolments.append(
            (
                enr(f"{person_id}\x1f1"), person_id, each.insurance_kind,
                each.insured_region_code, each.category, enrolled, *stamps,
            )
        )  # fmt: skip
        if each.card_status is None:
            continue
        card_id = crd(f"{person_id}\x1f1")
        days_ago = each.chip_serial % _ISSUED_WITHIN_DAYS
        issued, valid_to, enabled_at = calendar.dates(each.region_code, days_ago)
        until = _lapse(tx, card_id, each, now) if each.card_status == "temporarily_lost" else None
        code = population.identification_code(each.region_code, each.chip_serial, key)
        made_cards.append(
            (
                card_id, person_id, each.region_code, each.card_number, code,
                SPECIFICATION_VERSION, each.card_status, issued, valid_to,
                None if each.card_status == "sealed" else enabled_at, until,
                stamp if each.card_status == "cancelled" else None, *stamps,
            )
        )  # fmt: skip
        account_id = None
        if each.account_number is not None:
            account_id = bka(f"{card_id}\x1f1")
            made_accounts.append(
                (
                    account_id, card_id, person_id, each.region_code, bank_account.DEFAULT_BANK,
                    each.account_number, each.name, "active", 0, 0, PHONE,
                    bank_account.digest(population.PASSWORD, account_id), 0, as_of.isoformat(),
                    stamp, *stamps,
                )
            )  # fmt: skip
        if each.level is not None:
            electronic_id = ecd(f"{person_id}\x1f1")
            made_electronic.append(
                (
                    electronic_id, person_id, card_id, each.region_code, each.level, "active",
                    account_id if each.level == 2 else None,
                    electronic_card.password_digest(population.PASSWORD, electronic_id), 0, False,
                    *stamps,
                )
            )  # fmt: skip
    bulk.load(tx, households, _HOUSEHOLD, made_households)
    bulk.load(tx, persons, _PERSON, made_people)
    bulk.load(tx, household_members, _MEMBER, made_members)
    bulk.load(tx, enrolments, _ENROLMENT, made_enrolments)
    bulk.load(tx, cards, _CARD, made_cards)
    bulk.load(tx, bank_accounts, _ACCOUNT, made_accounts)
    bulk.load(tx, electronic_cards, _ELECTRONIC, made_electronic)


class _Calendar:
    """Dates of cards by how long ago they were issued; the policy is asked once a year."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._months: dict[tuple[str, int], int] = {}

    def dates(self, region_code: str, days_ago: int) -> tuple[str, str, str]:
        """Issue date, last valid day, moment of enabling."""
        year = (self._as_of - timedelta(days=days_ago)).year
        months = self._months.get((region_code, year))
        if months is None:
            months = terms.validity_months(region_code, date(year, 1, 1))
            self._months[region_code, year] = months
        return _dates(self._as_of, days_ago, months)


@lru_cache(maxsize=8_192)
def _dates(as_of: date, days_ago: int, months: int) -> tuple[str, str, str]:
    issued = as_of - timedelta(days=days_ago)
    return (
        issued.isoformat(),
        last_valid_day(issued, months).isoformat(),
        instant_text(datetime.combine(issued, time(10), SHANGHAI)),
    )


def _lapse(tx: Tx, card_id: str, each: Someone, now: datetime) -> str:
    """A temporary loss that was reported just now, with the job that ends it."""
    rules = terms.card_rules(each.region_code, now.date())
    until = now + timedelta(days=rules.temporary_loss_lapse_days)
    tx.schedule("card.lapse_temporary_loss", f"{card_id}:{until.isoformat()}", until)
    return instant_text(until)
