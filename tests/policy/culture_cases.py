"""How a case of the culture service is worked out: libraries, and travel passes and venues."""

from collections.abc import Mapping
from typing import Any

from sscsim.policy import Scheme
from tests.policy import culture_pass_cases


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    return culture_pass_cases.worked_out(scheme, case)
