/** Information from samples. */
package org.pith.measure;
