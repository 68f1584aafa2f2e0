/** Removes what carries nothing, and repairs the rest. */
package org.pith.prune;
