/** The funnel from a space of networks to a front of trained ones. */
package org.pith.search;
