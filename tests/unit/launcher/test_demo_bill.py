"""`ssc demo --bill` says in one line why a file can't be used, before anything starts."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from launcher.cli import ssc


@pytest.mark.parametrize("content", [None, "not json", "[]", '[{"item_class": "D"}]'])
def test_a_bad_bill_is_refused_in_one_line(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "bill.json"
    if content is not None:
        file.write_text(content)
    data = tmp_path / "data"
    done = CliRunner().invoke(ssc, ["demo", "--bill", str(file), "--data", str(data)])
    assert done.exit_code == 1
    assert done.stderr.startswith("ssc: ")
    assert done.stderr.count("\n") == 1
    assert str(file) in done.stderr
    assert not data.exists()
