/** Append-only records of runs in an SQL store: embedded by default, PostgreSQL by a JDBC URL. */
module org.pith.runs {
  requires transitive java.sql;
  requires flyway.core;

}
