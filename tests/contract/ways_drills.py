"""Ways that the money drills prepare whole: the path of a case has the ids, its body the rest."""

import os
import re
from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.contract.fuzz import document
from tests.contract.towns import once, town
from tests.support import money

Values = dict[str, Any]
_PAIR = (road.CHENGDU, road.CHONGQING)


def _of(operation: str, prepared: str = "") -> Callable[[], Values]:
    """What the drill of `operation` prepares; `prepared`: another's, about the same thing."""

    def way() -> Values:
        case = money.CASES[prepared or operation](town())
        whole = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", _path(prepared or operation))
        found = re.fullmatch(whole, case.path)
        assert found is not None, f"{case.path} is no path of {operation}"
        body = {} if prepared or case.body is None else {"body": dict(case.body)}
        return {**found.groupdict(), **body}

    return way


def _path(operation: str) -> str:
    return next(
        str(path)
        for path, methods in document(os.environ["SSC_FUZZ_URL"])["paths"].items()
        if any(each["operationId"] == operation for each in methods.values())
    )


def _used_up() -> Values:
    """An advance at its red mark. Raises LookupError where another one is there to be used."""
    if town().prepared is None:
        for each in town().get("/v1/advances", limit=200)["data"]:
            if (each["home_region_code"], each["care_region_code"]) == _PAIR:
                raise LookupError(f"{each['id']} would be used first")
    return _of("createAdvanceTopUp")()


@once
def _top_up() -> Values:
    return _of("approveAdvanceTopUp")()


WAYS: dict[str, Callable[[], Values]] = {
    "approveAdvanceTopUp": _of("approveAdvanceTopUp"),
    "createAdvanceTopUp": _used_up,
    **{name: _of(name) for name in ("reimburseClaim", "settleDifference")},
    **{name: _of(name) for name in ("enterJobFair", "uploadReconciliationFile")},
    "getAdvanceTopUp": _top_up,
    "refuseAdvanceTopUp": _of("refuseAdvanceTopUp", prepared="approveAdvanceTopUp"),
}
