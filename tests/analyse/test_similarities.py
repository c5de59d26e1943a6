import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo import read_reports, schema
from govinfo.analyse.likeness.minhash import BINS, NEAR, candidates, likely, signatures
from govinfo.analyse.likeness.prose import prose, section_of
from govinfo.analyse.likeness.shingles import clean, shingles
from govinfo.analyse.similarities import similarity
from govinfo.errors import SchemaError, UnknownNameError

HAN = "".join(map(chr, range(0x4E00, 0x5200)))


def made_up(seed, length=600):
    return "".join(np.random.default_rng(seed).choice(list(HAN), length))


def sources_of(*rows, section="overview"):
    """Sources from (agency, year, text)."""
    return pd.DataFrame(
        {
            "source_id": [f"{number:04d}" for number in range(len(rows))],
            "agency_id": [agency for agency, _, _ in rows],
            "year": pd.array([year for _, year, _ in rows], dtype="Int16"),
            "narrative": [f"[{section}]\n{text}" for _, _, text in rows],
        }
    )


def by_hand(one, two):
    """Jaccard similarity of two texts by Python's sets."""
    sets = []
    for text in (one, two):
        plain = "".join(map(chr, clean([text]).codes))
        sets.append({plain[i : i + 5] for i in range(len(plain) - 4)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_no_report_gives_an_empty_frame_with_the_right_columns():
    found = similarity(sources_of())
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == schema.SIMILARITIES.columns


def test_the_columns_are_those_of_the_schema():
    found = similarity(sources_of(("a", 2022, made_up(1)), ("b", 2023, made_up(1))))
    assert found.dtypes.astype(str).to_dict() == schema.SIMILARITIES.columns


def test_identical_texts_have_score_one_and_other_digits_change_nothing():
    text = made_up(1, 300) + "，公开{}条，" + made_up(2, 300)
    found = similarity(sources_of(("a", 2022, text.format(7)), ("b", 2023, text.format("１２０"))))
    assert found[["score", "contained"]].iloc[0].tolist() == [1, 1]
    assert found["passages"].tolist() == [text.format(7)]
    assert found["longest"].tolist() == [603]


def test_texts_that_differ_in_their_names_alone_have_score_one_if_names_are_masked():
    text = made_up(1, 200) + "，{0}公开信息。" + made_up(2, 200) + "{1}" + made_up(3, 200)
    frame = sources_of(
        ("620000:x", 2023, text.format("通渭县", "通渭发布")),
        ("130000:y", 2023, text.format("宁晋县", "宁晋发布")),
    ).assign(
        agency=["通渭县人民政府", "宁晋县人民政府"], region_code=["621121", "130528"], spellings=""
    )
    assert similarity(frame)["score"].tolist() == [1]
    assert similarity(frame, mask_names=False)["score"].iloc[0] < 1


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.floats(0, 1), st.integers(320, 700))
def test_the_score_is_the_jaccard_similarity_by_brute_force(seed, share, length):
    one, new = made_up(seed, length), made_up(seed + 1, length)
    cut = int(share * length)
    two = one[:cut] + new[cut:]
    frame = sources_of(("a", 2022, one), ("a", 2023, two))
    found = similarity(frame, at_least=0.3)
    true = by_hand(one, two)
    if true >= 0.3:
        assert found["score"].tolist() == pytest.approx([true])
    else:
        assert found.empty


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.floats(0.7, 1))
def test_the_order_of_the_documents_changes_nothing_but_the_sides(seed, share):
    one, new = made_up(seed), made_up(seed + 1)
    cut = int(share * len(one))
    frame = sources_of(("a", 2023, one), ("b", 2023, one[:cut] + new[cut:]))
    turned = frame.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(similarity(frame), similarity(turned))


def test_one_agency_two_versions_and_two_agencies_are_told_apart():
    text = made_up(1)
    found = similarity(
        sources_of(
            ("a", 2022, text),
            ("a", 2023, text),
            ("a", 2023, text),
            ("b", 2023, text),
            ("unknown:x", 2023, text),
            ("b", None, text),
        )
    )
    relation = {(row.source_id, row.other_id): row.relation for row in found.itertuples()}
    assert relation["0000", "0001"] == "self"
    assert relation["0001", "0002"] == "version"
    assert relation["0001", "0003"] == "other"
    assert pd.isna(relation["0003", "0004"])
    assert relation["0003", "0005"] == "self"
    assert len(found) == 15


