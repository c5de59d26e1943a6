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
# # From reports to a chart
#
# Seventy-three annual reports, saved as web pages and as text in many layouts, become
# one table of facts, are checked, added up and drawn. The reports are samples written
# for this project: the agencies exist, the figures do not.

# %%
import govinfo as gi

# %% [markdown]
# ## One report
#
# A report knows who published it, for which year, what was printed, and what could not
# be read.

# %%
report = gi.read_report("../data/reports/by_hand/zhengding_2022_short_disputes.txt")
report

# %% [markdown]
# Its facts are one row per metric. Every number has its status and its place: the
# dispute row of this copy lost its blank cells, so that nothing says which of the fifteen
# cells the nine numbers left belong to. They are `unplaced`, not guessed.

# %%
facts = report.facts()
facts.groupby(["form", "status"], observed=True).size()

# %%
facts.loc[facts["metric"] == "requests.new.total", ["value", "unit", "status", "method", "at"]]

# %% [markdown]
# ## All reports
#
# `read_reports` takes files, folders, globs and lists. A manifest beside the reports says
# which agency and year each file is; what it says overrides what the page says.

# %%
corpus = gi.read_reports("../data/reports", progress=False)
corpus

# %% [markdown]
# A document is in `sources` or in `failures`, never in neither.

# %%
corpus.sources[["agency", "level", "year", "forms", "tables_lost", "n_reported"]].head()

# %%
corpus.failures

# %% [markdown]
# ## Does it add up?
#
# The form prints its own sums: new + carried in = concluded + carried out, and so on. A
# failed check is a finding about the report; nothing is corrected.

# %%
checks = gi.check(corpus.facts)
failed = checks[checks["ok"].eq(False)]
failed[["rule", "agency_id", "year", "party", "observed", "expected", "gap"]]

# %% [markdown]
# Where does a number come from? `explain` shows the cell as printed and its place.

# %%
gi.explain(corpus, "天水市人民政府", 2021, "requests.granted.total").T

# %% [markdown]
# `flag` looks further: figures repeated from last year, impossible values, late reports,
# sudden changes, categories in the prose that exceed their total.

# %%
flags = gi.flag(corpus.facts, corpus.sources)
flags.loc[flags["severity"].isin(["error", "warning"]), ["rule", "severity", "agency_id", "year"]]

# %% [markdown]
# ## Adding up
#
# Of two versions of a report the newest counts: `corpus.current`. Every sum says how many
# agencies it rests on.

# %%
gi.aggregate(corpus.current, ["level", "year"], metrics="requests.new.total").head(8)

# %%
rate = gi.indicator(corpus.current, "disclosure_rate.of_concluded", by=["province", "year"])
rate.head()

# %% [markdown]
# ## Drawing
#
# Every chart takes a frame and returns Axes. Missing is a gap, never zero; the note in the
# corner says how many agencies stand behind it.

# %%
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3.7), layout="constrained")
received = gi.aggregate(corpus.current, ["level", "year"], metrics="requests.new.total")
gi.plot.trend(received, "requests.new.total", by="level", lang="en", ax=ax)
# %%
fig, ax = plt.subplots(figsize=(6, 3.7), layout="constrained")
gi.plot.composition(corpus.current, lang="zh", ax=ax)
# %%
fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
gi.plot.heatmap(rate, metric="disclosure_rate.of_concluded", lang="zh", ax=ax)
# %%
fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
gi.plot.coverage(gi.coverage(corpus.current), lang="en", ax=ax)
# %% [markdown]
# ## Keeping it
#
# Parquet, one row per report and one file per year; `gi.load` gives the same corpus back.

# %%
import tempfile

with tempfile.TemporaryDirectory() as folder:
    again = gi.load(corpus.save(folder))
len(again.facts) == len(corpus.facts)
