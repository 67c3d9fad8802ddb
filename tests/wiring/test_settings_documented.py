"""Every setting stands in .env.example, with its default; nothing else does."""

import re
from dataclasses import fields
from pathlib import Path

from sscsim.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
LINE = re.compile(r"^#? ?(SSC_[A-Z0-9_]+\*?)=(.*)$", re.MULTILINE)


def test_every_setting_is_documented() -> None:
    named = [name for name, _ in LINE.findall(EXAMPLE)]
    settings = {item.metadata["env"].rstrip("*").rstrip("_") for item in fields(Settings)}
    found = {"SSC_SERVICE_URL" if n.startswith("SSC_SERVICE_URL_") else n for n in named}
    assert found == settings
    assert len(named) == len(set(named)), "each once"


def test_the_defaults_shown_are_the_defaults() -> None:
    by_name = {item.metadata["env"]: item for item in fields(Settings)}
    for name, value in LINE.findall(EXAMPLE):
        if name in by_name and not name.startswith("SSC_SERVICE_URL_"):
            assert value == str(by_name[name].default), name


def test_no_setting_is_read_past_settings() -> None:
    """The launcher and the tests know a few more names of their own."""
    known = {item.metadata["env"] for item in fields(Settings)}
    elsewhere: set[str] = set()
    for folder in ("sscsim", "gateway", "services"):
        for file in (ROOT / folder).rglob("*.py"):
            elsewhere |= set(re.findall(r'"(SSC_[A-Z0-9_]+)"', file.read_text(encoding="utf-8")))
    # A prefix, the name of a Flask setting, and what is asked for where a copied call runs.
    inner = {"SSC_SERVICE_URL_", "SSC_SERVICE", "SSC_KEY", "SSC_API_KEY", "SSC_BASE_URL"}
    assert elsewhere - known - inner == set()
