"""Rich Text Format, part by part."""