def test_the_earlier_year_stands_first():
    text = made_up(1)
    found = similarity(sources_of(("a", 2023, text), ("b", 2021, text)))
    assert found[["source_id", "other_id", "year", "other_year"]].iloc[0].tolist() == [
        "0001",
        "0000",
        2021,
        2023,
    ]


def test_short_texts_and_missing_prose_have_no_edge():
    text = made_up(1, 299)
    frame = sources_of(("a", 2022, text), ("b", 2023, text))
    assert similarity(frame).empty
    assert len(similarity(frame, characters=200)) == 1
    frame["narrative"] = pd.NA
    assert similarity(frame).empty


def test_the_longest_shared_passages_are_given_as_printed():
    shared = [f"{made_up(10 + i, 40 - 10 * i)}，共{i}件" for i in range(3)]
    one = f"{made_up(1, 200)}{shared[0]}{made_up(2, 20)}{shared[1]}{made_up(3, 20)}{shared[2]}"
    two = f"{made_up(4, 20)}{shared[2]}{made_up(5, 20)}{shared[1]}{made_up(6, 200)}{shared[0]}"
    found = similarity(sources_of(("a", 2022, one), ("a", 2023, two)), at_least=0)
    assert found["passages"].tolist() == [" … ".join(shared)]
    assert found["longest"].tolist() == [42]


def test_shingles_that_follow_one_another_in_one_text_only_are_no_passage():
    one = "甲乙丙丁戊己庚辛壬癸" + made_up(1, 400)
    # All shingles of the first ten characters are here, but never in a row.
    two = "甲乙丙丁戊己庚辛" + made_up(2, 20) + "丁戊己庚辛壬癸" + made_up(3, 400)
    found = similarity(sources_of(("a", 2022, one), ("a", 2023, two)), at_least=0)
    assert found[["longest", "passages"]].iloc[0].tolist() == [
        8,
        "甲乙丙丁戊己庚辛 … 丁戊己庚辛壬癸",
    ]


def test_passages_may_be_left_out():
    found = similarity(sources_of(("a", 2022, made_up(1)), ("b", 2023, made_up(1))), passages=False)
    assert found["longest"].tolist() == [-1]
    assert found["passages"].isna().all()


def test_a_section_may_be_chosen():
    frame = sources_of(("a", 2022, made_up(1)), ("b", 2023, made_up(1)), section="problems")
    assert similarity(frame).empty
    assert len(similarity(frame, section="problems")) == 1
    assert len(similarity(frame, section="all")) == 1
    with pytest.raises(UnknownNameError, match="Did you mean 'problems'"):
        similarity(frame, section="problem")


def test_sections_are_cut_out_of_the_narrative():
    text = "[overview]\n甲\n乙\n\n[problems]\n丙\n\n[other]\n丁"
    assert [section_of(text, name) for name in ("overview", "problems", "other", "all")] == [
        "甲\n乙",
        "丙",
        "丁",
        "甲\n乙\n丙\n丁",
    ]


def test_what_most_agencies_write_may_be_left_out():
    stock = made_up(0, 400)
    rows = [(f"a{i}", 2023, made_up(100 + i, 400) + stock) for i in range(120)]
    frame = sources_of(*rows)
    assert len(similarity(frame, at_least=0.3, passages=False))
    assert similarity(frame, at_least=0.3, common=0.5).empty
    with pytest.raises(SchemaError, match="100 agencies"):
        similarity(frame.head(99), common=0.5)


def test_a_template_that_very_many_use_gives_a_few_edges_for_each():
    size = 400
    frame = sources_of(*[(f"a{i}", 2023, made_up(1)) for i in range(size)])
    found = similarity(frame, passages=False)
    assert len(found) <= size * (NEAR + 1)
    assert set(found["source_id"]) | set(found["other_id"]) == set(frame["source_id"])
    assert (found["score"] == 1).all()
    first = found["source_id"] == "0000"
    assert first.sum() == size - 1


