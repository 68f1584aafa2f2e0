package org.pith.cli;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON. */
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** The text of a result. */
  static String of(Object result) {
    return MAPPER.writeValueAsString(result);
  }

  /** The text of a result on one line. */
  static String line(Object result) {
    return JsonMapper.shared().writeValueAsString(result);
  }

  /** The number, or null where it is none: JSON has no NaN. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
