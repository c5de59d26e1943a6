import csv
import html
import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo import registry
from govinfo.parse.fold import fold
from govinfo.parse.narrative.masking import mask
from govinfo.parse.narrative.prose import read_narrative
from govinfo.parse.narrative.sentences import sentences
from govinfo.parse.narrative.wordings import COUNT

YEAR = 2023


def read(text, *, section="overview", year=YEAR):
    return {
        one.metric.removeprefix("narrative."): (one.value, one.bound)
        for one in read_narrative({section: text}, year=year)
        if one.status == "reported"
    }


FOUND = [
    # items, by channel
    ("全年主动公开政府信息321条。", {"disclosed_total": (321, "=")}),
    ("2023年，我局共主动公开各类政府信息1,204条。", {"disclosed_total": (1204, "=")}),
    ("2023年主动公开政府信息3.6万条。", {"disclosed_total": (36000, "=")}),
    ("我镇主动公开信息总数为88条。", {"disclosed_total": (88, "=")}),
    ("全年主动公开312条政府信息。", {"disclosed_total": (312, "=")}),
    ("全县各级各部门主动公开政府信息5万余条。", {"disclosed_total": (50000, "≥")}),
    ("通过政府网站、公告栏等多种渠道主动公开政府信息145条。", {"disclosed_total": (145, "=")}),
    ("依托县政府网站和信息公开平台，主动公开政府信息77条。", {"disclosed_total": (77, "=")}),
    ("制作、获取政府信息总数50条，其中主动公开政府信息41条。", {"disclosed_total": (41, "=")}),
    ("全年共发布各类公开政府信息67条。", {"disclosed_total": (67, "=")}),
    ("县政府门户网站发布各类信息2100条。", {"website_items": (2100, "=")}),
    ("通过区政府网站主动公开政府信息近900条。", {"website_items": (900, "≤")}),
    ("政府网站全年更新信息约1500条。", {"website_items": (1500, "≈")}),
    ("在市政府网站政务公开专栏公开信息240余条。", {"website_items": (240, "≥")}),
    ("在官网发布信息超过三百条。", {"website_items": (300, "≥")}),
    ("“某某发布”微信公众号推送信息560篇。", {"wechat_items": (560, "=")}),
    ("通过微信公众号，发布信息200多条。", {"wechat_items": (200, "≥")}),
    ("官方微信推送图文1.2万条。", {"wechat_items": (12000, "=")}),
    ("微信公众号发布信息500条以上。", {"wechat_items": (500, "≥")}),
    ("政务微博发布信息820条。", {"weibo_items": (820, "=")}),
    (
        "网站发布信息90条，微信公众号发布信息80条，微博发布信息70条。",
        {"website_items": (90, "="), "wechat_items": (80, "="), "weibo_items": (70, "=")},
    ),
    ("在微信公众号、抖音等新媒体发布信息1800条。", {"new_media_items": (1800, "=")}),
    ("利用政务新媒体发布信息415条。", {"new_media_items": (415, "=")}),
    ("通过微博、微信公众号发布信息600条。", {"new_media_items": (600, "=")}),
    (
        "微信公众号发布信息300条（原创120条，转载180条）。",
        {
            "wechat_items": (300, "="),
            "original_items": (120, "="),
            "reposted_items": (180, "="),
        },
    ),
    ("推送原创信息95篇。", {"original_items": (95, "=")}),
    # interpretation, meetings, gazette
    ("发布政策解读材料18篇。", {"policy_interpretations": (18, "=")}),
    ("全年发布政策解读26篇。", {"policy_interpretations": (26, "=")}),
    ("制作政策解读图解12个。", {"policy_interpretations": (12, "=")}),
    ("发布了15篇政策解读。", {"policy_interpretations": (15, "=")}),
    ("公开信息90条，其中政策解读7条，会议3条。", {"policy_interpretations": (7, "=")}),
    ("全年召开新闻发布会6场。", {"press_conferences": (6, "=")}),
    ("全年举办8场新闻发布会。", {"press_conferences": (8, "=")}),
    ("开展在线访谈4期。", {"online_interviews": (4, "=")}),
    ("组织了5场在线访谈。", {"online_interviews": (5, "=")}),
    ("编辑出版《某某市人民政府公报》十二期。", {"gazette_issues": (12, "=")}),
    ("全年编发12期政府公报。", {"gazette_issues": (12, "=")}),
    # requests
    ("全年共收到政府信息公开申请26件。", {"requests_received": (26, "=")}),
    ("2023年收到依申请公开 35 件。", {"requests_received": (35, "=")}),
    ("2023年新收政府信息公开申请十二件。", {"requests_received": (12, "=")}),
    ("收到6件依申请公开。", {"requests_received": (6, "=")}),
    ("受理公民、法人和其他组织提出的政府信息公开申请9宗。", {"requests_received": (9, "=")}),
    ("收到信息公开信函申请2件。", {"requests_received": (2, "=")}),
    ("（二）依申请公开情况。2023年共受理申请5件。", {"requests_received": (5, "=")}),
    ("全年收到政府信息公开申请0件。", {"requests_received": (0, "=")}),
    (
        "受理政府信息公开申请40件，答复38件（含上年度结转申请3件，另有5件结转下年度）。",
        {
            "requests_received": (40, "="),
            "requests_concluded": (38, "="),
            "requests_carried_in": (3, "="),
            "requests_carried_out": (5, "="),
        },
    ),
    ("答复政府信息公开申请31件。", {"requests_concluded": (31, "=")}),
    ("办理依申请公开8件，均已按时答复。", {"requests_concluded": (8, "=")}),
    (
        "收到并答复政府信息公开申请7件。",
        {"requests_received": (7, "="), "requests_concluded": (7, "=")},
    ),
    (
        "收到政府信息公开申请20件，上年结转2件，结转2024年办理1件。",
        {
            "requests_received": (20, "="),
            "requests_carried_in": (2, "="),
            "requests_carried_out": (1, "="),
        },
    ),
    (
        "因政府信息公开引发行政复议3件，行政诉讼1件。",
        {"reconsideration_cases": (3, "="), "litigation_cases": (1, "=")},
    ),
    (
        "政府信息公开行政复议9件，其中维持5件；政府信息公开行政诉讼4件，其中维持2件。",
        {"reconsideration_cases": (9, "="), "litigation_cases": (4, "=")},
    ),
    # hotline, mailbox, enquiries, accounts, training
    ("全年受理12345热线工单310件，满意率99%。", {"hotline_cases": (310, "=")}),
    ("12345政务服务便民热线共受理工单1200余件。", {"hotline_cases": (1200, "≥")}),
    ("县长信箱留言共受理45件。", {"mailbox_cases": (45, "=")}),
    ("接受群众关于政府信息公开的咨询80人次。", {"consultations": (80, "=")}),
    ("目前，全县共开设政务新媒体33个。", {"new_media_accounts": (33, "=")}),
    ("全市在运维政务新媒体共计两个。", {"new_media_accounts": (2, "=")}),
    ("全年组织开展政务公开业务培训3次。", {"training_sessions": (3, "=")}),
    ("举办了2期政务公开工作培训班。", {"training_sessions": (2, "=")}),
    ("市政府网站公开全市各类政府信息共计340条，包括：人事12条。", {"website_items": (340, "=")}),
    (
        "全市共受理信息公开申请90件，其中市政府收到信息公开申请8件。",
        {"requests_received": (90, "=")},
    ),
    ("收到申请13件，1件结转下年度办理。", {"requests_carried_out": (1, "=")}),
    # statements of none
    ("2023年未收到政府信息公开申请。", {"requests_received": (0, "=")}),
    ("本年度没有收到任何依申请公开政府信息的申请。", {"requests_received": (0, "=")}),
    ("我乡无书面申请要求公开政府信息。", {"requests_received": (0, "=")}),
    ("全年无依申请公开事项。", {"requests_received": (0, "=")}),
    ("未接到公民、法人或者其他组织的政府信息公开申请。", {"requests_received": (0, "=")}),
    (
        "未发生因政府信息公开引起的行政复议、行政诉讼。",
        {"reconsideration_cases": (0, "="), "litigation_cases": (0, "=")},
    ),
    ("未收到任何因信息公开提出的行政复议申请。", {"reconsideration_cases": (0, "=")}),
    ("没有引发有关政府信息公开的诉讼。", {"litigation_cases": (0, "=")}),
    ("2022年收到申请多件。2023年，未收到政府信息公开申请。", {"requests_received": (0, "=")}),
    # the same number twice, or one of several named as the total
    ("推送微信公众号信息300余条。微信公众号共计推送300余条。", {"wechat_items": (300, "≥")}),
    ("微信公众号推送50条。全年微信公众号共推送信息420条。", {"wechat_items": (420, "=")}),
    (
        "2022年收到政府信息公开申请5件，2023年收到政府信息公开申请8件。",
        {"requests_received": (8, "=")},
    ),
    ("每月推送信息，全年微信公众号共推送信息360条。", {"wechat_items": (360, "=")}),
]

