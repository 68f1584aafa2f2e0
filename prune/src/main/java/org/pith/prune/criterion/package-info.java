/** Which units of a layer to keep: joint information by default, and what it is compared with. */
package org.pith.prune.criterion;
