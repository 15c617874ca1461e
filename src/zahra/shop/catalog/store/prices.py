"""SQL that looks at prices of many variants."""

from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.tax import Priced


async def prices(snapshot: Snapshot, *, style_id: UUID | None = None) -> list[Priced]:
    """What variants cost that are or may yet be on sale, by SKU; of one style, or of all."""
    return await snapshot.rows(
        Priced,
        """
        SELECT v.sku, s.hsn, v.price
        FROM variants v
        JOIN style_colours c ON c.id = v.style_colour_id
        JOIN styles s ON s.id = c.style_id
        WHERE v.status = 'active' AND s.status <> 'archived'
            AND (%(style_id)s::uuid IS NULL OR s.id = %(style_id)s::uuid)
        ORDER BY v.sku
        """,
        style_id=style_id,
    )
