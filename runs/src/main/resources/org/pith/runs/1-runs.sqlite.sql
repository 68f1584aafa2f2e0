-- The record is append-only: no row changes, and facts leave only together with their run.

CREATE TRIGGER run_unchanged BEFORE UPDATE ON run
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER setting_unchanged BEFORE UPDATE ON setting
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER event_unchanged BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER metric_unchanged BEFORE UPDATE ON metric
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER outcome_unchanged BEFORE UPDATE ON outcome
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER artifact_unchanged BEFORE UPDATE ON artifact
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER setting_kept BEFORE DELETE ON setting WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run)
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run)
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER metric_kept BEFORE DELETE ON metric WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run)
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER outcome_kept BEFORE DELETE ON outcome WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run)
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;

CREATE TRIGGER artifact_kept BEFORE DELETE ON artifact WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run)
BEGIN
  SELECT RAISE(ABORT, 'the record of a run is append-only');
END;
