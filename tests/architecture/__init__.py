"""What the tree promises about itself: who imports whom, sizes, names, SQL, refusals, docs."""
