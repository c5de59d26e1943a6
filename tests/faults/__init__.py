"""Clean panels of made-up reports, faults planted in them, and how well they are found."""
