/** Information of discrete variables from counts. */
package org.pith.measure.discrete;
