"""Operations as methods: one module for each tag, one method for each operation."""

import re
import textwrap
from collections import Counter

from tools.client import names
from tools.client.schemas import HEAD, WIDTH, Types, docstring, queried, query_name
from tools.document import JSON_KINDS, Document, Json, Operation

_OPTIONS = ("self", "idempotency_key", "if_match", "simulate", "body", "query")


def groups(types: Types) -> dict[str, str]:
    """The modules of `ssc_client.api` by file name."""
    document = types.document
    made = {
        f"{names.snake(tag)}.py": group(types, tag, about) for tag, about in document.tags.items()
    }
    made["__init__.py"] = _groups(document)
    return made


def _groups(document: Document) -> str:
    tags = sorted(names.snake(tag) for tag in document.tags)
    imports = "".join(f"from ssc_client.api.{tag} import {names.pascal(tag)}\n" for tag in tags)
    made = "".join(f"        self.{tag} = {names.pascal(tag)}(transport)\n" for tag in tags)
    listed = "".join(f'    "{name}",\n' for name in sorted(["Groups", *map(names.pascal, tags)]))
    return (
        f"{HEAD}\n{imports}from ssc_client.transport import Transport\n\n"
        f"__all__ = [\n{listed}]\n\n\n"
        'class Groups:\n    """Every group of operations as an attribute."""\n\n'
        "    def __init__(self, transport: Transport) -> None:\n"
        f"        self._transport = transport\n{made}"
    )


def group(types: Types, tag: str, about: str) -> str:
    """The module of one tag."""
    operations = [each for each in types.document.operations if each.tag == tag]
    usual = _usual(types.document)
    methods = "".join(f"\n{method(types, each, usual)}" for each in operations)
    used = [
        ("from typing import ", ("Any", "Literal", "Unpack")),
        ("from ssc_client.answers import ", ("Pages", "Pending")),
    ]
    lines = []
    for start, candidates in used:
        if found := [name for name in candidates if re.search(rf"\b{name}\b\[?", _code(methods))]:
            lines.append(f"{start}{', '.join(found)}\n")
    models = ["from ssc_client import models\n"] if "models." in methods else []
    path = ["from ssc_client.transport import path_of\n"] if "path_of(" in methods else []
    standard, ours = lines[:1] if lines and lines[0].startswith("from typing") else [], lines
    ours = [line for line in lines if line not in standard]
    head = "".join([*standard, *(["\n"] if standard else []), *models, *ours])
    return (
        f"{HEAD}\n{head}from ssc_client.group import Group\n{''.join(path)}\n\n"
        f"class {names.pascal(tag)}(Group):\n{docstring(about or tag, 4)}{methods}"
    )


def _code(methods: str) -> str:
    return re.sub(r'""".*?"""', "", methods, flags=re.DOTALL)


def method(types: Types, operation: Operation, usual: set[str]) -> str:
    """One method: its signature, its docstring from the document, its call."""
    signature = _Signature(types, operation)
    returns, call = _result(types, operation, signature)
    # A long signature stands one parameter a line.
    name = names.snake(operation.id)
    line = f"    def {name}({', '.join(signature.parameters)}) -> {returns}:\n"
    if len(line) > WIDTH + 4:
        inner = "".join(f"        {each},\n" for each in signature.parameters if "**" not in each)
        inner += "".join(f"        {each},\n" for each in signature.parameters if "**" in each)
        line = f"    def {name}(\n{inner}    ) -> {returns}:\n"
    return line + docstring(_told(operation, usual), 8) + call


