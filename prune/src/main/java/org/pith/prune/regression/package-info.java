/** Layers with weights seen as linear regressions of what they make on what they read. */
package org.pith.prune.regression;
