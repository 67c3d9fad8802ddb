"""The story `reader` of `./ssc demo`: books across a border, every amount of it derived by hand."""

import io
import re
from datetime import date, timedelta

import pytest
from rich.console import Console

from scenarios import reader_story
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(EMBEDDED,))


def told(simulator: Topology, lang: str) -> tuple[reader_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=110, highlight=False)
    token = simulator.admin_token
    outcome = reader_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.fixture(scope="module")
def once(simulator: Topology) -> tuple[reader_story.Outcome, str]:
    """The story as it is told first."""
    return told(simulator, "zh")


def days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def test_every_last_day_and_where_the_books_are(
    once: tuple[reader_story.Outcome, str],
) -> None:
    """Both libraries lend for 30 days; Sichuan Library renews from the day of the renewal."""
    outcome, text = once
    assert outcome.holds, text
    first = days_after("2026-04-01", 30)
    assert first == "2026-05-01"
    assert outcome.dues == {
        **dict.fromkeys(("stays", "travels", "wanted", "of_chongqing"), first),
        "renewed": days_after("2026-04-20", 30),
        "after": days_after("2026-05-11", 30),
        "fetched": days_after("2026-05-13", 30),
    }
    assert outcome.places == {
        "stays": "cql",  # returned there, floating
        "travels": "scpl",  # five days on its way home
        "renewed": "cdpl",
        "wanted": "cql",
        "of_chongqing": "cdpl",
        "after": "cdpl",
    }
    # One renewal; nobody renews what others want; above 5.00 nothing is lent
    assert outcome.refusals == {
        "again": ["too_many_renewals"],
        "wanted": ["others_wait"],
        "debt": ["owes_too_much"],
    }


def test_every_fine(once: tuple[reader_story.Outcome, str]) -> None:
    outcome, _ = once
    # Due on 1 May: ten days to 11 May at 0.20 by Sichuan Library; seven to 8 May at 0.10 by
    # Chongqing's. What was renewed came back on its last day, and what was fetched before it.
    ten, seven = 10 * 20, 7 * 10
    assert outcome.amounts == {
        "su_deposit": 0,
        "tao_deposit": 0,
        **{f"fine_{name}": ten for name in ("stays", "travels", "wanted")},
        "fine_of_chongqing": seven,
        "su_owed": 3 * ten,
        "su_paid": 3 * ten,
        "account_left": 5_000 - 3 * ten,
        "tao_paid": seven,
    }


def test_what_the_libraries_owe_each_other(once: tuple[reader_story.Outcome, str]) -> None:
    """What one takes for another of a different city is claimed, and only the difference paid."""
    outcome, _ = once
    claims = {
        (each["payer_party"], each["payee_party"]): (each["due_fen"], each["status"])
        for each in outcome.claims
    }
    assert claims == {("cql", "scpl"): (600, "paid"), ("cdpl", "cql"): (70, "paid")}
    assert {each["period"] for each in outcome.claims} == {"2026-05"}
    [notice] = outcome.notices
    assert (notice["payer_region_code"], notice["payee_region_code"]) == ("500000", "510100")
    assert (notice["amount_fen"], notice["open_fen"]) == (600 - 70, 0)
    # Debit less credit: the money is with whom it was owed to
    assert outcome.books == {
        "scpl": {"bank": 600, "due.from:cql": 0, "fine.income": -600},
        "cdpl": {"bank": 0, "due.to:cql": 0},
        "cql": {"bank": 70, "due.from:cdpl": 0, "due.to:scpl": 0, "fine.income": -70},
    }


def test_it_says_so_and_plays_the_same_again(
    simulator: Topology, once: tuple[reader_story.Outcome, str]
) -> None:
    _, text = once
    assert re.search(r"全部 \d+ 条不变式成立。\n$", text)
    for said in ("逾期 10 天", "留在重庆图书馆上架", "在途，回四川省图书馆", "5.30", "others_wait"):
        assert said in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|rdr_|loan_|clm_|…", text)
    assert told(simulator, "zh")[1] == text


@pytest.mark.long
def test_it_is_told_in_english_as_well(simulator: Topology) -> None:
    outcome, text = told(simulator, "en")
    assert outcome.holds, text
    assert re.search(r"All \d+ invariants hold.\n$", text)
    assert "on its way to Sichuan Library" in text
    assert not re.search(r"req_|sbx_|sk_sbx|psn_|rdr_|loan_|clm_|…", text)
