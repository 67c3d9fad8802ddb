"""What one HTTP call needs around a view: body, query, key, version, answer."""

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from flask import Response, request

from sscsim import settings, world
from sscsim.db import keys
from sscsim.db.store import PageQuery, Store
from sscsim.db.types import canonical
from sscsim.kernel.problems import FieldError, Problem, Text
from sscsim.web import errors

log = logging.getLogger("sscsim.web")
KEY_HEADER = "Idempotency-Key"
MEDIA_TYPES = "ssc.media_types"
"""In the environ: what a path takes beside JSON, for the refusal to say."""


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice: readers disagree on which one counts."""

    key: str


def unambiguous(text: str) -> Any:
    """The JSON value; InvalidRequest with a pointer when a key stands twice in an object."""
    doubled: list[_Doubled] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            found = _Doubled(found)
            found.key = next(name for name in names if names.count(name) > 1)
            doubled.append(found)
        return found

    found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=made)
    if not doubled:
        return found
    says = Text(zh="重复出现", en="stands twice in its object")
    pointer = _doubled_in(found, "")
    raise errors.InvalidRequest(
        errors=[FieldError("duplicate_key", says, pointer=pointer)], count=1
    )


def _doubled_in(value: Any, at: str) -> str | None:
    """Where the first key stands that its object has twice; None when there is none."""
    if isinstance(value, _Doubled):
        return f"{at}/{errors.escaped(value.key)}"
    inner: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = ((str(number), item) for number, item in enumerate(value))
    for name, item in inner:
        if isinstance(item, dict | list):
            found = _doubled_in(item, f"{at}/{errors.escaped(name)}")
            if found is not None:
                return found
    return None


def read_body() -> Any:
    """The JSON body; MalformedBody, WrongMediaType, or InvalidRequest for a key said twice."""
    if request.mimetype not in ("application/json", "application/merge-patch+json"):
        expected = request.environ.get(MEDIA_TYPES, "application/json")
        raise errors.WrongMediaType(expected=expected)
    raw = request.get_data(cache=True)
    try:
        return unambiguous(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise errors.MalformedBody("not UTF-8") from None
    except RecursionError:
        raise errors.MalformedBody("nested too deeply") from None
    except ValueError as error:
        raise errors.MalformedBody(str(error)[:120]) from None


def load(schema: ma.Schema, value: Any, place: str = "pointer") -> Any:
    try:
        return schema.load(value)
    except ma.ValidationError as error:
        raise errors.refusal(error.messages, place) from None
    except RecursionError:
        raise errors.MalformedBody("nested too deeply") from None


@dataclass(frozen=True, slots=True)
class Query:
    """A list's query: the page and the filters that were given."""

    page: PageQuery
    filters: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        return self.filters.get(name, default)


def read_query(schema: ma.Schema) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        given[name] = values[0] if len(values) == 1 else values
    found: dict[str, Any] = load(schema, given, "parameter")
    return found


def read_list_query(schema: ma.Schema) -> Query:
    found = read_query(schema)
    limit, cursor = found.pop("limit"), found.pop("cursor", None)
    bound = canonical([request.path, {name: str(value) for name, value in found.items()}])
    return Query(PageQuery(limit, cursor, bound), found)


_TAG = re.compile('"v([0-9]{1,18})-[0-9a-f]{8}"', re.ASCII)


@dataclass(frozen=True, slots=True)
class Match:
    """The If-Match header of a call."""

    header: str

    def check(self, version: int) -> None:
        """EtagMismatch unless the caller saw this version; call it inside the transaction."""
        if self.header.strip() == "*":
            return
        tags = (_TAG.fullmatch(tag.strip()) for tag in self.header.split(","))
        if not any(tag and int(tag[1]) == version for tag in tags):
            raise errors.EtagMismatch()


def read_match(required: bool) -> Match:
    """The caller's If-Match; any version where none is required and none was sent.

    An empty one names no version, and so none matches.
    """
    header = request.headers.get("If-Match")
    if not header and required:
        raise errors.PreconditionRequired()
    return Match("*" if header is None else header)


def etag(version: int, body: str) -> str:
    return f'"v{version}-{hashlib.sha256(body.encode()).hexdigest()[:8]}"'


# ---- answers


