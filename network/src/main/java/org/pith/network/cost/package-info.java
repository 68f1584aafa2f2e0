/** What a network costs: parameters, multiply-accumulates, bytes and memory, by formula. */
package org.pith.network.cost;
