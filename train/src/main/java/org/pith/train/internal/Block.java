package org.pith.train.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.Network;
import org.pith.network.Tensor.Floats;

/**
 * Constants of all networks of a stack in one flat tensor, so that an optimiser step is a handful
 * of operations whatever the number of layers: constant after constant, in each network after
 * network, padded as the {@link Placement} says.
 */
final class Block {

  private final int networks;
  private final SequencedMap<String, Placement> placements;
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final long size;
  private final Tensor flat;

  /** Takes the constants of {@code placements} from the networks. */
  Block(List<Network> networks, SequencedMap<String, Placement> placements, ScalarType type) {
    this.networks = networks.size();
    this.placements = placements;
    long offset = 0;
    for (Map.Entry<String, Placement> constant : placements.entrySet()) {
      int share = constant.getValue().size();
      offsets.put(constant.getKey(), offset);
      sizes.put(constant.getKey(), share);
      offset += (long) share * this.networks;
    }
    this.size = offset;
    this.flat = Binding.tensor(type, padded(networks), size);
  }

  /** Whether a constant is here. */
  boolean has(String constant) {
    return placements.containsKey(constant);
  }

  /** All elements, [size]. */
  Tensor flat() {
    return flat;
  }

  /**
   * The part of a tensor like {@link #flat} that belongs to a constant, [K, dims]; shares memory.
   */
  Tensor part(Tensor like, String constant) {
    Placement placement = placements.get(constant);
    return like.narrow(0, offsets.get(constant), (long) sizes.get(constant) * networks)
        .view(Value.prepended(networks, placement.dims()));
  }

  /** The network that each element belongs to, [size]. */
  Tensor owners() {
    long[] owners = new long[Math.toIntExact(size)];
    placements
        .keySet()
        .forEach(
            constant -> {
              for (int k = 0; k < networks; k++) {
                int start = start(constant, k);
                Arrays.fill(owners, start, start + sizes.get(constant), k);
              }
            });
    return Binding.tensor(owners, size);
  }

  /**
   * 1 where an element belongs to a network, 0 where it is padding, [size]; {@code null} where
   * nothing is padded.
   */
  Tensor mask(ScalarType type) {
    if (placements.values().stream().noneMatch(Placement::isPadded)) {
      return null;
    }
    float[] mask = new float[Math.toIntExact(size)];
    placements.forEach(
        (constant, placement) -> {
          for (int k = 0; k < networks; k++) {
            int start = start(constant, k);
            for (int place : placement.places(k)) {
              mask[start + place] = 1;
            }
          }
        });
    return Binding.tensor(type, mask, size);
  }

  /** A tensor like {@link #flat} of zeros. */
  Tensor zeros() {
    return torch.zeros(new long[] {size}, new TensorOptions(flat.scalar_type()));
  }

  /** How many elements the first {@code count} constants have. */
  long sizeOfFirst(int count) {
    return placements.keySet().stream().limit(count).mapToLong(sizes::get).sum() * networks;
  }

  /** The constants of network {@code k}, taken from the elements of a tensor like {@link #flat}. */
  Map<String, Floats> constants(float[] elements, int k, Network network) {
    Map<String, Floats> constants = new LinkedHashMap<>();
    placements.forEach(
        (constant, placement) -> {
          int[] places = placement.places(k);
          float[] values = new float[places.length];
          int start = start(constant, k);
          for (int i = 0; i < values.length; i++) {
            values[i] = elements[start + places[i]];
          }
          constants.put(constant, new Floats(network.constant(constant).shape(), values));
        });
    return constants;
  }

  private float[] padded(List<Network> sources) {
    float[] elements = new float[Math.toIntExact(size)];
    placements.forEach(
        (constant, placement) -> {
          for (int k = 0; k < networks; k++) {
            float[] values = sources.get(k).floats(constant).values();
            int[] places = placement.places(k);
            int start = start(constant, k);
            for (int i = 0; i < values.length; i++) {
              elements[start + places[i]] = values[i];
            }
          }
        });
    return elements;
  }

  private int start(String constant, int k) {
    return Math.toIntExact(offsets.get(constant) + (long) k * sizes.get(constant));
  }
}
