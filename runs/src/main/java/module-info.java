/**
 * Append-only records of runs in an SQL store: embedded by default, PostgreSQL by a JDBC URL. The PostgreSQL driver is found
 * by the platform's service lookup, so nothing here needs it to compile.
 */
module org.pith.runs {
  requires transitive java.sql;
  requires org.xerial.sqlitejdbc;

  exports org.pith.runs;
}
