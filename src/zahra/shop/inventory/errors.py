"""How inventory says no."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.errors import Conflict


class OutOfStock(Conflict):
    """Fewer pieces than wanted. Details: `items`, each `{variantId, wanted, available}`."""

    code = "out_of_stock"
    message = "Some of this has just been sold."

    def __init__(self, short: Sequence[tuple[UUID, int, int]]) -> None:
        super().__init__(
            items=[
                {"variantId": str(variant_id), "wanted": wanted, "available": available}
                for variant_id, wanted, available in short
            ]
        )


class StockPromised(Conflict):
    """Fewer would be left than orders have been promised. Details: `promised`, `wouldBe`."""

    code = "stock_promised"
    message = "Orders have been promised more than that would leave."

    def __init__(self, *, promised: int, would_be: int) -> None:
        super().__init__(promised=promised, wouldBe=would_be)


class NotPromised(Conflict):
    """More pieces would leave, or be taken back, than the order is still promised."""

    code = "stock_not_promised"
    message = "These pieces are not promised to this order any more."
