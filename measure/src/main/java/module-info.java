/**
 * Information from samples. Needs the JDK alone, so that it can be used without the rest of Pith.
 */
module org.pith.measure {
  exports org.pith.measure;
  exports org.pith.measure.density;
  exports org.pith.measure.discrete;
  exports org.pith.measure.divergence;
  exports org.pith.measure.graph;
  exports org.pith.measure.knn;
  exports org.pith.measure.route;
  exports org.pith.measure.select;
  exports org.pith.measure.significance;
}
