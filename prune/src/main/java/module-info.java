/** Removes what carries nothing, repairs what is left. */
module org.pith.prune {
  requires transitive org.pith.search;

}
