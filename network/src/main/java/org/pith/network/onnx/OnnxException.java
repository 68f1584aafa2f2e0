package org.pith.network.onnx;

/**
 * An ONNX file that Pith or ONNX Runtime cannot use. The message names the file, then the node, constant or input, and is
 * fit to be shown to a user as it is.
 */
public final class OnnxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** An exception with this message. */
  public OnnxException(String message) {
    super(message);
  }

  /** An exception with this message and its cause. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
