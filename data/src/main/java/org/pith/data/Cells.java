package org.pith.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of one cell says. */
final class Cells {

  private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "nan", "null", "?");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern INFINITE = Pattern.compile("([+-]?)(inf|infinity)");

  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}-\\d{2})(-\\d{2})?([T ](\\d{2}:\\d{2}[0-9:.]*) ?(Z|[+-]\\d{2}:?\\d{2})?)?");

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final double SECONDS_PER_DAY = 86_400;

  private Cells() {}

  /** Whether a trimmed cell stands for a missing one. */
  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Whether a trimmed cell is neither missing nor a number. */
  static boolean isWord(String cell) {
    return !isMissing(cell) && Double.isNaN(number(cell));
  }

  /**
   * The number that a cell spells as at most 15 digits with or without a sign and a decimal point,
   * NaN for anything else. Such a number is the correctly rounded quotient of two doubles that are
   * exact (Clinger 1990, doi:10.1145/93542.93557), far cheaper than the general case.
   */
  static double simpleNumber(char[] text, int length) {
    int at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (length - at > 16) {
      return Double.NaN;
    }
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; at < length; at++) {
      char c = text[at];
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
        count++;
      } else if (c == '.' && point < 0) {
        point = count;
      } else {
        return Double.NaN;
      }
    }
    if (count == 0 || count > 15) {
      return Double.NaN;
    }
    double value = point < 0 ? (double) digits : digits / POWERS[count - point];
    return text[0] == '-' ? -value : value;
  }

  /** The number a trimmed cell spells, NaN if it spells none. */
  static double number(String cell) {
    if (NUMBER.matcher(cell).matches()) {
      return Double.parseDouble(cell);
    }
    Matcher infinite = INFINITE.matcher(cell.toLowerCase(Locale.ROOT));
    if (infinite.matches()) {
      return infinite.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.NaN;
  }

  /** 1 for true, 0 for false, in any case; NaN for anything else. */
  static double truth(String cell) {
    return cell.equalsIgnoreCase("true") ? 1 : cell.equalsIgnoreCase("false") ? 0 : Double.NaN;
  }

  /**
   * Days since 1970-01-01 (UTC where a zone is given) of an ISO 8601 month, date, or date with
   * time; NaN for anything else. A month is its first day.
   */
  static double days(String cell) {
    Matcher date = DATE.matcher(cell);
    if (!date.matches()) {
      return Double.NaN;
    }
    try {
      String day = date.group(1) + (date.group(2) == null ? "-01" : date.group(2));
      if (date.group(3) == null) {
        return LocalDate.parse(day).toEpochDay();
      }
      String time = day + "T" + date.group(4);
      LocalDateTime local =
          date.group(5) == null
              ? LocalDateTime.parse(time)
              : OffsetDateTime.parse(time + zone(date.group(5)))
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime();
      double seconds = local.toLocalTime().toNanoOfDay() / 1e9;
      return local.toLocalDate().toEpochDay() + seconds / SECONDS_PER_DAY;
    } catch (DateTimeParseException e) {
      return Double.NaN;
    }
  }

  private static String zone(String zone) {
    return zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone;
  }
}
