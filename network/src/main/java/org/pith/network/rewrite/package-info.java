/** rewrite. */
package org.pith.network.rewrite;
