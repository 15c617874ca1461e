DROP TABLE mail_checks;
DROP TABLE sms_budgets;
DROP TRIGGER auth_events_is_append_only ON auth_events;
CREATE TRIGGER auth_events_is_append_only BEFORE UPDATE OR DELETE ON auth_events
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
DROP FUNCTION zahra_append_only_for_400_days();
DROP INDEX auth_events_by_type;
