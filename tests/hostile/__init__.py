"""Files that do harm, made by code: what they are, and that reading bears them."""
