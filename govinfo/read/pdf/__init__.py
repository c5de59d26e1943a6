"""PDFs, opened with PDFium."""
