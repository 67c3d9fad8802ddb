"""Each entry of a YAML file `tests/policy/<service>/<region>/*.yaml` is one test.

A case names its scheme and day, what is given and what is expected, with the arithmetic in a
comment. `with` replaces figures, for rules that a region has but doesn't use.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cases import CaseFailed, failures, read_cases


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and Path(__file__).parent in file_path.parents:
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    def collect(self) -> Iterable[pytest.Item]:
        yield from self._items()

    def _items(self) -> Iterator["CaseItem"]:
        for case in read_cases(self.path):
            yield CaseItem.from_parent(self, name=case["name"], case=case)


class CaseItem(pytest.Item):
    def __init__(self, *, case: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        wrong = failures(self.case)
        if wrong:
            raise CaseFailed("\n".join(wrong))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseFailed):
            return f"{self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name
