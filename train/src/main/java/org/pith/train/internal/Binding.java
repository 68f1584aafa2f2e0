package org.pith.train.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.Shape;

/** Loads libtorch and moves arrays to and fro. */
final class Binding {

  private static final String MEMORY_CHECK = "org.bytedeco.javacpp.maxPhysicalBytes";

  static {
    // JavaCPP would read /proc at every allocation to compare the process with a limit; scopes
    // bound our memory instead.
    if (System.getProperty(MEMORY_CHECK) == null) {
      System.setProperty(MEMORY_CHECK, "0");
    }
    unpackBeforeLoading();
    torch.set_num_threads(1);
    // OpenBLAS keeps a pool of its own, whatever libtorch is told; the two together are ten times
    // slower.
    openblas.blas_set_num_threads(1);
  }

  private Binding() {}

  /**
   * Loads the native libraries, once, and gives the calling thread no helpers: each training has
   * one thread.
   */
  static void ready() {
    torch.set_num_threads(1);
  }

  /**
   * JavaCPP unpacks libtorch.so and loads it before it unpacks libtorch_cpu.so, on which it
   * depends; on a machine where nothing is unpacked yet that ends in a crash. So the dependency
   * comes first.
   */
  private static void unpackBeforeLoading() {
    String library =
        "/org/bytedeco/pytorch/%s/%s"
            .formatted(Loader.getPlatform(), System.mapLibraryName("torch_cpu"));
    try {
      Loader.cacheResource(torch.class, library);
    } catch (IOException e) {
      throw new UncheckedIOException("libtorch cannot be unpacked. Maybe the disk is full.", e);
    }
  }

  /** A tensor that owns a copy of {@code values}. */
  static Tensor tensor(ScalarType type, float[] values, long... dims) {
    if (values.length == 0) {
      return torch.zeros(dims, new TensorOptions(type));
    }
    try (FloatPointer pointer = new FloatPointer(values)) {
      Tensor view = torch.from_blob(pointer, dims, new TensorOptions(ScalarType.Float));
      return type == ScalarType.Float ? view.clone() : view.to(type);
    }
  }

  /** A tensor that owns a copy of {@code values}. */
  static Tensor tensor(long[] values, long... dims) {
    try (LongPointer pointer = new LongPointer(values)) {
      return torch.from_blob(pointer, dims, new TensorOptions(ScalarType.Long)).clone();
    }
  }

  /** A tensor [K] of truths. */
  static Tensor tensor(boolean[] values) {
    long[] numbers = new long[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i] ? 1 : 0;
    }
    return tensor(numbers, values.length).to(ScalarType.Bool);
  }

  /** Rows of one shape, [N, row]. */
  static Tensor rows(ScalarType type, Shape rowShape, float[] values, int rows) {
    long[] dims = rowShape.dims().stream().mapToLong(Integer::longValue).toArray();
    return tensor(type, values, Value.prepended(rows, dims));
  }

  /** The elements in row-major order, as single precision. */
  static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    if (values.length > 0) {
      try (FloatPointer pointer = tensor.to(ScalarType.Float).contiguous().data_ptr_float()) {
        pointer.get(values);
      }
    }
    return values;
  }

  /** The elements in row-major order, as double precision. */
  static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    try (DoublePointer pointer = tensor.to(ScalarType.Double).contiguous().data_ptr_double()) {
      pointer.get(values);
    }
    return values;
  }
}
