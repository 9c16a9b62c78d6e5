"""Search backend of the admin's lists: Wagtail's own for the database, less what it fails at (modelsearch 1.3.2).

On SQLite it fails at a quotation mark; on all it refuses to order what was found by a column of another table, which
Wagtail's list of pages offers.
"""

from __future__ import annotations

from typing import Any

from wagtail.search.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - Wagtail asks the module for this name
    """Wagtail's backend for the database in use, that reads quotation marks as spaces and orders by any column."""
    backend = database.SearchBackend(params)

    class Forgiving(type(backend)):  # type: ignore[misc]  # which class depends on the database
        def _search(self, compiler: type, query: Any, *args: Any, **kwargs: Any) -> Any:
            words = query.replace('"', " ").strip() if isinstance(query, str) else query
            ordered_by_the_database = type("Compiler", (compiler,), {"_get_order_by": lambda _: ()})
            return super()._search(ordered_by_the_database, words, *args, **kwargs)

    return Forgiving(params)
