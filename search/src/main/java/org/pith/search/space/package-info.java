/** Spaces of networks, and widths solved for a budget. */
package org.pith.search.space;
