/** Information from fitted densities, bins and kernels. */
package org.pith.measure.density;