class _Signature:
    """The parameters of a method, and what it passes on."""

    def __init__(self, types: Types, operation: Operation) -> None:
        self.types, self.operation = types, operation
        self.parameters: list[str] = ["self"]
        self.passed: list[str] = []
        paths = [each["name"] for each in operation.parameters("path")]
        self.path = self._path(paths)
        self.parameters += [f"{names.snake(each)}: str" for each in paths]
        body = self._body({names.snake(each) for each in paths})
        query = self._query({names.snake(each) for each in paths}, bool(body))
        if not any(each.startswith("**") for each in body):
            self.parameters += body
        options = self._options()
        named = [each for each in query if not each.startswith("**")]
        if options or named:
            self.parameters += ["*", *named, *options]
        self.parameters += [each for each in (*body, *query) if each.startswith("**")]

    def _path(self, paths: list[str]) -> str:
        if not paths:
            return f'"{self.operation.path}"'
        values = ", ".join(f"{each}={names.snake(each)}" for each in paths)
        return f'path_of("{self.operation.path}", {values})'

    def _body(self, taken: set[str]) -> list[str]:
        kind, content = self.operation.body_content()
        if not kind:
            return []
        schema = content.get("schema", {})
        said = self.types.document.resolved(schema)
        passed = self._body_kind(kind)
        fields = said.get("properties", {})
        flat = (
            kind in (*JSON_KINDS, "application/x-www-form-urlencoded")
            and "$ref" in schema
            and bool(fields)
            and all(names.is_plain(field) for field in fields)
            and not {*fields} & {*taken, *_OPTIONS}
        )
        self.passed.append(f"{passed}=body")
        if passed == "content":
            return ["body: str | bytes"]
        if flat:
            return [f"**body: Unpack[{self.types.of(schema, 'models.')}]"]
        return [f"body: {self.types.of(schema, 'models.')}"]

    def _body_kind(self, kind: str) -> str:
        if kind in JSON_KINDS:
            if kind != "application/json":
                self.passed.append(f'content_type="{kind}"')
            return "body"
        if kind == "application/x-www-form-urlencoded":
            return "form"
        self.passed.append(f'content_type="{kind}"')
        return "content"

    def _query(self, taken: set[str], has_body: bool) -> list[str]:
        found = queried(self.operation)
        self.has_query = bool(found)
        if not found:
            return []
        self.passed.append("query=query")
        model = f"models.{query_name(self.operation)}"
        asked = {each["name"] for each in found}
        if has_body or asked & {*taken, *_OPTIONS} or not all(map(names.is_plain, asked)):
            needed = any(each.get("required") for each in found)
            return [f"query: {model}" if needed else f"query: {model} | None = None"]
        return [f"**query: Unpack[{model}]"]

    def _options(self) -> list[str]:
        found = []
        if self.operation.header("Idempotency-Key"):
            found.append("idempotency_key: str | None = None")
            self.passed += ["takes_key=True", "idempotency_key=idempotency_key"]
        if match := self.operation.header("If-Match"):
            found.append("if_match: str" + ("" if match.get("required") else " | None = None"))
            self.passed.append("if_match=if_match")
        if self.operation.path.startswith(("/v1/", "/sandbox/")):
            found.append("simulate: str | None = None")
            self.passed.append("simulate=simulate")
        return found


def _result(types: Types, operation: Operation, signature: _Signature) -> tuple[str, str]:
    """The return type and the body of the method."""
    if operation.is_list:
        item = types.of(_item(types, operation), "models.")
        query = "query" if signature.has_query else "{}"
        return (
            f"Pages[{item}]",
            f"        return self._pages({signature.path}, {query}, simulate)\n",
        )
    answer = _answer(types, operation)
    arguments = ", ".join([f'"{operation.method}"', signature.path, *signature.passed])
    call = f"self._call({arguments})"
    if len(call) > WIDTH - 20:
        parts = [f'"{operation.method}"', signature.path, *signature.passed]
        call = "self._call(\n" + "".join(f"            {each},\n" for each in parts) + "        )"
    if answer == "None":
        return "None", f"        {call}\n"
    if _awaited(types.document, operation):
        return f"Pending[{answer}]", (
            f"        started: {answer} = {call}\n        return self._pending(started)\n"
        )
    return answer, f"        answer: {answer} = {call}\n        return answer\n"


def _item(types: Types, operation: Operation) -> Json:
    schema = types.document.resolved(operation.answer_content()[1].get("schema", {}))
    items: Json = schema.get("properties", {}).get("data", {}).get("items", {})
    return items


def _answer(types: Types, operation: Operation) -> str:
    kind, content = operation.answer_content()
    if not kind:
        # An answer that is no 204 has a body, even where the document doesn't show it.
        return "None" if operation.status == 204 else "Any"
    if "json" not in kind:
        return "str"
    return types.of(content.get("schema", {}), "models.")


def _awaited(document: Document, operation: Operation) -> bool:
    """A 202 that leads to a look at the very thing that it began."""
    if operation.status != 202:
        return False
    own = operation.answer_content()[1].get("schema")
    for link in operation.links.values():
        there = document.by_id.get(link.get("operationId", ""))
        if there and there.method == "GET" and there.answer_content()[1].get("schema") == own:
            return True
    return False


def _usual(document: Document) -> set[str]:
    """Codes that a third of all operations know: nobody needs to read them each time."""
    counted = Counter(
        code
        for operation in document.operations
        for _, codes in operation.refusals()
        for code in codes
    )
    return {code for code, count in counted.items() if 3 * count > len(document.operations)}


def _told(operation: Operation, usual: set[str]) -> str:
    text = operation.summary
    if more := operation.said.get("description", "").strip():
        text += f"\n\n{more}"
    refusals = "; ".join(
        f"{status} {', '.join(own)}"
        for status, codes in operation.refusals()
        if (own := [code for code in codes if code not in usual])
    )
    if refusals:
        lines = textwrap.wrap(f"Refused with: {refusals}.", WIDTH - 8, break_on_hyphens=False)
        text += "\n\n" + "\n".join(lines)
    return text
