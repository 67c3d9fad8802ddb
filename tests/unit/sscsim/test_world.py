"""The signed context: good for one service, method, path and minute."""

import base64
import datetime as dt
import threading
from typing import Any

import pytest

from sscsim import clock, settings, world
from sscsim.web.app import trace_of
from tests.support.bench import BIRTH, Bench

FULL = Bench().world(
    role="hospital",
    party_id="pty_1",
    region="510100",
    scopes=frozenset({"card.read", "settlement.write"}),
    language="zh-CN",
    next_due={"card": "2026-05-01T00:00:00+08:00"},
)


@pytest.fixture(autouse=True)
def _secret() -> Any:
    settings.use(settings.Settings(context_secret="tests"))
    yield
    settings.use(None)


def test_what_was_signed_comes_back() -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    assert world.unsign(token, "card", "POST", "/v1/cards") == FULL


def test_a_context_fits_a_header() -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    assert token.isascii()
    assert len(token) < 4000
    assert "\n" not in token


@pytest.mark.parametrize(
    "wrong",
    [("medical", "POST", "/v1/cards"), ("card", "GET", "/v1/cards"), ("card", "POST", "/v1/card")],
    ids=["audience", "method", "path"],
)
def test_it_is_good_for_one_audience_method_and_path(wrong: tuple[str, str, str]) -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    with pytest.raises(world.BadContext):
        world.unsign(token, *wrong)


def test_every_tampering_is_noticed() -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        tampered = token[:place] + other + token[place + 1 :]
        with pytest.raises(world.BadContext):
            world.unsign(tampered, "card", "POST", "/v1/cards")


def test_a_payload_of_ones_own_is_refused() -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    payload, _, rest = token.partition(".")
    padded = payload + "=" * (-len(payload) % 4)
    raised = base64.urlsafe_b64decode(padded).replace(b"hospital", b"system")
    forged = base64.urlsafe_b64encode(raised).decode().rstrip("=") + "." + rest
    for bad in (forged, "", ".", "..", "a.b.c", "\x00", "中.a.b", token + "x", token[:-1]):
        with pytest.raises(world.BadContext):
            world.unsign(bad, "card", "POST", "/v1/cards")


def test_another_secret_signs_nothing_here() -> None:
    settings.use(settings.Settings(context_secret="other"))
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    settings.use(settings.Settings(context_secret="tests"))
    with pytest.raises(world.BadContext):
        world.unsign(token, "card", "POST", "/v1/cards")


def test_it_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    token = world.sign(FULL, "card", "POST", "/v1/cards")
    assert world.CONTEXT_LIFETIME_S == 60
    monkeypatch.setattr(world, "CONTEXT_LIFETIME_S", -1)
    with pytest.raises(world.BadContext):
        world.unsign(token, "card", "POST", "/v1/cards")


def test_without_a_configured_secret_there_is_one_of_this_process() -> None:
    settings.use(settings.Settings())
    assert len(world.context_secret()) >= 32
    assert world.context_secret() == world.context_secret()


def test_outside_a_request_there_is_no_world() -> None:
    assert world.current_or_none() is None
    with pytest.raises(world.NoWorld):
        world.current()


def test_a_world_ends_with_its_block_and_stays_in_its_thread() -> None:
    seen: list[Any] = []
    with world.entered(FULL):
        assert world.now() == BIRTH
        assert world.today() == dt.date(2026, 4, 1)
        thread = threading.Thread(target=lambda: seen.append(world.current_or_none()))
        thread.start()
        thread.join()
        with pytest.raises(ZeroDivisionError), world.entered(world.as_role("service")):
            assert world.is_inner()
            raise ZeroDivisionError
        assert world.current() is FULL
    assert seen == [None]
    assert world.current_or_none() is None


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        *((role, True) for role in ("hospital", "agency", "owner", "service", "system")),
        *((role, False) for role in ("bank", "holder", "stranger")),
    ],
)
def test_roles(role: str, allowed: bool) -> None:
    with Bench().entered(role=role):
        if allowed:
            world.require_role("hospital", "agency")
        else:
            with pytest.raises(world.RoleNotAllowed):
                world.require_role("hospital", "agency")
        world.require_role()  # nobody named: everybody may


@pytest.mark.parametrize(
    ("region", "wanted", "allowed"),
    [
        ("510100", "510100", True),
        ("510000", "510100", True),
        ("510100", "510000", False),
        ("500000", "510100", False),
        (None, "510100", True),
    ],
)
def test_regions(region: str | None, wanted: str, allowed: bool) -> None:
    with Bench().entered(role="agency", region=region):
        if allowed:
            world.require_region(wanted)
        else:
            with pytest.raises(world.RegionNotAllowed):
                world.require_region(wanted)


def test_scopes() -> None:
    with Bench().entered(scopes=frozenset({"card.read"})):
        world.require_scope(None)
        world.require_scope("card.read")
        with pytest.raises(world.ScopeMissing):
            world.require_scope("card.write")
    with Bench().entered():
        world.require_scope("anything")


def test_a_traceparent_is_taken_over() -> None:
    assert trace_of("00-" + "ab" * 16 + "-" + "1" * 16 + "-00") == ("ab" * 16, "00")


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "nonsense", "00-" + "a" * 32 + "-" + "b" * 16, "00-short-b-01"),
        "00-" + "0" * 32 + "-" + "b" * 16 + "-01",
        "00-" + "a" * 32 + "-" + "0" * 16 + "-01",
        "00-" + "A" * 32 + "-" + "b" * 16 + "-01",
    ],
)
def test_a_malformed_traceparent_starts_a_new_trace(header: str | None) -> None:
    trace_id, flags = trace_of(header)
    assert len(trace_id) == 32
    assert flags == "01"
    assert trace_id not in (header or "-")


def test_instants_have_offsets_in_and_out() -> None:
    moment = dt.datetime(2026, 3, 31, 16, 0, tzinfo=dt.UTC)
    assert clock.shown(moment) == "2026-04-01T00:00:00+08:00"
    assert clock.shown(moment.replace(microsecond=5000)) == "2026-04-01T00:00:00.005+08:00"
    assert clock.read_instant("2026-03-31T16:00:00Z") == moment
    with pytest.raises(ValueError, match="no offset"):
        clock.read_instant("2026-03-31T16:00:00")
