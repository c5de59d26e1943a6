"""The old binary format of Word ([MS-DOC], 1997 to 2003), part by part."""
