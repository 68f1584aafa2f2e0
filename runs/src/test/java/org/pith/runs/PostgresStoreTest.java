package org.pith.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same contract in a real PostgreSQL server; skipped, with a message, where there is none. */
class PostgresStoreTest extends RunStoreContract {

  private static PostgresServer server;

  private String schema;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  @Override
  void open() throws Exception {
    schema = "pith_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    super.open();
  }

  @Override
  String url() {
    return server.url() + (server.url().contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  @Override
  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void aLeaseEndsWithItsConnection() throws Exception {
    RunStore dying = RunStore.open(url(), Duration.ofMillis(500), CLOCK);
    String id = dying.begin(settings()).id();
    dying.close();
    Lease.giveUp(dying.location() + "#" + id);
    try (RunStore store = RunStore.open(url(), Duration.ofMillis(500), CLOCK)) {
      assertThat(store.show(id).summary().state()).isEqualTo(RunState.INTERRUPTED);
      store.resume(id).finish("done");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutItsPassword() {
    assertThatThrownBy(
            () -> RunStore.open("jdbc:postgresql://localhost:1/pith?user=me&password=secret"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("The store jdbc:postgresql://localhost:1/pith cannot be reached:")
        .hasMessageNotContaining("secret")
        .hasMessageContaining("Maybe check host and port");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    String url = server.url().replaceFirst("/[^/?]+(\\?|$)", "/absent$1");
    assertThatThrownBy(() -> RunStore.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be opened: FATAL: database \"absent\" does not exist");
  }
}
