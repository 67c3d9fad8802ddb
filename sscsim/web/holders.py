"""Keeping an app that acts for one cardholder to that person's own things.

A token that a cardholder (持卡人) gave an app carries their person id as `subject`. Before any
view runs, what such a call names must belong to that person, or there is no such thing
(404): the ids in its path, else those in its body; lists are filtered by `person_id`. What
names nothing of theirs is refused (403), so that an operation nobody thought of is closed.
Who owns what, each service says in one table (`Owners`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from flask import current_app

from sscsim import world
from sscsim.db.store import Store
from sscsim.kernel.problems import NotFound, Problem, Text
from sscsim.web.calls import Query
from sscsim.web.fields import CROCKFORD

if TYPE_CHECKING:
    from sscsim.web.blueprint import Operation

EXTENSION = "ssc_owners"
PERSON = "psn"
NUMBER = "social_security_number"
_ID = re.compile(f"([a-z]{{2,5}})_{CROCKFORD}")
_IN_PATH = re.compile(r"<id\('([a-z]+)'\):([a-z_]+)>")

Persons = Callable[[Any, str], Iterable[str]]
"""In a transaction, whose a thing of this id is: person ids; none when there is no such thing."""


class ObjectNotFound(NotFound):
    code = "object_not_found"
    title = Text(zh="没有此对象", en="No such object")
    detail = Text(zh="本人名下没有 {id}。", en="Nothing of this person has the id {id}.")


class NotForHolders(Problem):
    code = "not_for_holders"
    status = 403
    title = Text(zh="持卡人授权不能执行此操作", en="Not for an app that acts for a cardholder")
    detail = Text(
        zh="该令牌只代表一位持卡人，此操作没有指明其本人的对象。",
        en="The token acts for one cardholder, and this names nothing of theirs.",
    )


@dataclass(frozen=True)
class Owners:
    """Whose the things of a service are.

    `of`: by the name of a path parameter, else by the prefix of its id. `number`: whose a
    social security number is. `credentials`: fields of a body that name a thing otherwise than
    by its id; everybody whose it could be. `others`: fields of a body that may name somebody
    else. `open`: operations with nothing of any person.
    """

    store: Store
    of: Mapping[str, Persons] = field(default_factory=dict)
    number: Persons | None = None
    credentials: Mapping[str, Persons] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def knows(self, name: str, prefix: str) -> bool:
        return prefix == PERSON or name in self.of or prefix in self.of


def binding(operation: "Operation", owners: Owners | None) -> str | None:
    """How this operation is kept to one person; None: it is not for such an app.

    `open`, `path` (what its path names), `list` (filtered), `body` (what its body names).
    """
    if owners is None or operation.internal:
        return None
    if operation.name in owners.open:
        return "open"
    named = [(name, prefix) for prefix, name in _IN_PATH.findall(operation.rule)]
    if named:
        return "path" if all(owners.knows(*each) for each in named) else None
    if "<" in operation.rule:
        return None
    if operation.query is not None and "person_id" in operation.query.fields:
        return "list"
    if operation.body is None:
        return None
    names = operation.body.fields
    anchored = any(owners.knows(name, _prefix_of(names[name])) for name in names)
    return "body" if anchored or (NUMBER in names and owners.number is not None) else None


def _prefix_of(shown: Any) -> str:
    """The prefix of the ids that a field of a body holds; empty for any other field."""
    pattern = str(shown.metadata.get("pattern", ""))
    found = re.match(r"\^\(?\??:?([a-z]{2,5})_", pattern)
    return found[1] if found else ""


def kept(operation: "Operation", given: dict[str, Any], body: Any) -> dict[str, Any] | None:
    """What the view is given, kept to the caller's person; None: a list with nothing in it.

    Raises ObjectNotFound, NotForHolders. Whoever acts for no person passes as they are.
    """
    at = world.current_or_none()
    if at is None or at.subject is None or at.role in ("service", "system"):
        return given
    owners: Owners | None = current_app.extensions.get(EXTENSION)
    way = binding(operation, owners)
    if owners is None or way is None:
        raise NotForHolders()
    if way == "open":
        return given
    if way == "list":
        return _filtered(given, at.subject)
    with owners.store.read() as tx:
        if way == "path":
            for name, value in given.items():
                if isinstance(value, str):
                    _check(owners, tx, name, value, at.subject)
            return given
        _check_credentials(owners, tx, body, at.subject)
        named = [each for each in _ids(body) if each[0] not in owners.others]
        mine = [_check(owners, tx, name, value, at.subject) for name, value in named]
        if not any(mine):
            _check_number(owners, tx, body, at.subject)
    return given


def _check(owners: Owners, tx: Any, name: str, value: str, subject: str) -> bool:
    """Whether this id shows that the call is about the person; ObjectNotFound for another's."""
    prefix = value.partition("_")[0]
    if not owners.knows(name, prefix):
        return False
    persons = owners.of.get(name) or owners.of.get(prefix)
    of = [value] if prefix == PERSON and persons is None else (persons or _nobody)(tx, value)
    if subject not in of:
        raise ObjectNotFound(id=value)
    return True


def _check_number(owners: Owners, tx: Any, body: Any, subject: str) -> None:
    number = body.get(NUMBER) if isinstance(body, dict) else None
    if not isinstance(number, str) or owners.number is None:
        raise NotForHolders()
    if subject not in owners.number(tx, number):
        raise ObjectNotFound(id="social_security_number")


def _check_credentials(owners: Owners, tx: Any, body: Any, subject: str) -> None:
    """What is shown of a card says whose it is, whatever number or id stands beside it."""
    for name, persons in owners.credentials.items():
        shown = body.get(name) if isinstance(body, dict) else None
        if shown is not None and {*persons(tx, str(shown))} != {subject}:
            raise ObjectNotFound(id=name)


def _nobody(_tx: Any, _id: str) -> Iterable[str]:
    return ()


def _ids(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every id in there, with the name of the field that holds it."""
    if isinstance(value, dict):
        for inner_name, inner in value.items():
            yield from _ids(inner, str(inner_name))
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner, name)
    elif isinstance(value, str) and _ID.fullmatch(value):
        yield name, value


def _filtered(given: dict[str, Any], subject: str) -> dict[str, Any] | None:
    query = given["query"]
    if isinstance(query, Query):
        if query.get("person_id", subject) != subject:
            return None
        page = replace(query.page, filters=f"{query.page.filters}\x1f{subject}")
        narrower = Query(page, {**query.filters, "person_id": subject})
        return {**given, "query": narrower}
    if query.get("person_id", subject) != subject:
        raise ObjectNotFound(id=query["person_id"])
    return {**given, "query": {**query, "person_id": subject}}
