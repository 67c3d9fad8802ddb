"""Filling a world with invented people: an operation, a chunk a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.card import problems_scheme as problems
from services.card.domain import population
from services.card.domain.person import check_pooling_area
from services.card.domain.population import Part, Someone, Taken, Town
from services.card.flows import population_insured
from services.card.flows.population_rows import load
from services.card.store import bulk, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


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


def start(people: int, regions: Sequence[str], seed: str, insured: bool = False) -> Population:
    """Begin to make people; jobs do the work, a chunk at a time, and the clock stands still.

    insured: each chunk comes into social insurance as it is made.
    """
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
        tx.schedule("card.grow_population", _key(row["id"], 0, insured), now)
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
    population_id, made, *more = key.split("/")
    with store.write() as tx:
        row = bulk.population(tx, population_id)
        if row is not None and row.status == "running" and row.made == int(made):
            _grown(tx, row, insured=bool(more))
        failpoint("card.grow_population.before_commit")
        tx.complete_job()


def _key(population_id: str, made: int, insured: bool) -> str:
    return f"{population_id}/{made}" + ("/insured" if insured else "")


def _grown(tx: Tx, row: Any, insured: bool) -> None:
    part = population.part_at(row.people, row.regions, row.made)
    assert part is not None
    kept = row.taken.get(part.region_code)
    taken = Taken(**kept) if kept else Taken()
    town = Town(row.seed, part.region_code, row.regions, row.as_of, taken)
    people = _made(tx, town, part)
    load(tx, people, row.ordinal, row.as_of, part)
    if insured:
        population_insured.tell(tx, people, f"{row.ordinal}/{part.region_code}/{part.number}")
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
        tx.schedule("card.grow_population", _key(row.id, made, insured), world.now())


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
