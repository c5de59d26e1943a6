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
# # Tables of every kind
#
# What became of each cell of a table, what happens to a table that fits no form, and how
# to teach govinfo a form of your own. The reports are samples written for this project:
# the agencies exist, the figures do not.

# %%
import govinfo as gi

# %% [markdown]
# ## What became of each cell
#
# `report.tables[i]` shows a table as it was read: for each number the metric it went to,
# its status and how it was placed, and the labels that it was matched by.

# %%
report = gi.read_report("../data/reports/by_hand/dehua_2023_hybrid.html")
report.tables[0]

# %% [markdown]
# The same in text, for a terminal:

# %%
print(report.tables[2])

# %% [markdown]
# ## A table of no form
#
# In 2010 every province, and many a county, had a form of its own. Such a table has no
# metrics, but nothing of it is lost: each value keeps the labels that it stands under.

# %%
corpus = gi.read_reports("../data/local/sheyang_2010.html", progress=False)
others = gi.other_tables(corpus)
others[["title", "row_label", "column_label", "raw", "value", "unit", "status", "at"]]

# %% [markdown]
# ## A form of your own
#
# A CSV with a row per cell makes it a form: printed labels on the left, metrics of your
# own on the right. Its facts are saved, aggregated and explained like all others.

# %%
gi.forms(forms="../data/local/sheyang_form.csv").query("form == 'sheyang.2010'")

# %%
own = gi.read_reports(
    "../data/local/sheyang_2010.html", forms="../data/local/sheyang_form.csv", progress=False
)
own.facts[["agency", "year", "form", "metric", "value", "unit", "status", "at"]]
