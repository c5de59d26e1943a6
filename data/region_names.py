"""Short names of units, and what is told of the provinces: English names and tiles."""

from __future__ import annotations

# English name, and row and column on a grid of one tile each.
PROVINCES = {
    "110000": ("Beijing", 2, 7),
    "120000": ("Tianjin", 3, 8),
    "130000": ("Hebei", 3, 7),
    "140000": ("Shanxi", 3, 6),
    "150000": ("Inner Mongolia", 2, 6),
    "210000": ("Liaoning", 2, 8),
    "220000": ("Jilin", 1, 8),
    "230000": ("Heilongjiang", 0, 8),
    "310000": ("Shanghai", 5, 9),
    "320000": ("Jiangsu", 4, 8),
    "330000": ("Zhejiang", 5, 8),
    "340000": ("Anhui", 5, 7),
    "350000": ("Fujian", 6, 6),
    "360000": ("Jiangxi", 5, 6),
    "370000": ("Shandong", 4, 7),
    "410000": ("Henan", 4, 6),
    "420000": ("Hubei", 4, 5),
    "430000": ("Hunan", 5, 5),
    "440000": ("Guangdong", 6, 5),
    "450000": ("Guangxi", 6, 4),
    "460000": ("Hainan", 7, 4),
    "500000": ("Chongqing", 4, 4),
    "510000": ("Sichuan", 4, 3),
    "520000": ("Guizhou", 5, 4),
    "530000": ("Yunnan", 5, 3),
    "540000": ("Tibet", 4, 2),
    "610000": ("Shaanxi", 3, 5),
    "620000": ("Gansu", 3, 3),
    "630000": ("Qinghai", 3, 2),
    "640000": ("Ningxia", 3, 4),
    "650000": ("Xinjiang", 3, 1),
    "710000": ("Taiwan", 6, 8),
    "810000": ("Hong Kong", 7, 6),
    "820000": ("Macao", 7, 5),
}

_PEOPLES = """
    满族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 侗族 瑶族 白族 土家族 哈尼族
    哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族
    达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族
    乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族
    门巴族 珞巴族 基诺族 蒙古 哈萨克 柯尔克孜 塔吉克 锡伯 维吾尔 各族
"""
PEOPLES = tuple(_PEOPLES.split())
_ENDINGS = "特别行政区 自治区 自治州 自治县 自治旗 特区 新区 地区 省 市 县 区 盟 旗"
ENDINGS = tuple(_ENDINGS.split())
# Two neighbours would share a short form: 井陉县 and 井陉矿区, 土默特左旗 and 土默特右旗.
UNSHORTENED = ("矿区", "前旗", "后旗", "中旗", "左旗", "右旗")
IRREGULAR = {"神农架林区": "神农架"}


def short_name(name: str) -> str:
    """Drop the kind of unit and its peoples, but never down to one character."""
    if name in IRREGULAR or name.endswith(UNSHORTENED):
        return IRREGULAR.get(name, name)
    for ending in ENDINGS:
        rest = name.removesuffix(ending)
        if rest != name and len(rest) > 1:
            return _without_peoples(rest) if "自治" in ending or rest.endswith("族") else rest
    return name


def _without_peoples(rest: str) -> str:
    while people := next((people for people in PEOPLES if rest.endswith(people)), None):
        if rest == people:  # 东乡族自治县 is called by its people alone
            return people.removesuffix("族")
        if len(rest) - len(people) < 2:  # 内蒙古
            break
        rest = rest.removesuffix(people)
    return rest
