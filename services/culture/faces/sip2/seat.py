"""Which terminal of which world a connection stands for, and how it is spoken to."""

from dataclasses import dataclass

from services.culture.domain.terminal import Terminal
from services.culture.faces.sip2.manner import Manner
from services.culture.flows import known
from sscsim import control, world
from sscsim.control import worlds


@dataclass(frozen=True, slots=True)
class Seat:
    """generation: of the world when the terminal logged in: a reset world has other terminals."""

    sandbox: str
    generation: int
    terminal_id: str
    name: str
    region: str
    manner: Manner

    def world(self) -> world.World | None:
        """The world as this terminal sees it now; None when it is gone or another one."""
        row = worlds.row(self.sandbox)
        if row is None or row.generation != self.generation:
            return None
        control.touch(self.sandbox)
        return worlds.world_of(
            row,
            party_id=self.terminal_id,
            party_name=self.name,
            role="library",
            region=self.region,
            language=self.manner.language,
        )


def of(terminal: Terminal, sandbox: str, generation: int) -> Seat:
    return Seat(
        sandbox=sandbox,
        generation=generation,
        terminal_id=terminal.id,
        name=terminal.name or terminal.login,
        region=known.library(terminal.library_id).region,
        manner=Manner(
            encoding=terminal.encoding,
            line_end=terminal.line_end,
            checksum=terminal.checksum,
            omit=frozenset(terminal.omitted_fields),
            language=terminal.language,
        ),
    )
