"""Names of mobile payment's messages (psnNo) and of all others' (psn_no), and back."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from services.medical.faces.fsi import refusals
from services.medical.faces.fsi.refusals import FsiRefused
from sscsim.kernel.problems import Problem

_UPPER, _AFTER = re.compile(r"([A-Z])"), re.compile(r"_([a-z])")


def snake(name: str) -> str:
    """As the other messages call it.

    >>> snake("detItemFeeSumamt")
    'det_item_fee_sumamt'
    """
    return _UPPER.sub(lambda found: f"_{found[1].lower()}", name)


def camel(name: str) -> str:
    """As mobile payment calls it.

    >>> camel("det_item_fee_sumamt")
    'detItemFeeSumamt'
    """
    return _AFTER.sub(lambda found: found[1].upper(), name)


def snaked(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {snake(name): value for name, value in fields.items()}


@contextmanager
def places(nodes: Mapping[str, str]) -> Iterator[None]:
    """Faults that our flows find are told under the names of these messages; `nodes` gives the
    place of each node of the others."""
    try:
        yield
    except Problem as problem:
        body = problem.body("zh-CN")
        errors = [one for one in body.get("errors", ()) if one.get("pointer")]
        if problem.effect != "none" or not errors:
            raise
        said = [str(body.get("detail") or problem.code)]
        said += [f"{_place(str(one['pointer']), nodes)} {one['message']}" for one in errors]
        raise FsiRefused(refusals.BUSINESS, "；".join(said), problem.code) from None


def _place(pointer: str, nodes: Mapping[str, str]) -> str:
    node, *parts = pointer.strip("/").split("/")
    made = nodes.get(node, node)
    for part in parts:
        made += f"[{part}]" if part.isdigit() else f".{camel(part)}"
    return made
