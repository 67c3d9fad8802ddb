"""What can go wrong with catalogue items, departments, doctors and diagnoses."""

from collections.abc import Sequence
from typing import Any

from sscsim.kernel.problems import FieldError, NotFound, Refused, Text


class ItemNotFound(NotFound):
    code = "catalogue_item_not_found"
    title = Text(zh="目录中没有该项目", en="No such item in the catalogue")
    detail = Text(zh="没有目录项目 {item_code}。", en="The catalogue has no item {item_code}.")


class ItemNotInForce(NotFound):
    code = "catalogue_item_not_in_force"
    title = Text(zh="目录项目当日无效", en="Item not in force on that day")
    detail = Text(
        zh="目录项目 {item_code} 在 {on} 无效；有效期 {since} 至 {until}。",
        en="The item {item_code} is not in force on {on}, only from {since} to {until}.",
    )


class FeeLinesRefused(Refused):
    """One or more lines can't be charged as they are; nothing was."""

    code = "fee_lines_refused_by_catalogue"
    title = Text(zh="费用明细与目录不符", en="Fee lines against the catalogue")
    detail = Text(
        zh="{count} 处费用明细与就医地 {region_code} 在 {on} 的目录不符，均未上传。",
        en="{count} faults against the catalogue of {region_code} on {on}; nothing was charged.",
    )

    def __init__(self, errors: Sequence[FieldError], **params: Any) -> None:
        super().__init__(errors=errors, count=len(errors), **params)


class DiseaseNotFound(NotFound):
    code = "disease_not_found"
    title = Text(zh="没有该疾病", en="No such disease")
    detail = Text(zh="没有疾病 {disease_code}。", en="There is no disease {disease_code}.")
