"""What the prose lists: parts of totals, problems and improvements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from govinfo.collect.sections import SectionText, split_sections
from govinfo.parse.narrative.breakdowns import read_breakdowns
from govinfo.parse.narrative.items import problems_in, read_items
from govinfo.schema import BREAKDOWNS, ITEMS, Schema, conform, empty

if TYPE_CHECKING:
    import pandas as pd

    from govinfo.collect.corpus import Corpus

_FROM_SOURCES = ("source_id", "agency_id", "agency", "year")
_PROBLEMS = "problems"
_BODY = "body"


def breakdowns(corpus: Corpus) -> pd.DataFrame:
    """The categories into which the prose breaks down its totals.

    Of 427条，其中机关简介8条，政府会议12条 the facts hold the 427; here are its parts. A
    list is read whole or, where it is in doubt what belongs to it, not at all.

    Parameters
    ----------
    corpus : Corpus
        What `read_reports` or `load` gave.

    Returns
    -------
    DataFrame
        One row per category, in the order of the text: ``source_id``, ``agency_id``,
        ``agency``, ``year``, ``section`` (overview, problems, other or body), ``list``
        (number of the list in the document, from 1), ``depth`` (2 for the parts of a
        part), ``parent`` (the words of the total), ``parent_value`` [``unit``; NaN where
        only words name the total], ``parent_bound``, ``category``, ``value`` [``unit``],
        ``unit``, ``bound``, ``cue`` (``subset`` after words like 其中, ``exhaustive`` where
        the list claims to hold all), ``raw`` (the number as printed) and ``at``.
        Empty where there is none.

    Notes
    -----
    ``at`` reads ``narrative, characters 12–15``: first and last character of ``raw`` in
    the column ``narrative`` of ``sources``, counted from 0. Several categories may share
    a number (网站、公众号各2条). Parts in another unit than the first are in the list but
    add to no sum.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import govinfo as gi
    >>> page = '''临河县水利局2023年政府信息公开工作年度报告
    ... 一、总体情况
    ... 主动公开政府信息20条，其中机构职能类12条，规划计划类8条。
    ... 二、主动公开政府信息情况
    ... 三、收到和处理政府信息公开申请情况
    ... 四、政府信息公开行政复议、行政诉讼情况
    ... 五、存在的主要问题及改进情况
    ... 无。
    ... 六、其他需要报告的事项
    ... 无。'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "2023.txt")
    ...     _ = path.write_text(page, encoding="utf-8")
    ...     corpus = gi.read_reports(path)
    >>> gi.breakdowns(corpus)[["parent", "parent_value", "category", "value", "unit", "cue"]]
         parent  parent_value category  value unit     cue
    0  主动公开政府信息          20.0    机构职能类   12.0    条  subset
    1  主动公开政府信息          20.0    规划计划类    8.0    条  subset
    """
    return _frame(BREAKDOWNS, _breakdowns(corpus.sources))


def items(corpus: Corpus) -> pd.DataFrame:
    """The problems and improvements that reports list, for those who code them.

    Parameters
    ----------
    corpus : Corpus
        What `read_reports` or `load` gave.

    Returns
    -------
    DataFrame
        One row per item of the section on problems: ``source_id`` and ``item`` (key; the
        number in order, from 1), ``agency_id``, ``agency``, ``year``, ``kind`` (problem,
        improvement, or other where the words do not say), ``number`` (the numbering as
        printed, broken or not; NA where there is none), ``level`` (2 for the items of an
        item), ``heading`` (the words above the list), ``text`` (without its numbering) and
        ``at`` (as in `breakdowns`). Empty where there is none.

    Notes
    -----
    Where nothing is numbered, sentences that clearly state a problem or an improvement
    are an item each. In reports without the outline of 2019 the part on problems is used.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import govinfo as gi
    >>> page = '''临河县水利局2023年政府信息公开工作年度报告
    ... 一、总体情况
    ... 略。
    ... 二、主动公开政府信息情况
    ... 三、收到和处理政府信息公开申请情况
    ... 四、政府信息公开行政复议、行政诉讼情况
    ... 五、存在的主要问题及改进情况
    ... 存在问题：一是更新不及时；二是解读较少。下一步，一是加强培训。
    ... 六、其他需要报告的事项
    ... 无。'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "2023.txt")
    ...     _ = path.write_text(page, encoding="utf-8")
    ...     corpus = gi.read_reports(path)
    >>> gi.items(corpus)[["kind", "number", "text"]]
              kind number   text
    0      problem     一是  更新不及时
    1      problem     二是   解读较少
    2  improvement     一是   加强培训
    """
    return _frame(ITEMS, _items(corpus.sources))


def _frame(schema: Schema, rows: Iterator[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    found = list(rows)
    return conform(pd.DataFrame(found), schema) if found else empty(schema)


def _documents(sources: pd.DataFrame) -> Iterator[tuple[dict[str, Any], list[SectionText]]]:
    """Every document once, with its sections."""
    once = sources.drop_duplicates("source_id")
    told = once["narrative"].fillna("")
    for values, narrative in zip(once[list(_FROM_SOURCES)].to_numpy(), told, strict=True):
        yield dict(zip(_FROM_SOURCES, values, strict=True)), list(split_sections(narrative))


def _breakdowns(sources: pd.DataFrame) -> Iterator[dict[str, Any]]:
    import pandas as pd

    for row, sections in _documents(sources):
        year = None if pd.isna(row["year"]) else int(row["year"])
        before = last = 0
        for section in sections:
            before = last
            for one in read_breakdowns(section.text, year=year):
                last = before + one.number
                yield {
                    **row,
                    "section": section.key,
                    "list": last,
                    "depth": one.depth,
                    "parent": one.parent or None,
                    "parent_value": one.parent_value,
                    "parent_bound": one.parent_bound,
                    "category": one.category,
                    "value": one.value,
                    "unit": one.unit,
                    "bound": one.bound,
                    "cue": one.cue,
                    "raw": one.raw,
                    "at": _at(section, one.start, one.end),
                }


def _items(sources: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row, sections in _documents(sources):
        number = 0
        for section in sections:
            start, stop = 0, len(section.text)
            if section.key == _BODY:
                start, stop = problems_in(section.text)
            elif section.key != _PROBLEMS:
                continue
            for one in read_items(section.text[start:stop]):
                number += 1
                yield {
                    **row,
                    "kind": one.kind,
                    "item": number,
                    "number": one.number or None,
                    "level": one.level,
                    "heading": one.heading or None,
                    "text": one.text,
                    "at": _at(section, start + one.start, start + one.end),
                }


def _at(section: SectionText, start: int, end: int) -> str:
    """A place in the column narrative: first and last character."""
    return f"narrative, characters {section.start + start}–{section.start + end - 1}"
