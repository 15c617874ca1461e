DROP INDEX payments_captured_by_time, provider_events_by_time;
DROP TABLE discrepancies, settlement_items, settlements, doctor_runs;
