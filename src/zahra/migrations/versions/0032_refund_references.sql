-- The bank's own number of a refund (ARN, RRN or UTR): who was paid finds the money by it.
ALTER TABLE refunds
    ADD COLUMN reference text CONSTRAINT refunds_reference CHECK (reference ~ '^[A-Za-z0-9/_-]+$');
