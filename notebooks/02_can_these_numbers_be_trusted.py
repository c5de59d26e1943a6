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
# # Can these numbers be trusted?
#
# A report checks itself: the form prints which numbers must add up. This notebook goes from a sum
# that fails to the printed page, to a suggestion of what may have gone wrong, and on to
# everything else that deserves a second look. Nothing is changed on the way unless you say so.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import govinfo as gi

pd.set_option("display.max_colwidth", 90)
corpus = gi.read_reports("../data/reports", progress=False)

# %% [markdown]
# ## Does it add up?
#
# Every rule is judged for every report: `True`, `False`, or `NA` with the reason where it cannot
# be judged. None is left out, so that shares have a denominator.

# %%
checks = gi.check(corpus.facts, sources=corpus.sources)
outcome = checks["ok"].astype("object").where(checks["ok"].notna(), "NA")
table = pd.crosstab(checks["rule"].astype(str), outcome)
table.join(gi.rules().set_index("rule")[["label_en", "severity"]])

# %% [markdown]
# What fails within one report:

# %%
failed = checks[checks["ok"].eq(False) & checks["rule"].isin(["A1", "A2", "A3", "B1"])]
failed[["rule", "agency_id", "year", "party", "observed", "expected", "gap"]]

# %% [markdown]
# Why some could not be judged:

# %%
checks.loc[checks["ok"].isna(), "reason"].value_counts().head(6)

# %% [markdown]
# ## To the printed page
#
# 天水市 2021: the total of the row 予以公开 is one above the sum of the applicants, and
# so the outcomes of the total column are one above concluded. What does the page say?

# %%
row = failed.query("agency_id.str.contains('天水') and rule == 'A3'").iloc[0]
agency, year = row["agency_id"], int(row["year"])
printed = pd.concat(
    [gi.explain(corpus, agency, year, metric) for metric in row["metrics"].split()],
    ignore_index=True,
)
printed[["label_zh", "raw", "value", "at"]]

# %% [markdown]
# The whole table, as the reader saw it (hover over a cell to see what became of it):

# %%
gi.read_report(printed.loc[0, "path"]).tables[1]

# %% [markdown]
# ## A suggestion
#
# `suggest` looks for the smallest sets of cells whose change would settle all failed sums of a
# table (the principle of Fellegi and Holt), lists every tie, and names the slip of the pen that
# fits.

# %%
suggestions = gi.suggest(corpus.facts)
best = suggestions[suggestions["alternative"] == 1]
best[["agency_id", "year", "system", "metric", "value", "suggested", "cause", "n_alternatives"]]

# %% [markdown]
# One alternative: the cell is found. Several: the sums cannot tell. A block of disputes has one
# sum for five cells, so each of them may be the culprit:

# %%
disputes = suggestions[suggestions["system"].str.startswith("recons")]
disputes[["agency_id", "alternative", "metric", "value", "suggested", "cause"]]

# %% [markdown]
# Nothing is applied by itself. What you choose is laid over a copy of the facts: `method` says
# `corrected`, `raw` keeps the print, and the log says what was done.

# %%
chosen = best.query("n_alternatives == 1")
facts, log = gi.correct(corpus.facts, chosen)
log[["agency_id", "year", "metric", "value", "corrected", "raw", "cause"]]

# %%
again = gi.check(facts, rules=["A1", "A2", "A3"])
(
    again["ok"].eq(False).sum(),
    checks.loc[checks["rule"].isin(["A1", "A2", "A3"]), "ok"].eq(False).sum(),
)

# %% [markdown]
# ## What deserves a second look
#
# Flags go beyond sums: across years, against the prose, against peers, the calendar and other
# reports. Each has its evidence in both languages, the facts it rests on, and the legal basis
# where a law or notice names the fault.

# %%
flags = gi.flag(corpus.facts, corpus.sources)
found = flags[flags["severity"].isin(["error", "warning"])]
found.groupby(["rule", "severity"], observed=True).size().rename("findings").reset_index()

# %%
found.query("severity == 'error'")[["rule", "agency_id", "year", "evidence_zh", "basis"]]

# %% [markdown]
# What is silenced is shown. Suppose you know that 莆田市 reported for itself in 2022 and for all
# its departments in 2023: then the two years cannot be compared, and the broken carry-over is a row
# of severity `na` that names what silenced it.

# %%
sources = corpus.sources.astype({"scope": "str"})
putian = sources["agency"].str.contains("莆田")
sources.loc[putian & sources["year"].eq(2022), "scope"] = "own"
sources.loc[putian & sources["year"].eq(2023), "scope"] = "aggregate"
silenced = gi.flag(corpus.facts, sources, rules=["scope_switch", "carry_over"])
silenced.loc[
    silenced["agency_id"].str.contains("莆田") & silenced["year"].eq(2023),
    ["rule", "severity", "suppressed_by", "evidence"],
]

# %% [markdown]
# ## Who copies whom?
#
# Prose without statutory phrases, numbers and names, compared by shared runs of five characters.
# An agency's own earlier years and other agencies are told apart.

# %%
edges = gi.similarity(corpus.sources)
edges.sort_values("score", ascending=False)[
    ["agency_id", "year", "other_agency_id", "other_year", "relation", "score", "longest"]
].head(8)

# %% [markdown]
# ## How credible are the reports?
#
# Rates are shares of the reports that could be judged, with the counts printed: a rule that could
# judge nobody is hatched, not zero. These are the sample reports, in which errors were planted on
# purpose.

# %%
rates = gi.flag_rates(flags, corpus.sources, by=["rule", "level"])
shown = rates[rates.groupby("rule", observed=True)["n_assessable"].transform("sum") > 0]
fig, ax = plt.subplots(figsize=(7.5, 6.8), layout="constrained")
gi.plot.flag_rate(shown, lang="en", ax=ax)
