"""Invoices and credit notes: gapless series, frozen snapshots, PDFs and the GST registers."""
