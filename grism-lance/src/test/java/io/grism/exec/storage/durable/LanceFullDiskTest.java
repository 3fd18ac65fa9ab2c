package io.grism.exec.storage.durable;

/** Lance files on a file system that becomes full. */
final class LanceFullDiskTest extends FullDiskTest {}
