/** Information that the nodes and edges of a graph hold about a class of the nodes. */
package org.pith.measure.graph;
