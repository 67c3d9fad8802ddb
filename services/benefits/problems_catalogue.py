"""The errors of the catalogue, one class a code."""

from sscsim.kernel.problems import NotFound, Text


class ServiceItemNotFound(NotFound):
    code = "service_item_not_found"
    title = Text(zh="没有此服务事项", en="No such service item")
    detail = Text(zh="目录中没有事项 {code}。", en="The catalogue has no item {code}.")
