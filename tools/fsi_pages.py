"""`python -m tools.fsi_pages`: the pages of the hospital message interface, from its tables.

An overview of all transactions (docs/fsi.md), a page for each whose fields are known
(docs/fsi/<number>.md), and the code tables (docs/fsi/codes.md). Each page is in both languages.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from services.medical.faces.fsi import catalogue, catalogue_files
from services.medical.faces.fsi.layout import (
    DEPTHS,
    ROWS,
    TOP,
    UNLISTED,
    Field,
    Layout,
    Node,
    Transaction,
)
from tools import files
from tools.document import ROOT

DOCS = ROOT / "docs"
OVERVIEW, PAGES = DOCS / "fsi.md", DOCS / "fsi"
_BY = "<!-- Written by `python -m tools.fsi_pages` from services/medical/faces/fsi/tables. -->\n"

_OVERVIEW = """# Transactions of the hospital message interface (医保接口交易一览)

Hospital systems speak to the platform in numbered messages (`infno`). These are all numbers that
are known to us. The fields come from one provincial edition of the specification (Hunan V1.1.27,
2024-10), cross-checked with public clients of other regions; we don't have the national document.
Where that edition has no table the fields are those of public clients, or our own choice; each page
says which. A number with a link has its field tables here; of the others only the names of nodes
are known.

**How deep**: `full` is served, with rules and effects; `stored` is accepted and kept, and nothing
follows from it (of a catalogue: it is answered, and our world has nothing of it); `sent` is sent
by the platform to the address that an institution named, and taken from nobody; `refused` is
answered, in the interface's own style, that it isn't simulated. A number that isn't listed is
answered as unknown. Nodes: `top` where fields stand in no node, `rows` where the output is a list,
`none` where the output is null.

**Types**: S text, N number with its digits and decimals, I integer, DIG digits, DEC number whose
decimals aren't limited, D day, DT time, BOOL flag, OBJ object, followed by the length.
**Required**: `Y` by the specification; `Y*` by Hunan only, and not asked for in the lenient
profile. A code stands in its table, in a regional variant of it, or extends one of its codes of
two characters and more.

医院信息系统以编号报文（`infno`）与平台交互。下表为我们已知的全部交易。字段取自一份省级规范
（湖南版 V1.1.27，2024-10），并与其他地区的公开客户端核对；国家版原文我们没有。该版没有字段表的，
取自公开客户端，或由我们自定，各页注明。带链接的编号有
字段表，其余仅知节点名称。

**深度**：`full` 已模拟，规则与效果俱全；`stored` 收下并保存，不产生任何后果（目录类：
照常应答，但本模拟世界无此类目录）；`sent` 由平台发往机构登记的地址，不接受机构发送；`refused`
按接口自身的格式回答未模拟。表中没有的编号按未知交易回答。节点：`top` 字段不在任何节点内，`rows`
输出为列表，`none` 输出为 null。

**类型**：S 字符，N 数值（位数与小数位），I 整数，DIG 数字串，DEC 小数位不限的数值，D 日期，
DT 日期时间，BOOL 布尔，OBJ 对象，其后为长度。**必填**：`Y` 规范要求；`Y*` 仅湖南要求，宽松方言
不要求。代码应在字典、其地方变体中，或是其中两位及以上代码的细分。
"""

_OPEN = """Not all fields are known to us: whatever is sent is kept as it is, within limits of size
and depth. 字段不全知：所发内容在大小与层次限度内原样保存。
"""

_REGIONAL = """
## Numbers of some regions (地方扩展)

Clients of some regions use these too. What they are for is known, and of few the fields; those are
served, the others are answered as not simulated. 部分地区的客户端还使用下列编号：少数已知字段，
可受理；其余仅知用途，按未模拟回答。
"""

_NULL = "None 无: `output` is null.\n"
_NO_OUTPUT = {
    "9102": "The bytes of the file (`application/octet-stream`); what is refused is told in JSON. "
    "成功时为文件字节流，失败时为 JSON。\n"
}
_PAGED = (
    "`data`, a list 列表: the rows of one page, beside `recordCounts`, `pages`, `pageNum`, "
    "`pageSize`, `startRow`, `size`, `firstPage` and `lastPage` 一页的行，分页信息与其并列"
)

_CODES = """# Code tables of the hospital message interface (医保接口字典)

What transaction 1901 answers. After two underscores: a regional or an observed variant of a table,
whose codes are accepted too. `source` is a key of the list at the end.

