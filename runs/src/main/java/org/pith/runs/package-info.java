/** Append-only records of runs. */
package org.pith.runs;
