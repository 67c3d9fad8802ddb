"""Names for invented people: a common surname and one or two plain given-name characters.

The lists are short and our own; a number picks from them, so the same number gives the
same name on every machine. Any likeness to a living person is chance.
"""

from typing import Literal

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹"
    "彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
_MALE = "伟强磊军勇涛明超刚平辉鹏华飞杰波斌浩宇峰凯林志文建国海山川博远安"
_FEMALE = "芳娜敏静丽艳娟霞燕玲婷雪梅兰慧莹洁晓云月琳欣怡佳倩悦岚清雅秋宁安"


def name(sex: Literal["male", "female"], number: int) -> str:
    """The name that this number picks; two characters in one case of four, else three.

    >>> name("female", 0), name("male", 12345)
    ('王芳', '苏峰强')
    """
    number, surname = divmod(number, len(_SURNAMES))
    number, short = divmod(number, 4)
    given = _MALE if sex == "male" else _FEMALE
    number, first = divmod(number, len(given))
    second = "" if short == 0 else given[number % len(given)]
    return _SURNAMES[surname] + given[first] + second


def masked(name: str) -> str:
    """A name as a published roll shows it.

    >>> masked("林晓"), masked("欧阳小满"), masked("林")
    ('林*', '欧**满', '*')
    """
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