交易 1901 的内容。双下划线后为地方或样本中见到的变体，其代码同样接受。`source` 见文末。
"""


def overview() -> str:
    all_ = catalogue.transactions()
    depths = Counter(one.depth for one in all_.values())
    with_fields = set(catalogue.with_fields())
    counted = ", ".join(f"{depths[depth]} {depth}" for depth in DEPTHS)
    lines = [
        _OVERVIEW,
        _BY,
        f"{len(all_)} transactions 个交易: {counted}; {len(with_fields)} with fields 有字段表; "
        f"[{len(catalogue.code_tables())} code tables 个字典](fsi/codes.md).\n",
        "| infno | 名称 | transaction | depth 深度 | input 输入 | output 输出 | URL |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(one, one.number in with_fields) for one in all_.values()]
    lines += [
        _REGIONAL,
        "| number 编号 | 名称 | transaction | depth 深度 | seen in 见于 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {_numbered(one, one.number in with_fields)} | {one.zh} | {one.en} | {one.depth} "
        f"| {one.where} |"
        for one in catalogue.regional().values()
    ]
    return "\n".join(lines) + "\n"


def _row(one: Transaction, linked: bool) -> str:
    number = _numbered(one, linked)
    sent = " (platform calls 由平台调用)" if one.from_platform else ""
    cells = (
        *(number, one.zh, one.en + sent, one.depth),
        *(_names(one.inputs), _names(one.outputs)),
        f"`{one.path}`" if one.path else "",
    )
    return f"| {' | '.join(cells)} |".replace("  |", " |")


def _numbered(one: Transaction, linked: bool) -> str:
    return f"[{one.number}](fsi/{one.number}.md)" if linked else one.number


def _names(nodes: tuple[str, ...]) -> str:
    return ", ".join(f"`{node}`" for node in nodes) or "none"


def page(one: Transaction) -> str:
    layout = catalogue.layout(one.number)
    assert layout is not None
    lines = [
        f"# {one.number} {one.zh} ({one.en})\n",
        _BY,
        f"Depth 深度: `{one.depth}`. Path 路径: {f'`{one.path}`' if one.path else '–'}. "
        "[All transactions and how to read this 全部交易与说明](../fsi.md); "
        "[code tables 字典](codes.md).\n",
        f"Source 来源: {_source(layout)}\n",
        "## Input 输入\n",
        *_tables(layout.input),
        "## Output 输出\n",
        *(_tables(layout.output) if layout.output else [_NO_OUTPUT.get(one.number, _NULL)]),
        *_columns(one.number),
    ]
    if layout.files:
        lines += ["## Columns of the files, separated by tabs 文件列（制表符分隔）\n"]
        lines += _tables(layout.files)
    return "\n".join(lines).rstrip() + "\n"


def _columns(number: str) -> Iterator[str]:
    """What of our catalogue stands in which column of the file of a download."""
    form = catalogue_files.forms().files.get(number)
    if form is None:
        return
    yield "## Columns of the file 文件列\n"
    if form.rows is None:
        yield "No rows: our world has nothing of this catalogue. 无数据行：本模拟世界无此类目录。\n"
        return
    yield (
        f"A ZIP with one UTF-8 text, tabs between {form.width} columns; `null` in those that "
        f"aren't listed. ZIP 内为一个 UTF-8 文本，{form.width} 列，制表符分隔；"
        "未列出的列为 `null`。\n"
    )
    yield "| column 列 | what stands there 内容 |"
    yield "|---|---|"
    yield from (f"| {at + 1} | {cell} |" for at, cell in sorted(form.columns.items()))
    yield ""


def _source(layout: Layout) -> str:
    found = catalogue.sources()[layout.source]
    return f"{found.title} ({found.status})."


def _tables(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        yield f"{_titled(node)}\n"
        if node.open:
            yield _OPEN
        if not node.fields:
            continue
        yield "| field 字段 | 名称 | type 类型 | required 必填 | codes 字典 | |"
        yield "|---|---|---|---|---|---|"
        for field in node.fields:
            yield _field(field)
        yield ""


def _titled(node: Node) -> str:
    name = {TOP: "No node 无节点", ROWS: "Rows 行"}.get(node.name, f"`{node.name}`")
    inside = f" inside 位于 `{node.inside}`" if node.inside else ""
    if not node.many:
        return f"{name}{inside}"
    if node.name == TOP:
        return _PAGED
    known = "" if node.stated else ", inferred 推断"
    return f"{name}{inside}, a list 列表{known}"


def _field(field: Field) -> str:
    table = field.code_table
    codes = "unlisted 未列出" if table == UNLISTED else f"`{table}`" if table else ""
    cells = (f"`{field.name}`", field.zh, field.printed, field.required, codes, _remarks(field))
    return f"| {' | '.join(cells)} |".replace("  |", " |")


def _remarks(field: Field) -> str:
    said = {
        f"also 亦作 `{field.also}`": field.also is not None,
        "may be blank outside Hunan 湖南以外可为空": field.blank,
        f"a code of ours may have {field.token} characters 本平台的码可达 {field.token} 字符": (
            field.token is not None
        ),
        "listed twice 规范中列出两次": field.listed > 1,
        "table by its name 按字段名对应字典": field.by_name,
    }
    return "; ".join(text for text, holds in said.items() if holds)


def codes_page() -> str:
    tables = catalogue.code_tables()
    lines = [_CODES, _BY, "| table 字典 | 名称 | source | values 取值 |", "|---|---|---|---|"]
    for table in tables.values():
        values = "; ".join(f"{code} {label}" for code, label in table.values.items())
        cells = (f"`{table.name}`", table.zh, table.source, values)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    lines += ["", "| source | status | title |", "|---|---|---|"]
    lines += [f"| {key} | {one.status} | {one.title} |" for key, one in catalogue.sources().items()]
    return "\n".join(lines) + "\n"


def made() -> Mapping[Path, str]:
    """Every page by its file."""
    found = {OVERVIEW: overview(), PAGES / "codes.md": codes_page()}
    for number in catalogue.with_fields():
        transaction = catalogue.find(number)
        assert transaction is not None
        found[PAGES / f"{number}.md"] = page(transaction)
    return found


def stale() -> list[str]:
    """The pages that are missing, say something else, or are none of them."""
    return files.stale(made(), [PAGES])


if __name__ == "__main__":
    files.write(made(), [PAGES])
    sys.exit(0)
