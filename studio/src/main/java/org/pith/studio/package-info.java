/** Runs as pages. */
package org.pith.studio;
