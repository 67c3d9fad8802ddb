"""Routes build the addresses that Werkzeug's would, compiled at the first and once."""

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from sscsim.web.rules import LazyRule
from tests.wiring.test_operations import app_of

ADDRESSES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("/v1/cards", {}, {}),
    ("/v1/cards/<card_id>", {"card_id": "a b/ü"}, {}),
    ("/v1/<service>/<int:number>/x", {"service": "card", "number": 3}, {"limit": 2, "q": "人"}),
    ("/files/<path:name>", {"name": "a/b"}, {"v": [1, 2]}),
    ("/d/<page>", {}, {}),
]


@pytest.mark.parametrize("unknown", [True, False])
@pytest.mark.parametrize(("rule", "values", "more"), ADDRESSES)
def test_addresses_are_those_of_werkzeug(
    rule: str, values: dict[str, Any], more: dict[str, Any], unknown: bool
) -> None:
    defaults = {"page": "first"} if "<page>" in rule else None
    built = []
    for kind in (Rule, LazyRule):
        made = kind(rule, endpoint="e", defaults=defaults)
        Map([made])
        first = made.build({**values, **more}, append_unknown=unknown)
        assert made.build({**values, **more}, append_unknown=unknown) == first
        built.append(first)
    assert built[0] == built[1] is not None


def test_a_service_compiles_no_address_that_nobody_builds() -> None:
    rule = next(r for r in app_of("card").url_map.iter_rules() if "<" in r.rule)
    assert isinstance(rule, LazyRule)


def test_a_builder_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    plain = Rule._compile_builder

    def counted(self: Rule, append_unknown: bool = True) -> Any:
        compiled.append(append_unknown)
        return plain(self, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    rule = LazyRule("/v1/<thing>", endpoint="e")
    Map([rule])
    assert compiled == []
    for _ in range(3):
        rule.build({"thing": "a"}, append_unknown=True)
    assert compiled == [True]
