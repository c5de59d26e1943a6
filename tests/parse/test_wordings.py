import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo import registry
from govinfo.parse.narrative.stated import _rule
from govinfo.parse.narrative.wordings import (
    _SYNTAX,
    compile_kinds,
    compile_wording,
    expand,
    expanded,
    finds,
    first_characters,
)

NARRATIVE = registry.tree("narrative")
RULES = [(kind, place) for kind in ("rule", "statement") for place in range(len(NARRATIVE[kind]))]
PROSE = st.text(
    alphabet="主动公开政府信息共收到未申请条件篇，。；（）其中\ue000\ue002年余近网站微信复议诉讼无\n",
    max_size=60,
)


def test_pieces_may_hold_pieces():
    assert expand("<a>", {"a": "x<b>", "b": "y"}) == "(?:x(?:y))"


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        ("收到", "收"),
        ("收到|受理", "收受"),
        ("(?:全年)?共", "全共"),
        ("(?:全|本){0,2}年", "全本年"),
        ("[全本]{1,2}年", "全本"),
        ("(?<!不)(?=.)公开", "公"),
        ("^[，,]?(?P<count>件)", "，,件"),
        (r"\s*[0-9-]", r"\s0-9\-"),
        ("(?:a|(?:b|)c)d", "abc"),
    ],
)
def test_the_characters_a_wording_may_begin_with_are_worked_out(pattern, firsts):
    assert first_characters(pattern) == firsts


@pytest.mark.parametrize("pattern", ["", "a?", "(?:a|)", ".件", "[^，]件", "^", "(?=a)"])
def test_a_wording_that_may_begin_with_anything_is_refused(pattern):
    with pytest.raises(ValueError, match="may begin with anything"):
        first_characters(pattern)


def spans(pattern, text):
    return [found.span(found.lastgroup) for found in finds(pattern, text)]


@settings(max_examples=60, deadline=None)
@given(PROSE)
def test_a_wording_is_found_where_its_pattern_is(text):
    for kind, place in RULES:
        for pattern in NARRATIVE[kind][place]["text"]:
            plain = [found.span() for found in re.finditer(expanded(pattern), text)]
            assert spans(compile_wording(pattern), text) == plain


@given(st.text(alphabet="abcd", max_size=20))
def test_the_first_kind_that_matches_counts(text):
    kinds = {"first": "ab+|c", "second": "(?<!d)a|bc?"}
    pattern = re.compile("|".join(f"(?P<{kind}>{one})" for kind, one in kinds.items()))
    plain = [(found.lastgroup, found.span()) for found in pattern.finditer(text)]
    quick = finds(compile_kinds(kinds), text)
    assert [(found.lastgroup, found.span(found.lastgroup)) for found in quick] == plain


def needs(pattern, mark):
    """Whether no match of a pattern can do without a mark, going by its syntax."""
    groups = [{"look": False, "all": True, "here": False}]
    for found in _SYNTAX.finditer(pattern):
        if found["look"] or found["group"]:
            groups.append({"look": bool(found["look"]), "all": True, "here": False})
            continue
        here = groups[-1]
        if found["other"]:
            here["all"], here["here"] = here["all"] and here["here"], False
            continue
        held = found["item"] == mark
        if found["close"]:
            inner = groups.pop()
            here = groups[-1]
            held = not inner["look"] and inner["all"] and inner["here"]
        if not found["repeat"].startswith(("?", "*", "{0")):
            here["here"] = here["here"] or held
    return groups[0]["all"] and groups[0]["here"]


@pytest.mark.parametrize(("kind", "place"), RULES)
def test_no_wording_of_a_rule_can_do_without_one_of_its_words(kind, place):
    entry = NARRATIVE[kind][place]
    for pattern in (*entry["text"], *entry.get("heading_text", ())):
        marked = expanded(pattern)
        for word in sorted(entry["words"], key=len, reverse=True):
            marked = marked.replace(word, "\uf8ff")
        assert needs(marked, "\uf8ff"), pattern


@pytest.mark.parametrize("place", range(len(NARRATIVE["rule"])))
def test_every_wording_of_a_number_says_which_number(place):
    rule = _rule("rule", place)
    assert all("count" in pattern.groupindex for pattern in rule.text + rule.heading_text)


def test_every_wording_of_a_denial_holds_a_character_of_denial():
    for entry in NARRATIVE["statement"]:
        for pattern in entry["text"]:
            marked = re.sub(NARRATIVE["text"]["denial"], "\uf8ff", expanded(pattern))
            assert needs(marked, "\uf8ff"), pattern


def test_every_wording_of_items_holds_a_count_of_items():
    units = NARRATIVE["pieces"]["items"]
    for name in ("channelled", "disclosed"):
        for pattern in NARRATIVE["items"][name]:
            after = expanded(pattern).split("(?P<count>\ue000)")[1]
            unit = re.match(r"(\(\?:[^()]*\)|\(\?:\(\?:[^()]*\)\)|.)", after)[0]
            assert {*re.findall(r"[^()|?:]+", unit)} <= {*re.findall(r"[^()|?:]+", units)}
