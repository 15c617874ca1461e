"""A believable shop, made by calling the shop's verbs."""

from zahra.seeds.filling import (
    ShopNotEmpty,
    give_owner_a_login,
    is_empty,
    seed_demo,
    seed_scale,
)

__all__ = ["ShopNotEmpty", "give_owner_a_login", "is_empty", "seed_demo", "seed_scale"]
