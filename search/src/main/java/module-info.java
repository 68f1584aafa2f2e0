/** The funnel from a space of networks, through a budget, to a front of trained ones. */
module org.pith.search {
  requires transitive org.pith.train;

  exports org.pith.search;
  exports org.pith.search.space;
}
