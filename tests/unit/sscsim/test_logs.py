"""No identity number and no secret reaches a log."""

import logging

import pytest

from sscsim import failpoints, logs, settings
from sscsim.kernel.ids import identity

NUMBERS = ("99010019900307881X", "510100198503120027")
SECRETS = (
    "sk_sbx_demo",
    "sk_sbx_01J9Z6QH4N01J9Z6QH4N",
    "pk_sbx_abcdef0123",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("around", ["{}", "person {} is", '"{}"', "id={}&x", "身份证{}。", "/{}/"])
def test_an_identity_number_is_masked_wherever_it_stands(number: str, around: str) -> None:
    line = logs.masked(around.format(number))
    assert number not in line
    assert number[6:14] not in line
    assert around.format(number[:3] + "*" * 11 + number[-4:]) == line


def test_what_only_looks_similar_is_left() -> None:
    for text in ("9" * 17, "9" * 19, "2026-04-01T09:00:00"):
        assert logs.masked(text) == text


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_masked(secret: str) -> None:
    assert secret not in logs.masked(f"Authorization: Bearer {secret}")


def test_the_log_itself_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    settings.use(settings.Settings(log_format="json", log_level="info"))
    logs.configure.cache_clear()
    root = logging.getLogger()
    before = list(root.handlers)
    root.handlers = []
    try:
        logs.configure()
        log = logging.getLogger("sscsim.test")  # no watch is at the root now
        log.warning("person %s has key %s", NUMBERS[0], SECRETS[1], extra={"path": NUMBERS[1]})
        try:
            raise ValueError(NUMBERS[0])
        except ValueError:
            log.exception("failed")
    finally:
        root.handlers = before
        logs.configure.cache_clear()
        settings.use(None)
    written = capsys.readouterr().err
    assert "failed" in written and "ValueError" in written
    for kept_secret in (*NUMBERS, SECRETS[1]):
        assert kept_secret not in written


def test_the_mask_of_answers_and_of_logs_hide_the_birth_date() -> None:
    assert "19900307" not in identity.mask(NUMBERS[0])


# ---- failpoints


def test_a_failpoint_does_nothing_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[str] = []
    monkeypatch.setattr(failpoints, "_fire_once", lambda name, pause: killed.append(name))
    monkeypatch.setattr(failpoints, "_passed", {})
    failpoints.failpoint("a.b.c")
    settings.use(settings.Settings(failpoint="a.b.c:2"))
    try:
        failpoints.failpoint("a.b")
        failpoints.failpoint("a.b.c")
        assert killed == []
        failpoints.failpoint("a.b.c")
        assert killed == ["a.b.c"]
    finally:
        settings.use(None)
