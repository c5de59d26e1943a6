"""Files that hold documents: archives, crawls, mails. A module for each way of holding.

Each has ``parts(opened, watch)``, which yields the parts of an opened file one by one.
"""
