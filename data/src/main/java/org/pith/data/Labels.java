package org.pith.data;

import java.util.ArrayList;
import java.util.List;

/** Labels that come with images, as column {@code label}. */
final class Labels {

  static final String NAME = "label";

  private Labels() {}

  /** Labels that are numbers from 0; the classes are named by them. */
  static Column.Category column(byte[] labels) {
    int classes = 0;
    for (byte label : labels) {
      classes = Math.max(classes, Byte.toUnsignedInt(label) + 1);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      names.add(Integer.toString(i));
    }
    return column(labels, names);
  }

  /** Labels that are numbers from 0 into a list of names. */
  static Column.Category column(byte[] labels, List<String> names) {
    int[] codes = new int[labels.length];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = Byte.toUnsignedInt(labels[row]);
    }
    return new Column.Category(NAME, names, codes);
  }
}