NOTHING = [
    # changes, shares, ranks
    "收到政府信息公开申请比上年增加32件。",
    "政府信息公开申请同比增长12%。",
    "主动公开政府信息较去年增加500条。",
    "主动公开率100%，办结率100%。",
    "在全市政务公开考核中排名第3。",
    "收到政府信息公开申请同比减少5件。",
    # other times, running totals, pieces of the year
    "2022年收到政府信息公开申请5件。",
    "去年主动公开政府信息300条。",
    "截至目前，累计主动公开政府信息21000条。",
    "截至2023年12月31日，微信公众号累计发布信息8000条。",
    "自开通以来，微信公众号发布信息9000条。",
    "上半年收到政府信息公开申请4件。",
    "第一季度主动公开政府信息60条。",
    "微信公众号每月发布信息30条。",
    "网站日均发布信息12条。",
    "2019年以来，共收到政府信息公开申请19件。",
    "历年主动公开政府信息8700条。",
    "下一步，计划开展政务公开培训4次。",
    "2024年，全年拟召开新闻发布会5场。",
    "累计推送微信公众号信息5000条。",
    "平均每期公报发布信息20条。",
    # limits that are rules
    "每年公开政务新媒体培训不少于2次。",
    "至少召开新闻发布会2场。",
    # parts of a total
    "其中，网站公开信息50条，微信公众号发布信息20条。",
    "共办理事项80件，其中收到政府信息公开申请3件。",
    "其中：各类信息；网站发布信息12条。",
    "各乡镇主动公开信息742条。",
    "县直各单位主动公开信息1310条。",
    "市本级受理政府信息公开申请12件。",
    "在重点领域公开信息40条。",
    "主动公开财政信息12条。",
    "主动公开规章2件、规范性文件7件。",
    "不予公开政府信息6条。",
    "列为依申请公开信息58条。",
    "电子化公开政府信息37条。",
    "予以公开和部分公开14件。",
    "收到网络申请公开信息12件，信函申请公开信息3件。",
    "收到自然人政府信息公开申请9件。",
    "会议类5条，人事类3条。",
    "发布公文和政策解读材料4条。",
    "编印公报，刊登文件20件，政策解读15件。",
    "行政复议结果维持4件。",
    "行政复议、行政诉讼共5件。",
    # handled alone, and things that are no requests
    "全年办理政府信息公开申请17件。",
    "大厅共受理申请4100件。",
    "受理行政许可申请300件。",
    "政务服务大厅办件总量3.3万件。",
    "办结民生事项908件。",
    "不予受理政府信息公开申请2件。",
    "收到群众投诉举报14件。",
    "办理人大建议12件、政协提案9件。",
    "办理行政复议案件500件。",
    "接受政务服务咨询11万人次。",
    # visits and followers
    "网站访问量达40312人次。",
    "微信公众号关注人数突破5万人。",
    "一条微信阅读量达6万次。",
    "短视频播放量超90万。",
    # channels that are none of ours, or not clear
    "通过电子屏公开信息30条。",
    "在今日头条发布信息210条。",
    "在微信群发布信息99条。",
    "向上级媒体报送信息70条，被采用信息30条。",
    "充分发挥政府网站作用，主动公开政府信息500条。",
    "政府网站、微信公众号分别发布信息500条、300条。",
    "政府信息公开平台共产生公文类信息83条。",
    "政务新媒体“某某发布”微信公众号发布信息100条。",
    # dates, documents, telephones
    "根据国办公开办函〔2021〕30号要求公开政府信息。",
    "依据《条例》第二十条规定主动公开政府信息。",
    "主动公开政府信息，咨询电话0999-1234567。",
    "收到政府信息公开申请后20个工作日内答复。",
    "政务服务热线12345受理群众诉求，24小时服务。",
    "主动公开9个领域信息。",
    "收到申请后于3月15日答复。",
    "严格落实三审三校制度发布信息。",
    "新增3个政务新媒体账号。",
    "注销政务新媒体2个。",
    "对3个政务新媒体予以关停。",
    "每季度检查政务新媒体20个次。",
    "参加上级组织的政务公开培训2次。",
    "转发上级政策解读9篇。",
    "（一）主动公开情况。全年举办安全生产培训3次。",
    "收到政府信息公开申请3-5件。",
    "预约50人次咨询信息公开。",
    "市教育局收到信息公开申请32件，市公安局收到信息公开申请28件。",
    "收到申请最多的是公安局，收到政府信息公开申请28件。",
    "市政府网站发布了72条权威准确的解答。",
    "政务服务大厅电话咨询30人次，均为信息公开事项。",
    # statements that state something else
    "未予公开的可以申请行政复议。",
    "未经行政复议直接提起诉讼。",
    "未收到行政复议机关的纠正决定。",
    "无论是否申请行政复议。",
    "无正当理由大量反复申请政府信息公开。",
    "无其他需要报告的事项。",
    "未发生行政复议被纠正、行政诉讼败诉情况。",
    "历年来未收到政府信息公开申请。",
    "未收到逾期答复的政府信息公开申请。",
    "2022年未收到政府信息公开申请。",
    "如未收到答复，可就政府信息公开申请行政机关处理。",
    "未发现依申请公开办理超期问题。",
    "未收到邮寄方式的政府信息公开申请。",
    "未违规收取信息处理费。",
    "收费标准按件计算，每件100元。",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_number_stated_for_the_whole_year_is_read(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_a_number_that_states_something_else_is_left_alone(text):
    assert read_narrative({"overview": text}, year=YEAR) == []


PLAIN = [
    # items
    ("“某县发布”微信公众号共推送860条信息。", {"wechat_items": (860, "=")}),
    ("微信公众号编发推文215篇。", {"wechat_items": (215, "=")}),
    ("“某县政府网”微信公众号推送信息750条。", {"wechat_items": (750, "=")}),
    ("通过美篇、微信等发布信息168条。", {"new_media_items": (168, "=")}),
    ("全年我局信息主动公开88条。", {"disclosed_total": (88, "=")}),
    (
        "一是政府网站发布信息38条；二是微信公众号发布信息168条。",
        {"website_items": (38, "="), "wechat_items": (168, "=")},
    ),
    ("县政府网站登载信息640条。", {"website_items": (640, "=")}),
    ("县政府网站柳树镇专栏发布信息130余条。", {"website_items": (130, "≥")}),
    ("市政府网站“本局”栏目公开信息66条。", {"website_items": (66, "=")}),
    ("政府信息主动公开总数为512条。", {"disclosed_total": (512, "=")}),
    ("门户网站更新信息500条，其中公开12条政务信息。", {"website_items": (500, "=")}),
    # interpretations and the gazette
    ("（一）主动公开。撰写解读稿件9篇。", {"policy_interpretations": (9, "=")}),
    ("全年公开信息多篇，解读材料14篇。", {"policy_interpretations": (14, "=")}),
    ("解读养老服务等政策的文章5篇。", {"policy_interpretations": (5, "=")}),
    ("全年共制作各类解读产品45个。", {"policy_interpretations": (45, "=")}),
    ("政府公报全年编印10期，网上同步。", {"gazette_issues": (10, "=")}),
    ("《某市人民政府公报》共出版6期。", {"gazette_issues": (6, "=")}),
    # requests, with who made them
    ("收到市民和企业提出的政府信息公开申请25件。", {"requests_received": (25, "=")}),
    ("收到公民、法人提出的政府信息公开申请8件。", {"requests_received": (8, "=")}),
    ("收到法人和其他组织政府信息公开申请5件。", {"requests_received": (5, "=")}),
    ("（二）依申请公开。收到三位居民提出的申请3件。", {"requests_received": (3, "=")}),
    ("（二）依申请公开。收到村民提交的书面申请4件。", {"requests_received": (4, "=")}),
    ("（二）依申请公开。全年没有收到申请。", {"requests_received": (0, "=")}),
    ("本年度政府信息公开申请数量为零。", {"requests_received": (0, "=")}),
    ("2.依申请公开。全年接到申请7件。", {"requests_received": (7, "=")}),
    ("二是抓依申请公开。受理申请9件。", {"requests_received": (9, "=")}),
    # received, carried in, concluded, carried out in one sentence
    (
        "（二）依申请公开。全年收到申请41件，上年结转3件，办结40件，4件结转到下年度办理。",
        {
            "requests_received": (41, "="),
            "requests_carried_in": (3, "="),
            "requests_concluded": (40, "="),
            "requests_carried_out": (4, "="),
        },
    ),
    (
        "收到政府信息公开申请300件（其中自然人260件），上年结转6件；办结299件，转入下年度7件。",
        {
            "requests_received": (300, "="),
            "requests_carried_in": (6, "="),
            "requests_concluded": (299, "="),
            "requests_carried_out": (7, "="),
        },
    ),
    (
        "（二）依申请公开。受理申请30件，其中个人27件、单位3件；加上去年结转1件，答复31件。",
        {
            "requests_received": (30, "="),
            "requests_carried_in": (1, "="),
            "requests_concluded": (31, "="),
        },
    ),
    (
        "（二）依申请公开。共收到申请12件，内容多为宅基地审批，按期办结12件。",
        {"requests_received": (12, "="), "requests_concluded": (12, "=")},
    ),
    (
        "收到政府信息公开申请13件，同比增长30%，已答复12件，正在办理1件。",
        {"requests_received": (13, "="), "requests_concluded": (12, "=")},
    ),
    (
        "全年政府信息公开行政复议、行政诉讼均为2件。",
        {"reconsideration_cases": (2, "="), "litigation_cases": (2, "=")},
    ),
    # enquiries, letters, training
    ("（四）平台建设。全年接待群众咨询1.5万人次。", {"consultations": (15000, "=")}),
    ("县长信箱收到群众来信355件。", {"mailbox_cases": (355, "=")}),
    ("（五）监督保障。组织业务培训4次。", {"training_sessions": (4, "=")}),
    ("（五）监督保障。培训2次，参加人员为信息员。", {"training_sessions": (2, "=")}),
    ("（一）主动公开。全年举办培训3期，各股室都有人到场。", {"training_sessions": (3, "=")}),
]

# What stands beside is read, what states something else is not.
BESIDE = [
    (
        "收到政府信息公开申请13件，按时办结11件，延期办结2件。",
        {"requests_received": (13, "=")},
    ),
    (
        "收到政府信息公开申请5件，办结3000件民生事项。",
        {"requests_received": (5, "=")},
    ),
    (
        "（二）依申请公开。收到申请13件，其中当面申请3件；网络申请10件，答复10件。",
        {"requests_received": (13, "=")},
    ),
    (
        "（二）依申请公开。收到申请13件，其中办结7件。",
        {"requests_received": (13, "=")},
    ),
    (
        "（二）依申请公开。收到申请13件，大厅运行平稳，办结2万件。",
        {"requests_received": (13, "=")},
    ),
    (
        "收到政府信息公开申请26件，去年同期收到20件，办结20件。",
        {"requests_received": (26, "=")},
    ),
    (
        "收到政府信息公开申请20件，其中自然人18件，答复18件。",
        {"requests_received": (20, "=")},
    ),
    (
        "发布政策解读30篇，其中图解12个、解读稿18篇。",
        {"policy_interpretations": (30, "=")},
    ),
]

PLAIN_BUT_OTHER = [
    # one kind of applicant, one way of applying, one agency, one column
    "收到个人申请公开信息8件、企业申请公开信息2件。",
    "收到公民申请公开信息8件、法人申请公开信息2件。",
    "收到企业政府信息公开申请5件。",
    "（二）依申请公开。收到村民提出的申请2件，企业提出的3件。",
    "（二）依申请公开。收到自然人申请10件，办结9件；收到企业申请5件，办结5件。",
    "（二）依申请公开。网上未收到申请。",
    "（二）依申请公开。上半年未收到申请。",
    "（二）依申请公开。本年度未收到申请人的补正。",
    "上半年未收到政府信息公开申请。",
    "县政府网站防汛专题专栏发布信息21条。",
    "县政府网站各乡镇专栏发布信息21条。",
    "县政府网站教育局专栏发布信息21条，民政局专栏发布信息30条。",
    "县政府网站和微信公众号柳树镇栏目发布信息21条。",
    "全镇信息公开566条，一是通过公开栏公开政务信息38条；二是通过微信发布信息168条。",
    "通过微信等发布信息168条。",
    "财政类信息主动公开12条。",
    "共受理依申请公开事项59件，结转上年后新收到依申请公开事项47件。",
    # other work of the same name
    "受理行政复议申请30件，其中涉及政府信息公开3件。",
    "办理行政诉讼12件，其中政府信息公开类2件。",
    "举办例行新闻发布会12场、专题新闻发布会5场。",
    "发布文字解读材料20篇、图解36篇。",
    "转载国家政策文件20篇，解读12篇。",
    "政府公报每期赠阅12期。",
    "（五）监督保障。举办农业技术培训4次。",
    "（五）监督保障。强化安全监管。组织培训9次。",
    "（五）监督保障。参加市里组织培训2次。",
    "（五）监督保障。每季度组织培训1次。",
    "（五）监督保障。下一步计划组织培训5次。",
    "（一）主动公开。全年组织培训30次。",
    "（四）平台建设。便民服务中心全年接待群众咨询1.5万人次。",
    "（四）平台建设。建成便民服务中心。全年接待群众咨询1.5万人次。",
    "（四）平台建设。网上咨询200人次，接待咨询50人次。",
    "（四）平台建设。2022年接待咨询5000人次。",
    "信息处理费标准每件100元，公布后没有收取异议。",
]


@pytest.mark.parametrize(("text", "expected"), PLAIN + BESIDE)
def test_a_number_in_plain_words_is_read_and_what_stands_beside_it_is_not(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize("text", PLAIN_BUT_OTHER)
def test_plain_words_about_something_else_give_nothing(text):
    assert read_narrative({"overview": text}, year=YEAR) == []


@pytest.mark.parametrize("count", [60, 61, 5000])
def test_a_run_with_more_numbers_than_a_sentence_holds_is_left_out(count):
    parts = "，".join(["办件1件"] * (count - 1))
    found = read(f"全年共收到政府信息公开申请7件，{parts}。主动公开政府信息9条。")
    assert found["disclosed_total"] == (9, "=")
    assert ("requests_received" in found) == (count <= 60)


def test_a_run_longer_than_any_sentence_is_left_out():
    assert read("收到政府信息公开申请7件，" + "工作有序推进，" * 400) == {}


def test_no_sentence_is_longer_or_fuller_than_the_registry_allows():
    limits = registry.tree("narrative")["text"]
    for unit in ("1 ", "收到政府信息公开申请12件，", "（主动公开", "在网站", "12条。", "7"):
        masked = mask(unit * 20_000, year=YEAR).text
        for sentence in sentences(masked):
            assert len(sentence.text) <= limits["longest"]
            assert sentence.text.count(COUNT) <= limits["most_numbers"]


FEES = [
    ("全年没有收取信息处理费。", 0),
    ("本年度没有产生信息公开处理费用。", 0),
    ("2023年，无收取信息处理费情况。", 0),
    ("我局政府信息公开未发生收费情况。", 0),
    ("未收取任何费用。", 0),
    ("信息处理费方面，全年没有收取。", 0),
    ("信息处理费收取情况：本年度未产生费用。", 0),
    ("全年信息处理费收取总金额0万元。", 0),
    ("全年收取政府信息公开信息处理费270元。", 270),
    ("收取信息处理费共计0.5万元。", 5000),
    ("收取信息处理费0元。", 0),
    ("发出收费通知的件数为0件，总金额为0元，实际收取的总金额为0元。", 0),
]


@pytest.mark.parametrize(("text", "value"), FEES)
def test_the_information_fee_is_read_from_2020_on(text, value):
    assert read(text, section="other") == {"information_fee": (value, "=")}
    assert read(text, section="other", year=2019) == {}
    assert read(text, section="other", year=None) == {}


def test_a_charge_denied_outside_section_six_is_not_the_information_fee():
    assert read("我局未发生收费情况。") == {}


def test_different_numbers_without_a_total_are_unplaced():
    (one,) = read_narrative(
        {"overview": "微信公众号推送信息50条。微信公众号推送信息70条。"}, year=YEAR
    )
    assert (one.metric, one.status) == ("narrative.wechat_items", "unplaced")
    assert math.isnan(one.value)


def test_a_statement_of_none_against_a_number_is_unplaced():
    (one,) = read_narrative(
        {"overview": "全年共收到政府信息公开申请3件。未收到政府信息公开申请。"}, year=YEAR
    )
    assert one.status == "unplaced"


@pytest.mark.parametrize("number", ["数百", "若干", "1,20", "12 34", "三五", "近1000余"])
def test_a_number_that_could_be_misread_is_unreadable(number):
    (one,) = read_narrative({"overview": f"全年共收到政府信息公开申请{number}件。"}, year=YEAR)
    assert one.status == "unreadable"
    assert math.isnan(one.value)


@pytest.mark.parametrize(("text", "expected"), [case for case in FOUND if case[1]])
def test_a_finding_gives_the_place_of_what_it_read(text, expected):
    for one in read_narrative({"overview": text}, year=YEAR):
        assert text[one.start : one.end] == one.raw
        assert one.section == "overview"
        assert one.metric in registry.metric_names()


def test_a_channel_named_with_its_accounts_still_leaves_the_total_unclear():
    found = read("运维政务新媒体12个，主动公开政府信息450条。")
    assert found == {"new_media_accounts": (12, "=")}


def test_half_width_punctuation_reads_as_full_width():
    text = "在微信公众号、某某等新媒体公开信息15条(其中原创4条,转载11条);县政府网站发布信息7条。"
    assert read(text) == {
        "new_media_items": (15, "="),
        "original_items": (4, "="),
        "reposted_items": (11, "="),
        "website_items": (7, "="),
    }


def test_a_sentence_broken_by_a_line_wrap_is_one_sentence():
    text = (
        "2023年，我县坚持公开为常态、不公开为例外，扎实做好各项工作，全年共收到政府\n"
        "信息公开申请26件，其中自然人申请\n20件。"
    )
    assert read(text) == {"requests_received": (26, "=")}


PLANS = [
    "下一步，我局将从以下方面改进。一是举办政务公开培训4次。二是开展在线访谈6期。",
    "存在问题及改进措施：\n一是举办政务公开培训4次。\n二是开展在线访谈6期。",
    "2024年计划如下。全年开展在线访谈6期。",
    "明年，将继续加强公开。全年发布政策解读60篇。",
]


@pytest.mark.parametrize("text", PLANS)
def test_sentences_that_go_on_with_plans_state_nothing(text):
    assert read_narrative({"problems": text}, year=YEAR) == []


@pytest.mark.parametrize(
    "done",
    [
        "2023年，开展在线访谈6期。",
        "（二）互动交流。开展在线访谈6期。",
        "今年，开展在线访谈6期。",
    ],
)
def test_plans_end_with_a_heading_or_the_year_reported_on(done):
    assert read(f"下一步，我局将加强公开。{done}") == {"online_interviews": (6, "=")}


def test_the_sentence_before_may_tell_what_is_counted():
    assert read("全年收到政府信息公开申请30件。结转下年办理3件。")["requests_carried_out"] == (
        3,
        "=",
    )
    assert read("信件已办理。结转下年办理3件。") == {}
    assert read("做好政府信息公开工作。接待群众咨询80人次。") == {"consultations": (80, "=")}
    assert read("做好信息公开和政务服务。接待群众咨询80人次。") == {}


NONE = [
    (
        "不存在因政府信息公开被提起行政复议、行政诉讼的情况。",
        ["reconsideration_cases", "litigation_cases"],
    ),
    ("政府信息公开行政复议、行政诉讼均为零。", ["reconsideration_cases", "litigation_cases"]),
    (
        "依申请公开方面，无上年结转，无结转下年度办理。",
        ["requests_carried_in", "requests_carried_out"],
    ),
    ("全年未召开新闻发布会，没有开展在线访谈。", ["press_conferences", "online_interviews"]),
    ("未制定规范性文件，未开展政策解读。", ["policy_interpretations"]),
]


@pytest.mark.parametrize(("text", "metrics"), NONE)
def test_a_statement_of_none_is_zero(text, metrics):
    assert read(text) == {metric: (0, "=") for metric in metrics}


@pytest.mark.parametrize(
    "text",
    [
        "未收到政府信息公开申请的单位有12家。",
        "没有发生行政复议、行政诉讼的部门占九成。",
        "未召开新闻发布会的部门要抓紧召开。",
        "对未开展政策解读的3个部门进行通报。",
        "没有按要求开展政策解读。",
    ],
)
def test_a_denial_about_some_bodies_is_no_statement_of_none(text):
    assert read_narrative({"overview": text}, year=YEAR) == []


def test_the_year_of_a_running_total_may_be_given_as_its_part():
    text = "截至2023年底，累计主动公开政府信息2310条，其中2023年主动公开政府信息276条。"
    assert read(text) == {"disclosed_total": (276, "=")}


def test_findings_come_one_per_metric_in_the_order_of_the_registry():
    text = "收到政府信息公开申请3件。主动公开政府信息9条。"
    metrics = [one.metric for one in read_narrative({"overview": text}, year=YEAR)]
    assert metrics == ["narrative.disclosed_total", "narrative.requests_received"]


WORDINGS = [
    "全年共收到政府信息公开申请{}件。",
    "主动公开政府信息{}条。",
    "县政府网站发布信息{}条。",
    "微信公众号推送信息{}篇。",
    "全年受理12345热线工单{}件。",
    "答复政府信息公开申请{}件。",
]
DIGITS = st.integers(min_value=0, max_value=9)


@st.composite
def not_a_count(draw):
    """A date, telephone number, postcode, document number or share."""
    number = draw(st.integers(min_value=1, max_value=99999))
    area = draw(st.integers(min_value=10, max_value=999))
    local = draw(st.integers(min_value=1_000_000, max_value=99_999_999))
    month = draw(st.integers(min_value=1, max_value=12))
    day = draw(st.integers(min_value=1, max_value=31))
    code = draw(st.integers(min_value=100_000, max_value=999_999))
    return draw(
        st.sampled_from(
            [
                f"{month}月{day}日",
                f"2023年{month}月",
                f"2023-{month:02d}-{day:02d}",
                f"0{area}-{local}",
                f"0{area}—{local:08d}",
                f"邮编：{code}",
                f"邮政编码{code}",
                f"电话：{local}",
                f"〔2021〕{number}号",
                f"[2021]{number}号",
                f"第{number}号",
                f"{number}%",
                f"{number / 100}％",
                "12345",
            ]
        )
    )


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WORDINGS), not_a_count())
def test_no_date_telephone_postcode_document_number_or_share_becomes_a_count(wording, printed):
    assert read(wording.format(printed)) == {}


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet="主动公开政府信息共收到未申请条件篇，。；（）其中2023年1,.余近12345网站\n",
        max_size=80,
    )
)
def test_any_text_gives_findings_whose_value_is_present_exactly_when_reported(text):
    for one in read_narrative({"overview": text}, year=YEAR):
        assert math.isnan(one.value) == (one.status != "reported")
        assert text[one.start : one.end] == one.raw


REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"
HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "problems": "五、(?:政府信息公开工作)?存在的",
    "other": "六、其他需要报告的事项",
}
GOLDEN = sorted(
    path.name.removesuffix(".facts.csv")
    for path in REPORTS.glob("*.facts.csv")
    if any(
        path.with_name(path.name.replace("facts.csv", kind)).exists() for kind in ("txt", "html")
    )
)


def plain_text(name):
    page = REPORTS / f"{name}.html"
    if not page.exists():
        return (REPORTS / f"{name}.txt").read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"<(style|script).*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|tr|div|table)>", "\n", text))
    return re.sub(r"\s*\n\s*", "\n", html.unescape(text))


def rough_sections(text):
    found = {key: list(re.finditer(words, text)) for key, words in HEADINGS.items()}
    if not all(found.values()):
        start = re.search(r"一、(?:年政府信息公开工作)?概述", text)
        return {"body": text[start.start() :]}
    starts = {key: matches[-1] for key, matches in found.items()}
    ends = [*[match.start() for match in starts.values()][1:], len(text)]
    cut = {
        key: text[match.end() : end] for (key, match), end in zip(starts.items(), ends, strict=True)
    }
    return {key: cut[key] for key in ("overview", "problems", "other")}


@pytest.mark.skipif(not GOLDEN, reason="the golden reports are not at hand")
@pytest.mark.parametrize("name", GOLDEN)
def test_the_prose_of_a_golden_report_gives_its_facts_and_no_others(name):
    meta = json.loads((REPORTS / f"{name}.meta.json").read_text(encoding="utf-8"))
    optional = {(one["metric"], float(one["value"])) for one in meta.get("narrative_optional", ())}
    with (REPORTS / f"{name}.facts.csv").open(encoding="utf-8") as file:
        expected = {
            row["metric"]: (float(row["value"]), row["bound"])
            for row in csv.DictReader(file)
            if row["metric"].startswith("narrative.")
        }
    sections = rough_sections(fold(plain_text(name)).text)
    found = {
        one.metric: (one.value, one.bound)
        for one in read_narrative(sections, year=meta["year"])
        if one.status == "reported" and (one.metric, one.value) not in optional
    }
    assert found == expected