def test_pairs_above_the_thresholds_of_the_flags_are_found():
    rng = np.random.default_rng(3)
    rows = []
    for number in range(300):
        text = made_up(number + 1000)
        cut = int(rng.uniform(0.85, 0.98) * len(text))
        rows += [
            (f"a{number}", 2023, text),
            (f"b{number}", 2023, text[:cut] + made_up(number)[cut:]),
        ]
    found = similarity(sources_of(*rows), passages=False)
    pairs = {(row.source_id, row.other_id): row.score for row in found.itertuples()}
    true = [by_hand(rows[2 * n][2], rows[2 * n + 1][2]) for n in range(300)]
    asked = [n for n in range(300) if true[n] >= 0.7]
    hit = [n for n in asked if (f"{2 * n:04d}", f"{2 * n + 1:04d}") in pairs]
    assert len(asked) > 200
    assert len(hit) >= 0.98 * len(asked)


def test_the_share_of_equal_bins_estimates_the_similarity():
    errors = []
    for seed in range(60):
        one, new = made_up(seed), made_up(seed + 500)
        cut = 60 + 9 * seed
        signed = signatures(shingles(clean([one, one[:cut] + new[cut:]], places=False)))
        errors.append(np.mean(signed[0] == signed[1]) - by_hand(one, one[:cut] + new[cut:]))
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.06


@given(st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), max_size=12))
def test_candidates_are_the_pairs_with_an_equal_band_each_once(kinds):
    signed = np.repeat(np.array(kinds, dtype=np.uint32).reshape(-1, 2), BINS // 2, axis=1)
    first, second = candidates(signed)
    found = [*zip(first.tolist(), second.tolist(), strict=True)]
    assert len(found) == len(set(found))
    assert all(one < other for one, other in found)
    equal = [
        (one, other)
        for one in range(len(kinds))
        for other in range(one + 1, len(kinds))
        if (np.array(kinds[one]) == np.array(kinds[other])).any()
    ]
    assert set(found) <= set(equal)
    if len(kinds) <= NEAR + 1:
        assert set(found) == set(equal)


def test_only_pairs_far_below_are_left_out_before_they_are_scored():
    signed = np.zeros((3, BINS), dtype=np.uint32)
    signed[1, : BINS // 2] = 1
    signed[2] = 2
    assert likely(signed, np.array([0, 0]), np.array([1, 2]), 0.6).tolist() == [True, False]


def test_two_processes_find_the_same():
    code = (
        "import numpy as np\n"
        "from govinfo.analyse.likeness.minhash import signatures\n"
        "from govinfo.analyse.likeness.shingles import clean, shingles\n"
        "text = ''.join(map(chr, range(0x4E00, 0x4F00)))\n"
        "print(int(signatures(shingles(clean([text], places=False))).sum(dtype=np.uint64)))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {"180876875907\n"}


@pytest.fixture(scope="module")
def golden_prose(request):
    goldens = request.getfixturevalue("goldens")
    return prose(read_reports(goldens, progress=False).sources, section="overview")


def test_real_reports_of_different_agencies_are_little_alike(golden_prose):
    found = golden_prose.shingled(range(len(golden_prose.texts)))
    long = np.flatnonzero(found.characters() >= 300)
    agency = golden_prose.documents["agency_id"]
    scores = []
    for place, one in enumerate(long):
        for other in long[place + 1 :]:
            if agency[one] != agency[other]:
                a, b = (set(found.distinct(text).tolist()) for text in (one, other))
                scores.append(len(a & b) / len(a | b))
    assert len(scores) > 30
    assert max(scores) < 0.06


def test_a_real_report_copied_with_other_names_and_numbers_is_found(golden_prose):
    at = golden_prose.documents["agency"].fillna("").tolist().index("通渭县人民政府")
    text = golden_prose.texts[at]
    stolen = text.replace("通渭县", "射阳县").replace("147", "201").replace("5833", "411")
    frame = sources_of(("621121:x", 2023, text), ("320924:y", 2023, stolen))
    found = similarity(frame)
    assert found["score"].tolist() == [1]