def made(answer: keys.Answer) -> Response:
    kind = "application/json" if answer.status < 400 else errors.PROBLEM_JSON
    response = Response(answer.body or None, answer.status, mimetype=kind)
    response.headers.extend(answer.headers)
    response.headers["Content-Language"] = errors.language()
    response.headers["Cache-Control"] = "no-store"
    return response


Shape = Callable[[Any], tuple[str, dict[str, str]]]
"""Body text and headers (ETag, Location) of a view's value."""


def refused(problem: Problem) -> keys.Answer:
    return keys.Answer(problem.status, problem.headers, canonical(errors.document(problem)))


# ---- idempotency


def read_key(required: bool) -> str | None:
    """The caller's key, bare or as a structured-field string."""
    raw = request.headers.get(KEY_HEADER)
    if raw is None:
        if required:
            raise keys.KeyMissing()
        return None
    text = raw.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if not 1 <= len(text) <= 255 or not all(32 <= ord(char) < 127 for char in text):
        raise keys.KeyMalformed()
    return text


def scope_of(key: str) -> str:
    """World (the store itself), party, method, path and key."""
    return keys.scope(world.current().party_id, request.method, request.path, key)


def fingerprint(body: Any) -> str:
    """What was asked, as a digest; half a character in a body is for the schema to refuse."""
    query = request.query_string.decode("latin-1")
    said = f"{canonical(body)}\x1f{query}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def with_key(
    store: Store, key: str, body: Any, status: int, shape: Shape, work: Callable[[], Any]
) -> Response:
    """Do `work` once for this key, or give the answer it gave before."""

    def answer_with(value: Any) -> keys.Answer:
        text, headers = shape(value)
        return keys.Answer(status, headers, text)

    call = keys.RequestKey(scope_of(key), fingerprint(body), answer_with, refused)
    answer, is_replay = once(store, call, work)
    response = made(answer)
    if is_replay:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def once(store: Store, call: keys.RequestKey, work: Callable[[], Any]) -> tuple[keys.Answer, bool]:
    """Do `work` once for this key; its answer, and whether an earlier call gave it.

    Raises KeyInUse, KeyReused, KeyClosed, and whatever `work` raises.
    """
    found = _found(store, call)
    if found is not None:
        return found, True
    token = keys.request_key.set(call)
    try:
        work()
    except keys.Replay:
        again = _found(store, call)
        if again is None:
            raise keys.KeyInUse() from None
        return again, True
    except Exception:
        _abandon(store, call)
        again = _overtaken(store, call)
        if again is None:
            raise
        return again, True
    except BaseException:
        _abandon(store, call)
        raise
    finally:
        keys.request_key.reset(token)
    if call.stored is None:
        raise RuntimeError(f"{request.endpoint} did not store its answer with the key")
    return call.stored, False


def _overtaken(store: Store, call: keys.RequestKey) -> keys.Answer | None:
    """What another call with this key, begun meanwhile, has to say; None when there is none.

    What such a call did is often why this one failed: a bill that is being settled is no
    longer open. "Nothing happened" would be the wrong answer then. Raises KeyInUse.
    """
    if call.resuming or call.stored is not None:
        return None
    again = _found(store, call)
    if again is None and call.resuming:
        raise keys.KeyInUse()
    return again


def _abandon(store: Store, call: keys.RequestKey) -> None:
    """Let the next call with this key go on where this one failed."""
    if call.began_ms is None or call.stored is not None:
        return
    try:
        store.abandon(call)
    except Exception:  # the failure that brought us here is the one to report
        log.warning("a key stays marked as running until its lease ends", exc_info=True)


def _found(store: Store, call: keys.RequestKey) -> keys.Answer | None:
    """The stored answer; None when there is none yet or an interrupted call is to go on."""
    table = store.common.idempotency
    with store.read() as tx:
        row = tx.one(table.select().where(table.c.scope == call.scope))
    if row is None:
        return None
    if row.fingerprint == keys.CLOSED:
        raise keys.KeyClosed()
    if row.fingerprint != call.fingerprint:
        raise keys.KeyReused()
    if row.state == "answered":
        return keys.Answer(row.status, row.headers, row.body)
    lease = settings.current().gateway_timeout_s + 5
    if row.state == "running" and keys.is_alive(row.owner, row.started_ms, lease):
        raise keys.KeyInUse()
    call.resuming, call.earlier, call.seen = True, row.ref, (row.owner, row.started_ms)
    return None
