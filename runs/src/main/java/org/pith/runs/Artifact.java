package org.pith.runs;

import java.time.Instant;

/**
 * A file that a run made, without its content, which {@link RunStore#artifact} reads.
 *
 * @param name the file's name, for example {@code "model.onnx"}
 * @param bytes its size
 * @param sha256 its SHA-256 in lower-case hexadecimal
 * @param at when it was recorded
 */
public record Artifact(String name, long bytes, String sha256, Instant at) {}
