/** The network: an immutable ONNX graph with its operators, shapes and constants. */
package org.pith.network;
