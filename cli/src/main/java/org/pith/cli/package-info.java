/** One verb per stage. */
package org.pith.cli;
