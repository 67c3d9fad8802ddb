"""What the specification numbers: transactions with their nodes and fields, and code tables.

The data stand in `tables/`, each with its source; `reading` refuses what isn't in order. Each is
read once, when it is first asked for, because most processes never see most of it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.medical.faces.fsi import reading, reading_layouts
from services.medical.faces.fsi.layout import CodeTable, Layout, Transaction

FOLDER = Path(__file__).resolve().parent / "tables"
DOWNLOADS = "catalogue_downloads.yaml"
"""The one layout that all catalogue downloads share."""


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def sources() -> Mapping[str, reading.Source]:
    """Where the tables come from."""
    return reading.read_sources(_text("sources.yaml"), "sources.yaml")


@cache
def code_tables() -> Mapping[str, CodeTable]:
    """All code tables by name. After two underscores: a regional or an observed variant."""
    return reading.read_codes(_text("codes.json"), "codes.json", sources())


@cache
def codes_seen() -> Mapping[str, frozenset[str]]:
    """Codes that messages were seen to hold though no table lists them, by table."""
    name = "codes_seen.yaml"
    return reading.read_codes_seen(_text(name), name, code_tables(), sources())


@cache
def transactions() -> Mapping[str, Transaction]:
    """All of the specification, by number, in its order."""
    name = "transactions.yaml"
    return reading.read_transactions(_text(name), name, sources())


@cache
def regional() -> Mapping[str, Transaction]:
    """Numbers of some regions' clients, beside those of the specification."""
    name = "regional.yaml"
    return reading.read_regional(_text(name), name, transactions(), sources())


def find(number: str) -> Transaction | None:
    """The transaction of that number, also one that only some regions have."""
    return transactions().get(number) or regional().get(number)


@cache
def layout(number: str) -> Layout | None:
    """The field tables of a transaction; None where the reference has none."""
    transaction = find(number)
    if transaction is None:
        raise KeyError(number)
    own = FOLDER / "fields" / f"{number}.yaml"
    if own.exists():
        file = f"fields/{number}.yaml"
        return reading_layouts.read_layout(_text(file), file, transaction, sources(), code_tables())
    if number not in _downloads():
        return None
    file = f"fields/{DOWNLOADS}"
    return reading_layouts.read_layout(_text(file), file, transaction, sources(), code_tables())


@cache
def _downloads() -> frozenset[str]:
    file = f"fields/{DOWNLOADS}"
    return reading.read_numbers(_text(file), file, transactions())


def with_fields() -> tuple[str, ...]:
    """Numbers of the transactions whose fields are known."""
    known = {path.stem for path in (FOLDER / "fields").glob("*.yaml")} | _downloads()
    return tuple(number for number in (*transactions(), *regional()) if number in known)
