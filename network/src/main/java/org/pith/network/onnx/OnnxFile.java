package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Precision;

/**
 * Networks as ONNX files. Reading takes operator sets {@value #OLDEST_OPSET} to {@value #NEWEST_OPSET}; older forms of an
 * operator become the present one. Weights of half and double precision are read as floats, and then so are all tensors of
 * that type; the network remembers the {@link Precision}, and is written in it. Writing chooses the oldest operator set, but at
 * least 17, that holds every operator of the network.
 *
 * <p>What is written and read again is an equal network. Documentation strings, value infos and training information of
 * foreign files are not kept.
 *
 * <p>Reading trusts nothing: the memory it takes is bounded by a small multiple of the size of the file, whatever the file
 * claims.
 */
public final class OnnxFile {

  /** The oldest operator set that is read. */
  public static final int OLDEST_OPSET = 11;

  /** The newest operator set that is read. */
  public static final int NEWEST_OPSET = 21;

  private OnnxFile() {}

  /**
   * Reads a network.
   *
   * @throws IOException if the file cannot be read
   * @throws OnnxException if it does not hold a network that Pith can represent; the message names the file and the node
   */
  public static Network read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new OnnxException("%s is a directory, not an ONNX file.".formatted(file));
    }
    if (Files.size(file) > Integer.MAX_VALUE - 8) {
      throw new OnnxException("%s is larger than 2 GB, the limit of ONNX.".formatted(file));
    }
    return decode(Files.readAllBytes(file), file.getFileName().toString());
  }

  /**
   * Reads a network from the bytes of a file.
   *
   * @param source name of the bytes for messages
   * @throws OnnxException as {@link #read}
   */
  public static Network decode(byte[] bytes, String source) {
    if (bytes.length == 0) {
      throw new OnnxException("%s is empty.".formatted(source));
    }
    ModelProto model = parse(bytes, source);
    try {
      return new ModelReader(model).read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new OnnxException("%s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static ModelProto parse(byte[] bytes, String source) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(
          "%s is not an ONNX file, or is damaged or cut short: %s"
              .formatted(source, e.getMessage()),
          e);
    }
  }

  /**
   * Writes a network, first under a temporary name beside the file, which then replaces the file in one step.
   *
   * @throws IOException if the file cannot be written; an existing file is then untouched
   */
  public static void write(Network network, Path file) throws IOException {
    byte[] bytes = encode(network);
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      Files.write(partial, bytes);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The bytes of the file of a network; the same network gives the same bytes. */
  public static byte[] encode(Network network) {
    return new ModelWriter(network).write().toByteArray();
  }

  /** The size in bytes of the file of a network. */
  public static long size(Network network) {
    return new ModelWriter(network).write().getSerializedSize();
  }

  /**
   * The precision that a network is written in: its own, or single where one of its constants is too large for that and would become
   * infinite.
   */
  public static Precision precision(Network network) {
    return ModelWriter.precision(network);
  }

  /**
   * The precision other than single in which a file holds some of its weights, even where the network that is read from it does not
   * keep it since the file mixes several.
   *
   * @return empty where all are single
   * @throws OnnxException if the bytes are no ONNX file
   */
  public static Optional<Precision> precisionOfWeights(byte[] file) {
    return PrecisionReader.ofWeights(parse(file, "the file").getGraph());
  }

  /** The operator set that {@code network} is written with: 17, or the oldest that holds all its operators. */
  public static int opset(Network network) {
    return new ModelWriter(network).opsets().get("");
  }
}
