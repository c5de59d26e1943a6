"""The fields of a grid of edges, united to cells where no line parts them."""

from __future__ import annotations

from collections.abc import Collection

#: Row and column of a field.
Field = tuple[int, int]
#: First row and column of a cell, and those behind its last.
Rectangle = tuple[int, int, int, int]

_MOST_ROUNDS = 12


class Fields:
    """A grid of fields, some of them united."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self.n_rows, self.n_columns = n_rows, n_columns
        self._parent = list(range(n_rows * n_columns))

    def root(self, field: Field) -> int:
        """The number of the cell that a field belongs to."""
        parent, i = self._parent, field[0] * self.n_columns + field[1]
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def unite(self, one: Field, other: Field) -> bool:
        """Make the cells of two fields one; tell whether they were two."""
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first
        return first != second

    def rectangles(self) -> dict[int, Rectangle]:
        """Around each cell, by its number, in reading order."""
        found: dict[int, Rectangle] = {}
        for row in range(self.n_rows):
            for column in range(self.n_columns):
                i = self.root((row, column))
                known = found.get(i)
                if known is None:
                    found[i] = (row, column, row + 1, column + 1)
                elif row >= known[2] or not known[1] <= column < known[3]:
                    found[i] = (
                        known[0],
                        min(known[1], column),
                        row + 1,
                        max(known[3], column + 1),
                    )
        return dict(sorted(found.items(), key=lambda pair: pair[1]))

    def straighten(self, filled: Collection[Field]) -> int:
        """Make rectangles of cells of another shape; return how many cells that cost.

        One that holds text takes in what stands in its corners, one without falls apart.
        Where cells lie across one another, all of them are the cost.
        """
        full = {self.root(field) for field in filled}
        self._part_empty(full)
        cost = 0
        for _ in range(_MOST_ROUNDS):
            united = 0
            cells = self.rectangles().values()
            area = sum((bottom - top) * (right - left) for top, left, bottom, right in cells)
            if area > _MOST_ROUNDS * len(self._parent):
                break
            for top, left, bottom, right in cells:
                for row in range(top, bottom):
                    for column in range(left, right):
                        united += self.unite((row, column), (top, left))
            cost += united
            if not united:
                return cost
        return self.n_rows * self.n_columns

    def _part_empty(self, full: Collection[int]) -> None:
        sizes: dict[int, int] = {}
        members: dict[int, list[int]] = {}
        for i in range(len(self._parent)):
            own = self.root(divmod(i, self.n_columns))
            sizes[own] = sizes.get(own, 0) + 1
            members.setdefault(own, []).append(i)
        for own, (top, left, bottom, right) in self.rectangles().items():
            if own not in full and sizes[own] < (bottom - top) * (right - left):
                for i in members[own]:
                    self._parent[i] = i
