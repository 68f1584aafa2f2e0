/**
 * What a report says, as immutable values that are computed elsewhere: the page only words and
 * draws them. A part that a verb has nothing for is empty and takes no room on the page.
 */
package org.pith.studio.report;
