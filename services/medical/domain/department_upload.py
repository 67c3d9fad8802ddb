"""What an institution says of its departments (科室信息上传), beside those that are built in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.staff import Department


@dataclass(frozen=True, slots=True)
class DepartmentUpload:
    """One revision of a department; the newest counts. `given` is what else was said."""

    id: str
    institution_code: str
    code: str
    revision: int
    is_withdrawn: bool
    name: str
    given: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime


def merged(
    institution: Institution,
    built_in: Iterable[Department],
    uploads: Mapping[str, DepartmentUpload],
) -> Iterator[Department]:
    """The departments that there are: those built in, renamed or withdrawn as it was said, and
    then the institution's own, which have no doctors that we know of."""
    taken, number = set(), 0
    for one in built_in:
        said = uploads.get(one.code)
        taken.add(one.code)
        number = max(number, one.number)
        if said is None:
            yield one
        elif not said.is_withdrawn:
            yield replace(one, zh=said.name)
    for code, said in sorted(uploads.items()):
        if code not in taken and not said.is_withdrawn:
            number += 1
            key = (institution.institution_code, code)
            yield Department(key, code, said.name, said.name, None, number, 0)
