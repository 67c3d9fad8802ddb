"""`python -m tools.scenario_pages`: the table of scenarios in the pages that explain them.

Writes what stands between the two marks, in both languages; the rest of the pages is written
by hand.
"""

from pathlib import Path

from scenarios import exceptions
from sscsim.kernel.problems import Text

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {
    DOCS / "howto" / "exceptions.md": "en",
    DOCS / "zh" / "howto" / "exceptions.md": "zh",
}
BEGIN, END = "<!-- scenarios -->\n", "<!-- /scenarios -->\n"
_HEAD = {
    "en": "| name | what happens | what it shows | story |\n|---|---|---|---|\n",
    "zh": "| 名称 | 发生什么 | 说明什么 | 剧本 |\n|---|---|---|---|\n",
}


def table(lang: str) -> str:
    """One row a scenario, with a link to the file its story stands in."""

    def said(text: Text) -> str:
        return (text.en if lang == "en" else text.zh).replace("|", r"\|")

    up = "../.." if lang == "en" else "../../.."
    rows = (
        f"| {one.name} | {said(one.title)} | {said(one.shows)} "
        f"| [{one.topic}]({up}/scenarios/exceptions/{one.topic}.py) |\n"
        for one in exceptions.SCENARIOS.values()
    )
    return _HEAD[lang] + "".join(rows)


def current(page: Path, lang: str) -> str:
    """The page as it should be."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(lang)}\n{END}{after}"


def stale() -> list[str]:
    """The pages whose table is not what the list says."""
    return [
        str(page.relative_to(DOCS))
        for page, lang in PAGES.items()
        if page.read_text(encoding="utf-8") != current(page, lang)
    ]


def write() -> None:
    for page, lang in PAGES.items():
        page.write_text(current(page, lang), encoding="utf-8")


if __name__ == "__main__":
    write()
