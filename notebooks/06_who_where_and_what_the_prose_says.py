# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Who, where, and what the prose says
#
# A number without its agency, region and year is worthless, and half of what scholars
# code by hand stands in the prose of section 一.

# %%
import pandas as pd

import govinfo as gi

pd.set_option("display.max_colwidth", 60)
corpus = gi.read_reports("../data/reports", progress=False)

# %% [markdown]
# ## Regions, by year
#
# Codes and names are those of GB/T 2260 on 31 December of the year. A name that several
# units share is left open, with its candidates.

# %%
gi.regions(2009).query("province_name == '北京市' and level == 'county'")["name"].tolist()

# %%
columns = ["code", "name", "prefecture_name", "province_name", "status", "successors"]
gi.region("鼓楼区")[columns]

# %%
pd.concat(
    [
        gi.region("鼓楼区", within="江苏省"),
        gi.region("楚州区", year=2010),
        gi.region("楚州区", year=2015),
    ],
    ignore_index=True,
)[columns]

# %% [markdown]
# ## Agencies
#
# Every agency of the corpus, with each spelling that was seen and the evidence that it
# was taken from.

# %%
agencies = gi.agencies(corpus)
agencies.drop(columns=["agency_id"]).head(6).T

# %% [markdown]
# What a report covers is told by its own sentences only; without one it is `unknown`.

# %%
corpus.sources.loc[
    corpus.sources["scope"] != "unknown", ["agency", "year", "scope", "scope_evidence"]
].head()

# %% [markdown]
# ## Numbers in the prose
#
# A number counts only where its sentence says what it is and that it is the agency's
# own for that year. `explain` shows the sentence with the number in 【】.

# %%
prose = corpus.facts.query("form == 'narrative' and status == 'reported'")
prose.groupby("metric", observed=True).size().sort_values(ascending=False).head(8)

# %%
one = prose.query("bound == '≥'").iloc[0]
gi.explain(corpus, one["agency_id"], int(one["year"]), one["metric"])[
    ["agency", "metric", "value", "bound", "sentence"]
].T

# %% [markdown]
# Lists of categories, as a frame of their own: `subset` after 其中, `exhaustive` where
# the sentence claims the whole.

# %%
breakdowns = gi.breakdowns(corpus)
breakdowns[["agency", "year", "parent", "parent_value", "category", "value", "unit", "cue"]].head(8)

# %% [markdown]
# Problems and improvements of section 五, item by item, for those who code them.

# %%
items = gi.items(corpus)
items[["agency", "year", "kind", "number", "text"]].head(6)

# %% [markdown]
# ## One year's map
#
# 崇文区 was merged into 东城区 in 2010. On the map of 2015 the two counties of 2009 are one;
# a sum is given only where every part of it is reported.

# %%
facts = pd.DataFrame(
    {
        "agency_id": f"{code}:{name}人民政府",
        "agency": f"{name}人民政府",
        "level": "county",
        "region_code": code,
        "year": 2009,
        "form": "narrative",
        "metric": "narrative.requests_received",
        "value": value,
        "unit": "件",
        "status": status,
        "method": "text",
        "bound": "=",
        "raw": f"{value}件",
        "source_id": code,
        "at": "",
    }
    for code, name, value, status in [
        ("110101", "东城区", 30, "reported"),
        ("110103", "崇文区", 12, "reported"),
        ("110102", "西城区", 20, "reported"),
        ("110104", "宣武区", None, "unreadable"),
    ]
)
moved = gi.crosswalk_regions(facts, to_year=2015)
moved[["agency", "region_before", "region_code", "value", "crosswalk", "note"]]
