"""The pages of the hospital message interface are what its tables say."""

from services.medical.faces.fsi import catalogue
from services.medical.faces.fsi.layout import DEPTHS
from services.medical.faces.fsi.transactions import all_answers
from tools import fsi_pages


def test_the_pages_are_current() -> None:
    assert fsi_pages.stale() == [], "run python -m tools.fsi_pages"


def test_the_overview_tells_how_deep_each_is() -> None:
    written = fsi_pages.OVERVIEW.read_text(encoding="utf-8")
    listed, _, regional = written.partition("\n## ")
    rows = [line for line in listed.splitlines() if line.startswith("| ") and "infno" not in line]
    known = catalogue.regional()
    others = [row for row in regional.splitlines() if row.endswith(" |") and "number" not in row]
    assert all(number in row for number, row in zip(known, others, strict=True))
    assert len(rows) == len(catalogue.transactions())
    served = [row for row in (*rows, *others) if "| full |" in row or "| stored |" in row]
    assert len(served) == len(all_answers()), "what is said to be served is what is answered"
    for depth in DEPTHS:
        counted = sum(f"| {depth} |" in row for row in rows)
        assert f"{counted} {depth}" in written


def test_every_transaction_with_fields_has_a_page_with_all_of_them() -> None:
    for number in catalogue.with_fields():
        page = (fsi_pages.PAGES / f"{number}.md").read_text(encoding="utf-8")
        layout = catalogue.layout(number)
        assert layout is not None
        fields = [f for node in (*layout.input, *layout.output, *layout.files) for f in node.fields]
        assert page.count("\n| `") == len(fields), number
