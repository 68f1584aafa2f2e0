/** How wide each layer may stay under a limit, and in how many stages it gets there. */
package org.pith.prune.schedule;
