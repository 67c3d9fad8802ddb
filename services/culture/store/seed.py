"""The rows that a new world begins with."""

from services.culture.store import catalogue_passes
from sscsim.db import Tx


def plant(tx: Tx, _preset: str) -> None:
    catalogue_passes.plant(tx)
