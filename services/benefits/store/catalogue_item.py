"""Items as the catalogue writes them: rows to values of the domain."""

import re
from collections.abc import Mapping
from typing import Any

from services.benefits.domain import item
from services.benefits.domain.item import (
    CardNeed,
    Deadline,
    DecisionRule,
    Item,
    Record,
    Source,
    Steps,
)
from services.benefits.domain.vocabulary import Vocabulary
from services.benefits.store.catalogue_form import form_of
from services.benefits.store.places import Place
from sscsim.kernel.explain import STATUSES

_WORD = re.compile(r"[a-z]+(_[a-z0-9]+)*")
_MUST = (
    *("code", "key", "name", "function_class", "kind", "actors", "applicants", "card"),
    *("decision", "deadline", "membership", "sources", "confidence", "depth"),
)
_MAY = ("proxies", "inputs", "steps", "record", "schemes", "schemes_sourced")


def item_of(
    row: Any, domain: str, vocabulary: Vocabulary, sources: Mapping[str, Source], place: Place
) -> Item:
    """The item that a row describes; PolicyError says what is wrong with it."""
    if isinstance(row, dict) and isinstance(row.get("code"), str):
        place = Place(place.file, row["code"])
    said = place.mapping(row, _MUST, _MAY)
    actors = place.inside("actors").words(said["actors"], vocabulary.actors)
    schemes = place.inside("schemes").words(said.get("schemes", []), item.SCHEMES)
    decision = _decision(said["decision"], place.inside("decision"))
    return Item(
        code=_code(said["code"], place),
        key=place.inside("key").word(said["key"]),
        name=place.inside("name").text(said["name"]),
        domain=domain,
        function_class=place.inside("function_class").word(
            said["function_class"], vocabulary.function_classes
        ),
        kind=place.inside("kind").word(said["kind"], item.KINDS),
        actors=actors,
        applicants=place.inside("applicants").words(said["applicants"], actors),
        proxies=place.inside("proxies").words(said.get("proxies", []), item.PROXIES),
        form=form_of(said.get("inputs", []), vocabulary.words, place.inside("inputs")),
        card=_card(said["card"], place.inside("card")),
        decision=decision,
        steps=_steps(said.get("steps", {}), decision, place.inside("steps")),
        record=_record(said.get("record"), place.inside("record")),
        deadline=_deadline(said["deadline"], schemes, place.inside("deadline")),
        schemes=schemes,
        schemes_sourced=place.inside("schemes_sourced").words(
            said.get("schemes_sourced", []), schemes or ("none",)
        ),
        membership=place.inside("membership").word(said["membership"], item.MEMBERSHIPS),
        sources=_sources(said["sources"], sources, place.inside("sources")),
        confidence=place.inside("confidence").word(said["confidence"], item.CONFIDENCES),
        depth=place.inside("depth").word(said["depth"], item.DEPTHS),
    )


def _code(said: Any, place: Place) -> str:
    code = place.word(said)
    if not re.fullmatch("HRSS-[0-9]{3}", code):
        raise place.inside("code").fault(f"{code!r} is no code like HRSS-001")
    return code


def _card(said: Any, place: Place) -> CardNeed:
    if said == "none":
        return CardNeed((), ())
    said = place.mapping(said, ("forms", "statuses"), ("account",))
    return CardNeed(
        place.inside("forms").words(said["forms"], item.CARD_FORMS),
        place.inside("statuses").words(said["statuses"], item.CARD_STATUSES),
        place.inside("account").word(said.get("account", "none"), item.ACCOUNTS),
    )


def _decision(said: Any, place: Place) -> DecisionRule:
    said = place.mapping(said, ("rule", "mode", "sentence"))
    rule = place.inside("rule").word(said["rule"])
    if not _WORD.fullmatch(rule):
        raise place.inside("rule").fault(f"{rule!r} is no name of a rule")
    return DecisionRule(
        rule,
        place.inside("mode").word(said["mode"], item.DECISIONS),
        place.inside("sentence").text(said["sentence"]),
    )


def _steps(said: Any, decision: DecisionRule, place: Place) -> Steps:
    said = place.mapping(said, (), ("supplement", "notice_days", "appeal", "payment", "entry"))
    days = place.inside("notice_days").number(said.get("notice_days", "0"))
    if days and decision.mode != "review":
        raise place.inside("notice_days").fault("a public notice needs a review")
    return Steps(
        place.inside("supplement").flag(said.get("supplement", False)),
        days,
        place.inside("appeal").flag(said.get("appeal", False)),
        place.inside("payment").word(said.get("payment", "none"), item.PAYMENTS),
        place.inside("entry").flag(said.get("entry", False)),
    )


def _record(said: Any, place: Place) -> Record | None:
    if said is None:
        return None
    said = place.mapping(said, ("kind", "states"))
    kind = place.inside("kind").word(said["kind"])
    states = tuple(at.word(row) for row, at in place.inside("states").rows(said["states"]))
    for word in (kind, *states):
        if not _WORD.fullmatch(word):
            raise place.fault(f"{word!r} is no word of states")
    if not states or len(set(states)) != len(states):
        raise place.inside("states").fault("names no state, or one twice")
    return Record(kind, states)


def _deadline(said: Any, schemes: tuple[str, ...], place: Place) -> Deadline:
    must = ("days", "unit", "basis", "status")
    said = place.mapping(said, must, ("extension", "by_scheme"))
    shorter = {}
    for scheme, row, at in place.inside("by_scheme").entries(said.get("by_scheme", {})):
        at.word(scheme, schemes or ("none",))
        shorter[scheme] = _deadline(at.mapping(row, must), schemes, at)
    days = said["days"]
    return Deadline(
        None if days == "none" else place.inside("days").number(days),
        place.inside("unit").word(said["unit"], item.UNITS),
        place.inside("basis").text(said["basis"]),
        place.inside("status").word(said["status"], STATUSES),
        place.inside("extension").number(said.get("extension", "0")),
        shorter,
    )


def _sources(said: Any, sources: Mapping[str, Source], place: Place) -> tuple[Source, ...]:
    found = tuple(sources[key] for key in place.words(said, sources))
    if not found:
        raise place.fault("names no source")
    return found
