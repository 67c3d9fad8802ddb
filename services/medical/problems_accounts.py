"""The errors of personal accounts and of the family that uses them, one class a code."""

from sscsim.kernel.problems import NotFound, Text


class AccountYearNotFound(NotFound):
    code = "account_year_not_found"
    title = Text(zh="该年度没有划入", en="No credit of that year")
    detail = Text(
        zh="人员 {person_id} 的个人账户在 {account_year} 年度没有划入记录。",
        en="The account of {person_id} had no yearly credit in {account_year}.",
    )
