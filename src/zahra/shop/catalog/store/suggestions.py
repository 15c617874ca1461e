"""SQL of what a search field offers while somebody types."""

from collections.abc import Sequence

from zahra.base.db import Snapshot
from zahra.shop.catalog.listing import Suggestions

_SUGGESTIONS = """
WITH asked AS MATERIALIZED (SELECT * FROM zahra_understand(%(words)s::text[])),
products AS (
    SELECT c.slug, c.title, c.colour_name, c.price, c.mrp, c.images -> 0 AS image
    FROM asked JOIN cards c ON c.search @@ asked.query
    WHERE c.published_at <= %(now)s
    ORDER BY NOT c.is_in_stock, ts_rank(c.search, asked.query) DESC, c.popularity DESC,
        c.style_colour_id
    LIMIT %(limit)s),
shelves AS (
    SELECT s.slug, s.name FROM asked JOIN categories s
        ON to_tsvector('english', zahra_fold(s.name)) || to_tsvector('simple', zahra_fold(s.name))
            @@ asked.query
    WHERE EXISTS (SELECT FROM cards WHERE category_ids @> ARRAY[s.id])
    ORDER BY s.position, s.name LIMIT 3)
SELECT coalesce((SELECT jsonb_agg(products) FROM products), '[]') AS products,
    coalesce((SELECT jsonb_agg(shelves) FROM shelves), '[]') AS categories,
    (SELECT corrected FROM asked) AS corrected
"""


async def suggestions(snapshot: Snapshot, words: Sequence[str], *, limit: int) -> Suggestions:
    """Products and shelves that have the words, the likeliest first."""
    found = await snapshot.row(
        Suggestions, _SUGGESTIONS, words=list(words), limit=limit, now=snapshot.now
    )
    assert found is not None
    return found
