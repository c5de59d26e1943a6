"""Pages and tables written out in a test, cell by cell or line by line."""

from __future__ import annotations

from govinfo.model import Report
from govinfo.parse import parse
from govinfo.read import read_document

PARTIES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
HEADINGS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


def report_of(kind: str, lines: list[str]) -> Report:
    """A report as text, with the lines under the heading of one table."""
    page = "\n".join(
        [
            "乙县人民政府2023年政府信息公开工作年度报告",
            "一、总体情况",
            "略。",
            HEADINGS[kind],
            *lines,
            "六、其他需要报告的事项",
            "无。",
        ]
    )
    return parse(read_document(page.encode(), path="page.txt"))


def reported(report: Report) -> dict[str, float]:
    """The numbers of the tables, by metric."""
    facts = report.facts()
    told = facts[(facts["status"] == "reported") & (facts["form"] != "narrative")]
    return dict(zip(told["metric"], told["value"], strict=True))


def html_of(lines) -> str:
    """A table; a cell is a text or (text, rows it spans, columns it spans)."""
    body = ""
    for line in lines:
        body += "<tr>"
        for cell in line:
            text, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            body += f'<td rowspan="{down}" colspan="{across}">{text}</td>'
        body += "</tr>"
    return f"<table>{body}</table>"
