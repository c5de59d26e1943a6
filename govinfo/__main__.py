"""``python -m govinfo`` is the ``govinfo`` command."""

from govinfo.cli import main

raise SystemExit(main())
