"""A whole report as a web page, with one sentence, heading or period of interest in it."""

from html import escape

HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
_PROSE = {
    "overview": "{year}年，本机关认真落实公开要求，各项工作平稳推进。",
    "problems": "一是公开内容还不够丰富。二是业务能力有待提升。下一步将加强培训。",
    "other": "本年度无其他需要报告的事项。",
}
_ASSESSED = "工作考核和社会评议结果良好。"
_OUTCOMES = (
    ("（一）予以公开", ("",)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("",)),
    (
        "（三）不予公开",
        (
            *("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"),
            *("4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息"),
            *("7.属于行政执法案卷", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ),
    (
        "（五）不予处理",
        (
            *("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物"),
            *("4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
)
#: Natural persons and businesses; all other rows are 0.
_COUNTS = {
    "（一）予以公开": (25, 4),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (3, 0),
    "5.属于三类内部事务信息": (4, 0),
    "1.本机关不掌握相关政府信息": (9, 1),
}


def page(text: str, place: str, *, agency: str, year: int, zeros: bool = False) -> str:
    """Put a text in its place: a section, the period, or the heading of a section."""
    headings, prose = dict(HEADINGS), {key: said.format(year=year) for key, said in _PROSE.items()}
    period = text if place == "period" else f"{year}年1月1日至{year}年12月31日"
    if place != "overview alone":
        prose["overview"] += _ASSESSED
    if place in ("overview", "overview alone"):
        prose["overview"] += text
    elif place == "other":
        prose["other"] = text
    elif place == "heading of both":
        headings["problems"], prose["other"] = text, prose["other"]
    elif place.startswith("heading of "):
        headings[place.removeprefix("heading of ")] = text
    tables = {"proactive": _proactive, "requests": _requests, "disputes": _disputes}
    parts = [
        f"<h1>{agency}{year}年政府信息公开工作年度报告</h1>",
        "<p>本报告根据《中华人民共和国政府信息公开条例》编制。"
        f"所列数据的统计期限为{escape(period)}。</p>",
    ]
    for key, heading in headings.items():
        if place == f"without {key}":
            continue
        hidden = place == f"table alone of {key}" or (place == "heading of both" and key == "other")
        parts.append("" if hidden else f"<p>{escape(heading)}</p>")
        parts.append(tables[key](zeros) if key in tables else f"<p>{escape(prose[key])}</p>")
    return f"<html><head><meta charset=utf-8></head><body>{''.join(parts)}</body></html>"


def _cells(values: list[int]) -> str:
    return "".join(f"<td>{value}</td>" for value in values)


def _proactive(zeros: bool) -> str:
    values = [0] * 10 if zeros else [0, 0, 0, 3, 1, 20, 350, 120, 4, 0]
    head = "<tr><td colspan=4>第二十条第（{}）项</td></tr><tr><td>信息内容</td>{}</tr>"
    one = "<tr><td>{}</td><td colspan=3>{}</td></tr>"
    files = "<td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td>"
    decided = "<td colspan=3>本年处理决定数量</td>"
    return (
        f"<table>{head.format('一', files)}"
        f"<tr><td>规章</td>{_cells(values[:3])}</tr>"
        f"<tr><td>行政规范性文件</td>{_cells(values[3:6])}</tr>"
        f"{head.format('五', decided)}{one.format('行政许可', values[6])}"
        f"{head.format('六', decided)}{one.format('行政处罚', values[7])}"
        f"{one.format('行政强制', values[8])}"
        f"{head.format('八', '<td colspan=3>本年收费金额（单位：万元）</td>')}"
        f"{one.format('行政事业性收费', values[9])}</table>"
    )


def _requests(zeros: bool) -> str:
    def seven(persons: int = 0, businesses: int = 0) -> str:
        row = [persons, businesses, 0, 0, 0, 0, persons + businesses]
        return _cells([0] * 7 if zeros else row)

    relation = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows = [
        f"<tr><td colspan=3 rowspan=3>{relation}</td><td colspan=7>申请人情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
        "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td>"
        "<td>其他</td></tr>",
        f"<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{seven(40, 5)}</tr>",
        f"<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{seven(3)}</tr>",
    ]
    height = sum(len(names) for _, names in _OUTCOMES) + 1
    side = f"<td rowspan={height}>三、本年度办理结果</td>"
    for group, names in _OUTCOMES:
        for number, name in enumerate(names):
            if not name:
                label = f"<td colspan=2>{group}</td>"
            else:
                label = "" if number else f"<td rowspan={len(names)}>{group}</td>"
                label += f"<td>{name}</td>"
            counts = seven(*_COUNTS.get(name or group, ()))
            rows.append(f"<tr>{side}{label}{counts}</tr>")
            side = ""
    rows.append(f"<tr><td colspan=2>（七）总计</td>{seven(41, 5)}</tr>")
    rows.append(f"<tr><td colspan=3>四、结转下年度继续办理</td>{seven(2)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _disputes(zeros: bool) -> str:
    values = [0] * 15 if zeros else [2, 1, 0, 1, 4, 1, 1, 0, 0, 2, 1, 0, 0, 0, 1]
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    heads = "".join(f"<td>{name}</td>" for name in names)
    return (
        "<table><tr><td colspan=5 rowspan=2>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{heads * 3}</tr><tr>{_cells(values)}</tr></table>"
    )
