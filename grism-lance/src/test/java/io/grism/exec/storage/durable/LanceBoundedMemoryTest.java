package io.grism.exec.storage.durable;

/** A table of Lance files that is larger than the heap. */
final class LanceBoundedMemoryTest extends BoundedMemoryTest {}
