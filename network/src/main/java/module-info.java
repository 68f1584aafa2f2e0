/** The network: an immutable ONNX graph, its cost, its rewriting, its file and its runtime. */
module org.pith.network {
  requires org.tribuo.util.onnx;
  requires com.google.protobuf;
  requires com.microsoft.onnxruntime;

  exports org.pith.network;
  exports org.pith.network.cost;
  exports org.pith.network.onnx;
  exports org.pith.network.rewrite;
}
