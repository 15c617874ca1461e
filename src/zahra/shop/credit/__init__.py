"""Store credit: an append-only ledger of what the shop owes its customers in goods."""
