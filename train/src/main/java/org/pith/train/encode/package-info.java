/**
 * From raw columns and pixels to what a network reads, and back to what a user reads: fitted
 * preprocessing as a part of the network itself, so that what was trained is what is served.
 */
package org.pith.train.encode;
