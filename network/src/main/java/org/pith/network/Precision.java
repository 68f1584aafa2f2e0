package org.pith.network;

/**
 * How a file holds the float numbers of a network: its constants, and what its nodes pass on. In memory all of them are single,
 * whatever their file holds.
 */
public enum Precision {
  /** 32 bits throughout. */
  SINGLE("single precision", Float.BYTES),
  /** 16 bits throughout, inputs and outputs too: 11 bits of fraction, up to 65,504. */
  HALF("half precision", Short.BYTES),
  /** 16 bits between inputs and outputs of 32, which are cast behind the inputs and before the outputs. */
  HALF_WITHIN("half precision", Short.BYTES),
  /** 64 bits throughout. */
  DOUBLE("double precision", Double.BYTES);

  private final String words;
  private final int bytes;

  Precision(String words, int bytes) {
    this.words = words;
    this.bytes = bytes;
  }

  /** In words, such as {@code half precision}. */
  public String words() {
    return words;
  }

  /** Bytes that a number takes. */
  public int bytes() {
    return bytes;
  }

  /** That of inputs and outputs. */
  public Precision ofPorts() {
    return this == HALF_WITHIN ? SINGLE : this;
  }

  /** The least number above 0 that it states; of singles and doubles, the least single that has all its bits. */
  public float least() {
    return bytes == Short.BYTES ? 0x1p-24f : Float.MIN_NORMAL;
  }

  /**
   * Whether numbers stay finite when they are rounded to this precision, to the nearest and to even. A half rounds 65,520 and what
   * is larger to infinity. What is infinite or no number already stays what it is.
   */
  public boolean holds(Tensor tensor) {
    return bytes != Short.BYTES
        || !(tensor instanceof Tensor.Floats(_, float[] values))
        || halvesHold(values);
  }

  private static boolean halvesHold(float[] values) {
    for (float value : values) {
      if (Float.isFinite(value)
          && !Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(value)))) {
        return false;
      }
    }
    return true;
  }
}
