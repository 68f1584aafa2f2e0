/** Files to typed columns and tensors, splits, fingerprints. */
package org.pith.data;
