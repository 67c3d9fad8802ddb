"""docs/coverage.md, written from the catalogue and the code.

`python -m launcher.coverage_page` writes it; a test compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from launcher import coverage
from launcher.coverage import PARTS, Row
from services.benefits.store import catalogue

TARGET = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"

_HEAD = """# How far the 95 are simulated (95 项服务的模拟程度)

HR and social security on the card is 95 services, said the ministry on 2023-03-02. **The official
text of the list is not public**: this one is a reconstruction from laws, directories and
reports. `official` says how the place of an item among the 95 is known: `named` at the press
conference, `category_named` by its group, or `unverified`: a real service that may not be one of
them. `confidence` speaks of the service and its name: `high` seen in a public document, `medium`
seen in part, `low` general knowledge. `depth`: `full` is decided and carried out, effects and all;
`planned` has its catalogue entry and its form. `form` says how many inputs are asked for (empty:
the form doesn't take its own example). `./ssc coverage` prints this table,
`GET /v1/service-items` has it as data, with sources.

人力资源社会保障领域持卡服务共 95 项（2023-03-02 新闻发布会）。**官方清单全文未公开**，
本目录依据法规、目录和报道重构。`official` 说明该项是否属于官方 95 项的依据：`named` 发布会点名，
`category_named` 所属类别被点名，`unverified` 服务真实存在、是否在列未经证实。`confidence`
指事项及名称的可信度：`high` 见于公开文件，`medium` 部分见到，`low` 一般知识。`depth`：`full`
决定和效果均已模拟，`planned` 只有目录和表单。`form` 列为表单的输入项数（空白表示表单不接受自己的
示例）。`./ssc coverage` 打印本表，
`GET /v1/service-items` 以数据形式给出本表及来源。

<!-- Written by `python -m launcher.coverage_page`. -->
"""


def page() -> str:
    """The page as it should be."""
    return "\n".join((_HEAD, *_lines()))


def _lines() -> Iterator[str]:
    found = coverage.rows()
    totals = coverage.totals(found)
    yield f"**{totals['items']}** items, **{totals['full']}** full, **{totals['planned']}** planned"
    yield f"(共 {totals['items']} 项，完整 {totals['full']} 项，计划中 {totals['planned']} 项).\n"
    for domain in catalogue.vocabulary().domains.values():
        yield f"## {domain.name.en} ({domain.name.zh})\n"
        yield (
            f"| code | item | 事项 | kind | depth | {' | '.join(PARTS)} "
            "| across regions | official | confidence |"
        )
        yield "|" + "---|" * (8 + len(PARTS))
        yield from (_row(row) for row in found if row.item.domain == domain.id)
        yield ""


def _row(row: Row) -> str:
    item = row.item
    cells = [
        *(f"`{item.code}`", item.name.en, item.name.zh, item.kind, f"`{item.depth}`"),
        str(len(item.form.inputs)) if row.parts["form"] else "",
        *("✓" if row.parts[part] else "" for part in PARTS[1:]),
        ", ".join(item.schemes) or "–",
        *(f"`{item.membership}`", f"`{item.confidence}`"),
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(coverage.rows())} items\n")


if __name__ == "__main__":
    main()
