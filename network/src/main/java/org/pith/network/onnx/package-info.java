/** onnx. */
package org.pith.network.onnx;
