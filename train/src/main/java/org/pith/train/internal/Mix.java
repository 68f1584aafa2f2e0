package org.pith.train.internal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch mixed with itself in reverse, which is a random pairing because the order of the rows is
 * random.
 *
 * @param share of the row in its place, in [0,1]; 1 leaves the batch as it is
 */
record Mix(double share) {

  Tensor apply(Tensor rows) {
    return share == 1 ? rows : rows.flip(0).lerp(rows, new Scalar(share));
  }
}
