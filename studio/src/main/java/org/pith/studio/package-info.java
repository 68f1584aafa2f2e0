/**
 * Runs as pages. {@link org.pith.studio.ReportPage} writes a {@link org.pith.studio.report.Report}
 * as one HTML file that needs no network, no libtorch and, except for its tooltips, no script.
 *
 * <p>HTML and SVG are made by one small escaping builder rather than a template engine, because
 * most of the page is drawings whose arithmetic would otherwise sit in templates.
 */
package org.pith.studio;
