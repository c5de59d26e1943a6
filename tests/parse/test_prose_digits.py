"""No digit of a date, telephone, postcode, document number, share or the like is a count."""

import string
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from govinfo.parse.narrative.prose import read_narrative

YEAR = 2023

# A carrier of every metric: where the count stands, and where else something may be put in.
CARRIERS = {
    "disclosed_total": "{0}全年{1}主动公开{2}政府信息{3}<n>条{4}。",
    "website_items": "{0}政府网站{1}发布{2}信息{3}<n>条{4}。",
    "wechat_items": "{0}微信公众号{1}推送{2}信息{3}<n>条{4}。",
    "weibo_items": "{0}政务微博{1}发布{2}信息{3}<n>条{4}。",
    "new_media_items": "{0}政务新媒体{1}发布{2}信息{3}<n>条{4}。",
    "original_items": "{0}发布{1}原创{2}信息{3}<n>条{4}。",
    "reposted_items": "{0}全年{1}转载{2}信息{3}<n>条{4}。",
    "policy_interpretations": "{0}发布{1}政策{2}解读{3}<n>篇{4}。",
    "press_conferences": "{0}召开{1}新闻{2}发布会{3}<n>场{4}。",
    "online_interviews": "{0}开展{1}在线{2}访谈{3}<n>期{4}。",
    "gazette_issues": "{0}编发{1}政府{2}公报{3}<n>期{4}。",
    "requests_received": "{0}共收到{1}政府信息公开{2}申请{3}<n>件{4}。",
    "requests_concluded": "{0}共办结{1}政府信息公开{2}申请{3}<n>件{4}。",
    "requests_carried_in": "{0}政府信息公开{1}上年结转{2}申请{3}<n>件{4}。",
    "requests_carried_out": "{0}政府信息公开申请{1}结转下年度{2}办理{3}<n>件{4}。",
    "reconsideration_cases": "{0}因政府信息公开{1}引发{2}行政复议{3}<n>件{4}。",
    "litigation_cases": "{0}因政府信息公开{1}引发{2}行政诉讼{3}<n>件{4}。",
    "hotline_cases": "{0}受理{1}政务服务热线{2}工单{3}<n>件{4}。",
    "mailbox_cases": "{0}全年{1}收到县长信箱{2}留言{3}<n>件{4}。",
    "consultations": "{0}接受{1}政府信息公开{2}咨询{3}<n>人次{4}。",
    "new_media_accounts": "{0}共有{1}政务{2}新媒体账号{3}<n>个{4}。",
    "training_sessions": "{0}举办{1}政务公开{2}培训{3}<n>次{4}。",
    "information_fee": "{0}收取{1}信息{2}处理费{3}<n>元{4}。",
}
PLACES = 5


def digits(smallest, largest):
    return st.text(string.digits, min_size=smallest, max_size=largest)


def joined(*pieces):
    return st.tuples(
        *(piece if isinstance(piece, st.SearchStrategy) else st.just(piece) for piece in pieces)
    ).map("".join)


numbers = st.integers(1, 99_999).map(str)
years = st.integers(1990, 2030).map(str)
months, days = st.integers(1, 12).map(str), st.integers(1, 31).map(str)
numerals = st.text("一二三四五六七八九十", min_size=1, max_size=3)

