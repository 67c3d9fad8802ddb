"""docs/fixtures.md: the magic persons of the card service, written from their catalogue.

`python -m services.card.fixtures_page` writes it; a test compares it with the catalogue.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.card.flows.fixtures import BANK_PASSWORD, PASSWORD, PHONE, catalogue
from services.card.flows.production.magic import phones

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fixtures.md"

_HEAD = f"""# Magic persons and cards

One person for each outcome worth testing. They are made in a sandbox when they are asked for,
whatever its preset, and making them again changes nothing. Their names and numbers are invented.
Every row is a test of ours: the operation is performed and its answer compared.

Passwords: card and electronic card `{PASSWORD}`, bank `{BANK_PASSWORD}`; phone `{PHONE}`. What
stands in braces is an id or a number of the person, which the answer names.

<!-- Written by `python -m services.card.fixtures_page` from services/card/catalogue. -->

| outcome | who | operation | answer |
|---|---|---|---|
"""

_PHONES = """
## Phone numbers that make a step of card production fail

Give one as `contact_phone` of an application; correct it to another number to go on.

| phone | stage | code | reason |
|---|---|---|---|
"""


def written() -> str:
    rows = []
    for row in catalogue().values():
        body = "" if row.body is None else " `" + json.dumps(row.body, ensure_ascii=False) + "`"
        said = f"`{row.operation}`{body}"
        rows.append(
            f"| `{row.outcome}` | {row.title.en} ({row.title.zh}) | {said} "
            f"| {_answer(row.expect)} |\n"
        )
    magic = [
        f"| `{phone}` | {failure.stage} | {failure.code} | {failure.reason} |\n"
        for phone, failure in phones().items()
    ]
    return _HEAD + "".join(rows) + _PHONES + "".join(magic)


def _answer(expect: Mapping[str, Any]) -> str:
    if "code" in expect:
        return f"{expect['status']} `{expect['code']}`, effect {expect['effect']}"
    if "result" in expect:
        reasons = ", ".join(f"`{reason}`" for reason in expect["reasons"])
        return f"{expect['status']} {expect['result']}" + (f": {reasons}" if reasons else "")
    shows = ", ".join(f"{name} `{value}`" for name, value in expect.get("shows", {}).items())
    return f"{expect['status']}" + (f", {shows}" if shows else "")


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
