ALTER TABLE credit_entries DISABLE TRIGGER credit_entries_is_append_only;
UPDATE credit_entries SET cause = 'goodwill' WHERE cause = 'reward';
ALTER TABLE credit_entries ENABLE TRIGGER credit_entries_is_append_only;
ALTER TABLE credit_entries DROP CONSTRAINT credit_entries_cause,
    ADD CONSTRAINT credit_entries_cause
    CHECK (cause IN ('refund', 'order', 'order_cancelled', 'goodwill'));
UPDATE givebacks SET kind = 'cancellation' WHERE kind = 'fee_waived';
ALTER TABLE givebacks DROP CONSTRAINT givebacks_kind, ADD CONSTRAINT givebacks_kind
    CHECK (kind IN ('cancellation', 'return', 'rto', 'lost', 'goodwill'));
DROP INDEX orders_replacing;
DROP TABLE prepaid_rewards;
DROP INDEX prepaid_links_of_order;
DROP INDEX prepaid_links_newest;
ALTER TABLE prepaid_links DROP COLUMN reward, DROP COLUMN fee_waived;
