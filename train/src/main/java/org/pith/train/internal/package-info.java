/**
 * Stacks of networks on libtorch. The only package that imports the binding; what it shows to the
 * others are arrays and networks.
 *
 * <p>A stack is a list of networks of one topology that are computed in one call. Letters in
 * comments: K networks, N rows, F features or units, C channels, H and W height and width of an
 * image.
 */
package org.pith.train.internal;
