"""A believable shop, made by calling the shop's verbs."""
