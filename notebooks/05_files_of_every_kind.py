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
# # Files of every kind
#
# Agencies publish their reports as web pages, in Word, PDF and Excel files; researchers
# keep them in archives, crawls and mail. The format is told by the bytes, never by the
# suffix, and every reader gives the same kind of document.

# %%
import govinfo as gi

corpus = gi.read_reports("../data/formats", progress=False)
print(corpus)

# %% [markdown]
# A document in an archive has its name behind a `!`.

# %%
corpus.sources[["path", "format", "agency", "year", "n_reported"]].assign(
    path=corpus.sources["path"].str.removeprefix("../data/formats/")
)

# %% [markdown]
# A page whose body is only a link to the report is no report: it is a failure that names
# the link.

# %%
corpus.failures[["format", "stage", "error", "message"]].to_dict("records")

# %% [markdown]
# ## The same report, other formats
#
# These files hold sample reports that are also there as web pages. Value by value, the
# facts are the same.

# %%
word = gi.read_report("../data/formats/dehua_2022.doc").facts()
page = gi.read_report("../data/reports/dehua/2022.html").facts()
both = page.merge(word, on="metric", suffixes=("", "_word"), validate="one_to_one")
both["value"].equals(both["value_word"]), len(both)

# %% [markdown]
# ## What reading may cost
#
# Documents are read in processes of their own. One that hangs, grows or falls is a
# failure that names the limit it went beyond; its neighbours lose nothing.

# %%
gi.Limits()

# %%
small = gi.read_reports("../data/formats", limits=gi.Limits(document_bytes=20_000), progress=False)
small.failures.loc[small.failures["error"] == "LimitError", "message"].iloc[0]
