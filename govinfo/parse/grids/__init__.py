"""The statutory tables in real grids."""
