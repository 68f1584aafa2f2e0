/** Networks trained on libtorch. */
package org.pith.train;
