package org.pith.network.onnx;

/** An ONNX file or model that cannot be read, checked or run; one line that names what, and where. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public OnnxException(String message) {
    super(message);
  }

  /** What is wrong, and the failure that told. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
