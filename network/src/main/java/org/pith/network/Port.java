package org.pith.network;

/**
 * An input or output of a network.
 *
 * @param name the tensor's name
 * @param type its element type
 * @param shape its shape, usually batched
 */
public record Port(String name, ElementType type, Shape shape) {}
