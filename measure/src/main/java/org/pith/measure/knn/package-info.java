/** Information from nearest-neighbour distances. */
package org.pith.measure.knn;
