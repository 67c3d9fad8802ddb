"""`ssc coverage`: how far each of the 95 service items is simulated."""

import json

import click
from rich.console import Console
from rich.table import Table

from launcher import coverage

HEADS = {
    "zh": ("代码", "事项", "类型", "程度", "表单", "决定", "效果", "旅程", "跨区", "可信度"),
    "en": (
        *("code", "item", "kind", "depth", "form", "decision", "effect", "journey"),
        *("schemes", "confidence"),
    ),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Totals and rows as JSON.")
@click.option("--lang", type=click.Choice(("zh", "en")), default="en", show_default=True)
def command(as_json: bool, lang: str) -> None:
    """How far each of the 95 service items is simulated. Needs no running simulator."""
    found = coverage.rows()
    totals = coverage.totals(found)
    if as_json:
        shown = {"totals": totals, "data": [row.shown() for row in found]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)  # a pipe has no width; nothing is cut off
    table = Table(*HEADS[lang], box=None, pad_edge=False)
    for row in found:
        table.add_row(*_cells(row, lang))
    console.print(table)
    click.echo(_sum(totals, lang))


def _cells(row: coverage.Row, lang: str) -> list[str]:
    item = row.item
    done = ["✓" if row.parts[part] else "·" for part in ("decision", "effect", "journey")]
    form = str(len(item.form.inputs)) if row.parts["form"] else "·"
    name = item.name.zh if lang == "zh" else item.name.en
    return [
        item.code,
        name,
        item.kind,
        item.depth,
        form,
        *done,
        str(len(item.schemes)),
        item.confidence,
    ]


def _sum(totals: dict[str, int], lang: str) -> str:
    if lang == "zh":
        return (
            f"共 {totals['items']} 项：完整模拟 {totals['full']} 项，"
            f"仅目录和表单 {totals['planned']} 项。本目录为重构，官方 95 项清单未公开。"
        )
    return (
        f"{totals['items']} items: {totals['full']} simulated in full, {totals['planned']} with "
        "catalogue entry and form only. A reconstruction: the official list is not public."
    )
