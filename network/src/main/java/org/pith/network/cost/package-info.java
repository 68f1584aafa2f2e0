/** cost. */
package org.pith.network.cost;