TOKENS = {
    "date": joined(years, "年", months, "月", days, st.sampled_from("日号"))
    | joined(months, "月", days, "日")
    | joined(years, st.sampled_from(["年", "年度"]))
    | joined(years, "-", months, "-", days)
    | joined(years, ".", months, ".", days)
    | joined(years, "年", months, "月", st.sampled_from(["", "底", "上旬"]))
    | st.dates(date(1990, 1, 1), date(2030, 12, 31)).map("{:%Y%m%d}".format)
    | st.sampled_from(["二〇二三年", "二○二三年五月三日", "二〇二三年十二月三十一日"]),
    "telephone": joined("0", digits(2, 3), st.sampled_from("-—－ "), digits(7, 8))
    | joined("（0", digits(2, 3), "）", digits(7, 8))
    | joined("1", st.sampled_from("3456789"), digits(9, 9))
    | joined(
        st.sampled_from(["电话：", "电话", "联系电话："]), st.sampled_from("2345678"), digits(6, 7)
    )
    | joined("400-", digits(3, 3), "-", digits(4, 4)),
    "postcode": joined(st.sampled_from(["邮编：", "邮编", "邮政编码：", "邮政编码"]), digits(6, 6)),
    "document": joined("国办发〔", years, "〕", st.integers(1, 999).map(str), "号")
    | joined("〔", years, "〕", st.integers(1, 999).map(str), "号")
    | joined("政办函[", years, "]", st.integers(1, 999).map(str), "号")
    | joined("（", years, "）第", st.integers(1, 999).map(str), "号"),
    "law": joined("第", st.integers(1, 999).map(str), st.sampled_from(["号", "条", "款", "项"]))
    | joined("第", numerals, st.sampled_from(["号", "条", "款", "项", "条第二款"])),
    "share": joined(numbers, st.sampled_from(["%", "％", "‰", "个百分点"]))
    | joined(st.integers(0, 99).map(str), ".", digits(1, 2), st.sampled_from(["%", "％"]))
    | joined("百分之", numerals),
    "rank": joined(
        st.sampled_from(["第", "排名第", "位列第", "排名", "位列"]),
        st.integers(1, 99).map(str),
        st.sampled_from(["", "名", "位"]),
    ),
    "time": joined(
        st.integers(0, 23).map(str), st.sampled_from(":："), st.integers(10, 59).map(str)
    )
    | joined(st.integers(1, 99).map(str), st.sampled_from(["小时", "个工作日", "日内", "天"])),
    "address": joined(
        "http://www.", st.text("abc1234567890", min_size=1, max_size=8), ".gov.cn/", digits(2, 8)
    )
    | joined("https://x.cn/", digits(4, 4), "/", digits(2, 2), "/c", digits(3, 9), ".html")
    | joined("www.x", digits(1, 4), ".cn/", digits(2, 6)),
}
tokens = st.sampled_from(sorted(TOKENS)).flatmap(TOKENS.__getitem__)


def fill(carrier, token, place, count):
    """Put a token in a place of a carrier, and the count in its own."""
    pieces = ["", "", "", "", ""]
    pieces[place] = token
    text = carrier.format(*pieces)
    start = text.index("<n>")
    return text.replace("<n>", count), start


def test_every_carrier_states_its_count():
    for metric, carrier in CARRIERS.items():
        text, start = fill(carrier, "", 0, "37")
        found = read_narrative({"overview": text}, year=YEAR)
        assert [(one.metric, one.value, one.start) for one in found] == [
            (f"narrative.{metric}", 37.0, start)
        ]


@settings(max_examples=400)
@given(
    st.sampled_from(sorted(CARRIERS)),
    tokens,
    st.integers(0, PLACES - 1),
    st.integers(1, 9_999).filter(lambda count: not 1_900 <= count < 2_100),
    st.sampled_from(["", "，", " ", "（", "、"]),
)
def test_no_digit_of_a_token_beside_a_count_is_part_of_a_count(metric, token, place, count, gap):
    text, start = fill(CARRIERS[metric], f"{token}{gap}", place, str(count))
    for one in read_narrative({"overview": text}, year=YEAR):
        if one.status == "reported" and one.method == "text":
            assert one.value == count
            assert one.start >= start
            assert one.raw.startswith(str(count))


@settings(max_examples=400)
@given(
    st.sampled_from(sorted(CARRIERS)),
    tokens,
    st.sampled_from(["", " ", "的", "共", "为", "：", "，"]),
)
@example("disclosed_total", "第二十七条", "")
@example("requests_received", "2023年5月3日", "")
def test_a_token_in_the_place_of_the_count_is_no_count(metric, token, gap):
    text, _ = fill(CARRIERS[metric], "", 0, f"{gap}{token}")
    assert not [
        one for one in read_narrative({"overview": text}, year=YEAR) if one.status == "reported"
    ]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(sorted(CARRIERS)), min_size=1, max_size=4), st.data())
def test_tokens_all_over_a_paragraph_leave_only_the_counts_planted(metrics, data):
    text = ""
    planted = {}
    for metric in metrics:
        count = str(data.draw(st.integers(1, 9_999)))
        # Digits run together with the count's could be any number.
        pieces = [data.draw(tokens.map("{}，".format) | st.just("")) for _ in range(PLACES)]
        carrier = CARRIERS[metric].format(*pieces)
        planted[len(text) + carrier.index("<n>")] = count
        text += carrier.replace("<n>", count)
    for one in read_narrative({"overview": text}, year=YEAR):
        if one.status == "reported":
            assert one.start in planted
            assert one.raw[: len(planted[one.start])] == planted[one.start]
            assert one.value == float(planted[one.start])
