/** Files to typed columns and tensors, splits and fingerprints. DuckDB reads the tables. */
module org.pith.data {
  requires transitive org.pith.measure;
  requires java.sql;
  requires duckdb.jdbc;

  exports org.pith.data;
}
