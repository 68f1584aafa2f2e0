/**
 * Networks trained on libtorch. The package {@code internal} is the only importer of the binding.
 */
module org.pith.train {
  requires transitive org.pith.measure;
  requires transitive org.pith.data;
  requires transitive org.pith.network;
  requires transitive org.pith.runs;
  requires org.bytedeco.pytorch;
  requires org.bytedeco.openblas;
  requires org.bytedeco.javacpp;
  requires java.management;

  exports org.pith.train;
  exports org.pith.train.encode;
  exports org.pith.train.probe;
}
