"""LibreOffice, where the user asks for it."""
