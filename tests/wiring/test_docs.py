"""Every page for users stands in English and Chinese, with the same commands; no link is dead."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHINESE = DOCS / "zh"
PAGES = sorted(
    ["README.md", "start.md", *(f"howto/{page.name}" for page in (DOCS / "howto").glob("*.md"))]
)
_BLOCK = re.compile(r"^```[a-z]*\n.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
_HAN = re.compile("[\u4e00-\u9fff]")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(text: str) -> str:
    return _BLOCK.sub("", text)


def sections(text: str) -> list[tuple[str, list[str]]]:
    """The level of each heading, and the blocks that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for part in re.split(r"^(?=#+ )", prose_marked(text), flags=re.MULTILINE):
        if part.startswith("#"):
            blocks = [_BLOCK.findall(text)[int(n)] for n in re.findall(r"\x00(\d+)\x00", part)]
            found.append((part.split(" ")[0], blocks))
    return found


def prose_marked(text: str) -> str:
    """The text with each block replaced by its number, so that a `#` in a shell is no heading."""
    numbers = iter(range(len(_BLOCK.findall(text))))
    return _BLOCK.sub(lambda _: f"\x00{next(numbers)}\x00", text)


def anchors(page: Path) -> set[str]:
    """The fragments that the page's headings make, as the forges write them."""
    titles = (title for _, title in _HEADING.findall(prose(read(page))))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(str(page.relative_to(CHINESE)) for page in CHINESE.rglob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same_in_both_languages(page: str) -> None:
    english, chinese = read(DOCS / page), read(CHINESE / page)
    assert sections(chinese) == sections(english), "headings and blocks, one for one"
    assert _HAN.search(chinese.partition("\n")[0]), "the Chinese title is Chinese"
    tables = [len(re.findall(r"^\|", prose(text), re.MULTILINE)) for text in (english, chinese)]
    assert tables[0] == tables[1], "the tables have as many rows"
    codes = [set(re.findall(r"`([a-z]+_[a-z_]+)`", prose(text))) for text in (english, chinese)]
    assert codes[0] == codes[1], "the same names of fields and codes"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_link_to_each_other_at_the_top(page: str) -> None:
    up = "../" * page.count("/")
    assert read(DOCS / page).splitlines()[2] == f"**English** · [中文]({up}zh/{page})"
    assert read(CHINESE / page).splitlines()[2] == f"[English]({up}../{page}) · **中文**"


@pytest.mark.parametrize(
    "page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS))
)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target, fragment in _LINK.findall(prose(read(page))):
        if "://" in target:
            continue
        reached = (page.parent / target).resolve() if target else page
        assert reached.exists(), target
        if fragment and reached.suffix == ".md":
            assert fragment in anchors(reached), f"{target}#{fragment}"


@pytest.mark.parametrize("language", [DOCS, CHINESE], ids=["en", "zh"])
def test_the_index_names_every_page(language: Path) -> None:
    listed = {target for target, _ in _LINK.findall(read(language / "README.md"))}
    assert set(PAGES) - {"README.md"} <= listed
    references = {page.name for page in DOCS.glob("*.md")} - {"README.md", "start.md"}
    up = "" if language == DOCS else "../"
    assert {up + name for name in references} <= listed


def test_the_list_of_decisions_is_whole() -> None:
    decisions = DOCS / "decisions"
    listed = [target for target, _ in _LINK.findall(read(decisions / "README.md"))]
    assert listed == sorted(page.name for page in decisions.glob("[0-9]*.md"))
