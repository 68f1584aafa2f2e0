/** What every part of a network knows about the target, and what it costs: measured on a loaded model, without training it. */
package org.pith.prune.inspect;
