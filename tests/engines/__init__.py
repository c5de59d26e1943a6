"""Facts at random, and the checks of them reckoned slowly, for tests of every engine."""
