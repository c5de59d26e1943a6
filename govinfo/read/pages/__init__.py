"""Where things stand on a page: words and ruling lines to lines, tables and paragraphs."""
