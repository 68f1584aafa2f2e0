/** What the layers of a network know: values captured at named tensors, read by decoders. */
package org.pith.train.probe;
