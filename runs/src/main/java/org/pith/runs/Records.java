package org.pith.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.pith.runs.Event.Kind;

/** Reads what is recorded. Another process may remove a run between two statements; it then counts as absent. */
record Records(Database database) {

  List<RunSummary> list() {
    return database
        .select(r -> r.getString(1), "SELECT id FROM run ORDER BY begun DESC, id DESC")
        .stream()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  Optional<RunSummary> find(String id) {
    List<Event> events = events(id);
    return settings(id)
        .filter(settings -> !events.isEmpty())
        .map(settings -> summarize(id, settings, events));
  }

  RunSummary get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The store %s has no run '%s'. Maybe pith runs list shows the one you mean."
                        .formatted(database.location(), id)));
  }

  RunRecord show(String id) {
    return new RunRecord(get(id), events(id), metrics(id), artifacts(id), outcomes(id));
  }

  Optional<byte[]> artifact(String id, String name) {
    return database
        .select(
            r -> r.getBytes(1),
            "SELECT content FROM artifact WHERE run = ? AND name = ? ORDER BY position DESC LIMIT 1",
            id,
            name)
        .stream()
        .findFirst();
  }

  private RunSummary summarize(String id, RunSettings settings, List<Event> events) {
    Event last = events.stream().filter(e -> e.kind().isLifecycle()).toList().getLast();
    return new RunSummary(
        id,
        events.getFirst().at(),
        events.getLast().at(),
        settings,
        state(id, last.kind()),
        last.text());
  }

  private RunState state(String id, Kind lastOfLife) {
    return switch (lastOfLife) {
      case FINISHED -> RunState.FINISHED;
      case FAILED -> RunState.FAILED;
      default -> database.isLeased(id) ? RunState.RUNNING : RunState.INTERRUPTED;
    };
  }

  private Optional<RunSettings> settings(String id) {
    return database
        .select(r -> settings(id, r), "SELECT verb, seed, fingerprint FROM run WHERE id = ?", id)
        .stream()
        .findFirst();
  }

  private RunSettings settings(String id, ResultSet run) throws SQLException {
    return new RunSettings(
        run.getString(1),
        run.getLong(2),
        run.getString(3),
        named(id, "option"),
        named(id, "version"));
  }

  private SequencedMap<String, String> named(String id, String kind) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    database.select(
        r -> settings.put(r.getString(1), r.getString(2)),
        "SELECT name, value FROM setting WHERE run = ? AND kind = ? ORDER BY position",
        id,
        kind);
    return settings;
  }

  private List<Event> events(String id) {
    return database.select(
        r ->
            new Event(
                Instant.ofEpochMilli(r.getLong(1)), Kind.valueOf(r.getString(2)), r.getString(3)),
        "SELECT recorded, kind, text FROM event WHERE run = ? ORDER BY position",
        id);
  }

  private List<Metric> metrics(String id) {
    return database.select(
        r -> new Metric(r.getString(1), r.getLong(2), number(r, 3)),
        "SELECT name, step, value FROM metric WHERE run = ? ORDER BY position",
        id);
  }

  private static double number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  private List<Artifact> artifacts(String id) {
    return database.select(
        r ->
            new Artifact(
                r.getString(1), r.getLong(2), r.getString(3), Instant.ofEpochMilli(r.getLong(4))),
        "SELECT name, bytes, sha256, recorded FROM artifact a WHERE run = ? AND position ="
            + " (SELECT MAX(position) FROM artifact b WHERE b.run = a.run AND b.name = a.name) ORDER BY name",
        id);
  }

  private List<String> outcomes(String id) {
    return database.select(
        r -> r.getString(1), "SELECT name FROM outcome WHERE run = ? ORDER BY position", id);
  }
}
