"""Statutory tables that lost their borders: placed by labels in running text.

The values of a row are what stands between its label and the next. A row is placed
when it has exactly as many values as the form has columns and nothing speaks against
it; what is short, long or glued is placed where the form's sums leave one way.
"""

from govinfo.parse.running.disputes import read_disputes
from govinfo.parse.running.proactive import read_proactive
from govinfo.parse.running.requests import read_requests

__all__ = ["read_disputes", "read_proactive", "read_requests"]
