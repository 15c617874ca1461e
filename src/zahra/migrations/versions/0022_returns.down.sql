DROP TABLE exchanges, return_steps, return_pieces, return_items, returns, payouts, payout_files,
    payout_destinations, credit_entries, credit_accounts;
