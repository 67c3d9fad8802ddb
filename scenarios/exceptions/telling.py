"""A report as a terminal shows it: the steps with their calls, and every check."""

import json
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from scenarios.client import Client
from scenarios.exceptions.report import Check, Report
from scenarios.road import Json
from scenarios.story import Telling
from sscsim.kernel.problems import Text

_OF_AN_ANSWER = ("code", "effect", "status", "outcome", "decision", "level", "rule")


def tell(report: Report, lang: str, out: Console) -> None:
    """Print it, in zh or en."""
    _Told(Client(lang=lang), lang, out).tell(report)


class _Told(Telling):
    def tell(self, report: Report) -> None:
        scenario = report.scenario
        self.out.print()
        self.out.print(Line(f"{scenario.name}  {self.said(scenario.title)}", "bold"))
        self.out.print(Line(self.said(scenario.shows), "dim"))
        for step in report.steps:
            self.heading(step.title.zh, step.title.en)
            for call in step.calls:
                self.line(_called(call))
        self.heading("终态", "The end state")
        for check in report.checks:
            self.check(check)
        self.tell_laws(report)
        good = report.as_expected
        self.say(
            f"{scenario.name}：{'与预期一致' if good else '与预期不符'}。",
            f"{scenario.name}: {'as expected' if good else 'NOT as expected'}.",
        )

    def said(self, text: Text) -> str:
        return self.words(text.zh, text.en)

    def line(self, text: str, style: str = "") -> None:
        """One line, wrapped where it must be and never cut off."""
        self.out.print(Line("  " + text, style), soft_wrap=True)

    def check(self, check: Check) -> None:
        if check.holds:
            self.line(f"✓ {check.name}: {_shown(check.actual)}")
            return
        self.line(f"✗ {check.name}", "bold red")
        self.line(f"    {self.words('预期', 'expected')}  {_shown(check.expected)}")
        self.line(f"    {self.words('实际', 'actual')}    {_shown(check.actual)}")

    def tell_laws(self, report: Report) -> None:
        count = report.invariants
        if report.broken:
            told = ", ".join(report.broken)
            self.line(f"✗ {self.words('不成立的不变式', 'broken invariants')}: {told}", "bold red")
        else:
            self.line("✓ " + self.words(f"{count} 条不变式成立", f"{count} invariants hold"))
        if report.dead_jobs:
            told = self.words("失败任务", "dead jobs")
            self.line(f"✗ {told}: {report.dead_jobs}", "bold red")


def _called(call: Json) -> str:
    """`POST /v1/settlements  key=settle:x1  → 201 settled`."""
    asked = [call["method"], call["path"]]
    asked += [f"as {call['act_as']!r}"] if "act_as" in call else []
    asked += [f"key={call['idempotency_key']}"] if "idempotency_key" in call else []
    asked += [f"SSC-Simulate: {call['simulate']}"] if "simulate" in call else []
    answer = call["answer"]
    if answer.get("lost"):
        return f"{' '.join(asked)}  → no answer"
    told = [str(call["status"])]
    told += [str(answer[name]) for name in _OF_AN_ANSWER if name in answer]
    told += [f"{name}={value}" for name, value in answer.items() if name.endswith("_fen")]
    return f"{' '.join(asked)}  → {' '.join(told)}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
