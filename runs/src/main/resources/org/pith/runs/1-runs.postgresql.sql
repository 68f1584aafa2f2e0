-- The record is append-only: no row changes, and facts leave only together with their run.

CREATE FUNCTION run_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record of a run is append-only';
END $$;

CREATE FUNCTION run_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM run WHERE id = OLD.run) THEN
    RAISE EXCEPTION 'the record of a run is append-only';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER run_unchanged BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION run_unchanged();
CREATE TRIGGER setting_unchanged BEFORE UPDATE ON setting FOR EACH ROW EXECUTE FUNCTION run_unchanged();
CREATE TRIGGER event_unchanged BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION run_unchanged();
CREATE TRIGGER metric_unchanged BEFORE UPDATE ON metric FOR EACH ROW EXECUTE FUNCTION run_unchanged();
CREATE TRIGGER outcome_unchanged BEFORE UPDATE ON outcome FOR EACH ROW EXECUTE FUNCTION run_unchanged();
CREATE TRIGGER artifact_unchanged BEFORE UPDATE ON artifact FOR EACH ROW EXECUTE FUNCTION run_unchanged();

CREATE TRIGGER setting_kept BEFORE DELETE ON setting FOR EACH ROW EXECUTE FUNCTION run_kept();
CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION run_kept();
CREATE TRIGGER metric_kept BEFORE DELETE ON metric FOR EACH ROW EXECUTE FUNCTION run_kept();
CREATE TRIGGER outcome_kept BEFORE DELETE ON outcome FOR EACH ROW EXECUTE FUNCTION run_kept();
CREATE TRIGGER artifact_kept BEFORE DELETE ON artifact FOR EACH ROW EXECUTE FUNCTION run_kept();
