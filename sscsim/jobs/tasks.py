"""Which function runs a due job, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

JobFunction = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of due job; see `task`."""

    name: str
    function: JobFunction
    commutes: bool
    max_attempts: int


class Postponed(Exception):
    """Raised by a task that has to wait: it is run again at `until`, in sandbox time.

    That is no failed attempt. It may not have changed anything.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


TASKS: dict[str, Task] = {}


def task(
    name: str, *, commutes: bool = False, max_attempts: int = 5
) -> Callable[[JobFunction], JobFunction]:
    """Have the driver call the function for due jobs of this name, at least once each.

    `name` is `<service>.<verb_noun>`; the function takes the job's business key and must
    be safe to run twice. `commutes`: jobs of this name due at the same time may run in
    parallel. An exception is a failed attempt; after `max_attempts` the job is dead.
    """
    if "." not in name:
        raise ValueError(f"a task is named <service>.<verb_noun>, not {name!r}")

    def register(function: JobFunction) -> JobFunction:
        known = TASKS.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two tasks are named {name!r}")
        TASKS[name] = Task(name, function, commutes, max_attempts)
        return function

    return register
