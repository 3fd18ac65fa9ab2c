package io.grism.exec.storage.durable;

/** Versions of Lance datasets that come back. */
final class LanceRestoreTest extends RestoreTest {}
