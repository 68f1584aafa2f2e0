/** Refits what is left of a network to what the whole one computed, in closed form. */
package org.pith.prune.repair;
