/** The network's file and runtime: ONNX protobuf in and out, and sessions of ONNX Runtime. */
package org.pith.network.onnx;
