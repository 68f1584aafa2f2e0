/**
 * Networks from networks: batch normalisation folded into the layer before it, and channels removed
 * with everything that is coupled to them.
 */
package org.pith.network.rewrite;
