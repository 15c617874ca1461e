"""A believable shop, made by calling the shop's verbs."""

from zahra.seeds.filling import ShopNotEmpty, is_empty, seed_demo, seed_scale

__all__ = ["ShopNotEmpty", "is_empty", "seed_demo", "seed_scale"]
