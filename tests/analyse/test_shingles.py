import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo import registry
from govinfo.analyse.likeness.hashes import Known, alike, among, looked_up
from govinfo.analyse.likeness.own_names import own_names
from govinfo.analyse.likeness.shingles import LENGTH, boilerplate, clean, phrases, shingles

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
ANY = st.text(st.one_of(HAN, st.characters()), max_size=40)


def words(cleaned, text=0):
    codes = cleaned.codes[cleaned.bounds[text] : cleaned.bounds[text + 1]]
    return "".join(map(chr, codes)).replace("\1", "□")


def test_only_simplified_han_characters_are_left():
    assert words(clean(["2023年，受理復議申請１２件（abc）。"])) == "年受理复议申请件"


def test_characters_beyond_the_basic_plane_and_lone_surrogates_are_dropped():
    assert words(clean(["公\U00020000开\ud800件"])) == "公开件"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("河北省宁晋县大曹庄镇公开信息", "□公开信息"),
        ("本市、淮安市、盐城市", "本市□"),
        ("积石山保安族东乡族撒拉族自治县的年报", "□的年报"),
        ("全县各镇发布", "全县各镇发布"),
    ],
)
def test_names_of_units_are_masked_and_those_in_a_row_are_one(text, left):
    assert words(clean([text])) == left


def test_a_name_is_not_read_across_two_texts():
    cleaned = clean(["内容见宁晋", "县公开信息"])
    assert (words(cleaned, 0), words(cleaned, 1)) == ("内容见宁晋", "县公开信息")
    cleaned = clean(["见宁晋县", "通渭县公开"])
    assert (words(cleaned, 0), words(cleaned, 1)) == ("见□", "□公开")


def test_own_names_are_masked_in_their_own_text_only():
    names = own_names("宁晋县大曹庄镇人民政府", "130528", "大曹庄镇")
    cleaned = clean(["通过大曹庄发布推送信息"] * 2, [names, ()])
    assert (words(cleaned, 0), words(cleaned, 1)) == ("通过□发布推送信息", "通过大曹庄发布推送信息")


@pytest.mark.parametrize(
    ("agency", "code", "name"),
    [
        ("平潭县人民防空办公室", "350128", "人民防空办公室"),
        ("通渭县人民政府", "621121", "通渭"),
        ("扎赉特旗宝力根花苏木人民政府", "152223", "宝力根花"),
        ("淮安市淮安区城东街道办事处", "320803", "城东"),
    ],
)
def test_an_agency_is_known_by_what_it_is_called_within_its_place(agency, code, name):
    assert name in own_names(agency, code, "")


def test_a_government_is_not_called_by_the_word_government_alone():
    assert "人民政府" not in own_names("通渭县人民政府", "621121", "")


@given(st.lists(ANY, max_size=4))
def test_each_kept_character_knows_where_it_stood(texts):
    cleaned = clean(texts)
    joined = "".join(texts)
    kept = cleaned.codes != 1
    singles = [words(clean([joined[place]], places=False)) for place in cleaned.places[kept]]
    assert singles == [chr(code) for code in cleaned.codes[kept]]


@given(st.lists(ANY, min_size=1, max_size=4))
def test_a_text_gives_the_same_shingles_alone_and_among_others(texts):
    together = shingles(clean(texts), boilerplate())
    for number, text in enumerate(texts):
        alone = shingles(clean([text]), boilerplate())
        assert together.distinct(number).tolist() == alone.distinct(0).tolist()
        assert together.characters()[number] == alone.characters()[0]


@given(st.text(HAN, max_size=30))
def test_there_is_a_shingle_for_every_five_neighbours(text):
    cleaned = clean([text], places=False)
    simple = words(cleaned)
    neighbours = {simple[i : i + LENGTH] for i in range(len(simple) - LENGTH + 1)}
    assert len(shingles(cleaned).distinct(0)) == len(neighbours)


def test_shingles_are_the_same_numbers_in_every_process_and_on_every_platform():
    found = shingles(clean(["政府信息公开"], places=False))
    found = found.hashes[found.kept()]
    assert [hex(one) for one in found.tolist()] == ["0x7514bcf8fc728344", "0x5159bb58856eb8f3"]


def test_what_is_known_is_found_and_nothing_else():
    rng = np.random.default_rng(0)
    known = np.unique(rng.integers(0, 2**64, 1000, dtype=np.uint64))
    values = np.concatenate([known[::3], rng.integers(0, 2**64, 1000, dtype=np.uint64)])
    assert Known.of(known).where(values).tolist() == np.flatnonzero(np.isin(values, known)).tolist()
    assert among(values, known[:0]).sum() == 0


def test_equal_hashes_and_no_others_are_alike_even_where_they_share_their_first_bits():
    rng = np.random.default_rng(0)
    values = rng.integers(0, 2**64, 3000, dtype=np.uint64)
    values = np.concatenate([values, values[:500] + np.uint64(1), values[::7], values[:9]])
    found = alike(values)
    assert (values[found] == values).all()
    assert len(np.unique(found)) == len(np.unique(values))
    assert alike(values[:0]).tolist() == []


def test_a_key_may_be_the_last_of_a_table():
    table = np.arange(1 << 16, dtype=np.uint64)[::-1]
    assert looked_up(table, np.array([0, 65535], dtype=np.uint16)).tolist() == [65535, 0]


def test_a_text_has_no_shingle_that_reaches_into_the_next():
    found = shingles(clean(["政府信", "息公开工作", "", "年度报告正文"], places=False))
    assert np.flatnonzero(found.kept()).tolist() == [3, 8, 9]
    spans = [found.span(text) for text in range(4)]
    assert [span.stop - span.start for span in spans] == [0, 1, 0, 2]
    assert found.characters().tolist() == [0, 5, 0, 6]


def test_boilerplate_counts_for_nothing():
    text = "根据《中华人民共和国政府信息公开条例》，现将2023年政府信息公开工作年度报告公布如下"
    all_shingles = shingles(clean([text]))
    assert shingles(clean([text]), boilerplate()).characters()[0] < all_shingles.characters()[0] / 2


def test_labels_of_the_forms_are_boilerplate():
    label = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    assert label in phrases()
    assert shingles(clean([label]), boilerplate()).characters().tolist() == [0]


@pytest.mark.parametrize("group", registry.tree("boilerplate")["phrases"])
def test_every_phrase_is_long_enough_to_have_a_shingle_and_stands_once(group):
    listed = registry.tree("boilerplate")["phrases"][group]
    assert len(set(listed)) == len(listed)
    assert [one for one in listed if not shingles(clean([one], places=False)).kept().any()] == []
