"""The errors of regions, schemes and populations, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class RegionNotFound(NotFound):
    code = "region_not_found"
    title = Text(zh="地区不存在", en="No such region")
    detail = Text(zh="没有地区 {region_code}。", en="There is no region {region_code}.")


class SchemeNotFound(NotFound):
    code = "scheme_not_found"
    title = Text(zh="合作机制不存在", en="No such scheme")
    detail = Text(zh="没有合作机制 {scheme_id}。", en="There is no scheme {scheme_id}.")


class RegionNotInScheme(Refused):
    code = "region_not_in_scheme"
    title = Text(zh="发卡地不在合作机制内", en="Issuing area is not a member")
    detail = Text(
        zh="{region_code} 不是 {scheme_id} 的成员。",
        en="{region_code} is not a member of {scheme_id}.",
    )


class FunctionNotOffered(Refused):
    code = "scheme_function_not_offered"
    title = Text(zh="合作机制没有此功能", en="The scheme has no such function")
    detail = Text(
        zh="{scheme_id} 没有功能 {function}；可以是：{known}。",
        en="{scheme_id} has no function {function}; it has: {known}.",
    )


class CardHasFunction(Conflict):
    code = "card_has_function"
    title = Text(zh="卡已加载此功能", en="The card carries it already")
    detail = Text(
        zh="卡 {card_id} 已加载 {scheme_id} 的 {function}。",
        en="The card {card_id} carries {function} of {scheme_id} already.",
    )


class CardFunctionNotFound(NotFound):
    code = "card_function_not_found"
    title = Text(zh="卡功能不存在", en="No such function on a card")
    detail = Text(zh="没有卡功能 {function_id}。", en="There is no card function {function_id}.")


class CardCannotCarry(Conflict):
    code = "card_cannot_carry"
    title = Text(zh="卡状态不能加载功能", en="The card can't take a function")
    detail = Text(zh="卡状态为 {status}。", en="The card is {status}.")


class PopulationRunning(Conflict):
    code = "population_running"
    title = Text(zh="正在生成人口", en="A population is being made")
    detail = Text(
        zh="操作 {operation_id} 仍在生成人口。",
        en="The operation {operation_id} still makes a population.",
    )
    retryable = True


class PopulationNotFound(NotFound):
    code = "population_not_found"
    title = Text(zh="人口生成操作不存在", en="No such operation")
    detail = Text(
        zh="没有人口生成操作 {operation_id}。",
        en="There is no population operation {operation_id}.",
    )


class PopulationTooLarge(Refused):
    code = "population_too_large"
    title = Text(zh="人口过多", en="Too many people")
    detail = Text(
        zh="地区 {region_code} 没有足够的号码容纳 {people} 人。",
        en="The region {region_code} has not enough numbers for {people} people.",
    )
