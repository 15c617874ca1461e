"""SQL of invoices. Documents are written and read, never changed."""
