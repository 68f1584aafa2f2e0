/**
 * Files to typed columns and tensors, splits and fingerprints. DuckDB reads Parquet and JSON lines.
 */
module org.pith.data {
  requires transitive org.pith.measure;
  requires java.sql;
  requires duckdb.jdbc;

  exports org.pith.data;
}
