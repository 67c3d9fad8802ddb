"""Laws that hold in a store at any instant, and the figures other services compare with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sscsim.db.store import Store, Tx
from sscsim.kernel.problems import Text

Counterexample = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One law: its id, what it says, and how to look for a counterexample."""

    id: str
    title: Text
    look: Callable[[Tx], Counterexample | None]


def invariant(id: str, title: Text) -> Callable[[Callable[[Tx], Any]], Invariant]:
    """Declare a law; the function gives a counterexample, or None while the law holds."""

    def made(look: Callable[[Tx], Any]) -> Invariant:
        return Invariant(id, title, look)

    return made


def checked(store: Store, laws: list[Invariant], figures: list[Callable[[Tx], Any]]) -> Any:
    """All laws of a service on one consistent view, and its figures."""
    outbox = store.common.outbox
    with store.read() as tx:
        found = []
        for law in laws:
            counterexample = law.look(tx)
            shown = {
                "id": law.id,
                "title": {"zh": law.title.zh, "en": law.title.en},
                "holds": counterexample is None,
            }
            if counterexample is not None:
                shown["counterexample"] = counterexample
            found.append(shown)
        numbers: dict[str, int] = {}
        for figure in figures:
            numbers.update(figure(tx))
        waiting = [
            {"key": row.key, "target": row.target, "path": row.path, "body": row.body}
            for row in tx.all(outbox.select().where(outbox.c.status == "waiting"))
        ]
    return {"checks": found, "figures": numbers, "outbox": waiting}
