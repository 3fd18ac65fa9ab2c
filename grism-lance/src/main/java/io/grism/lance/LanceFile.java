package io.grism.lance;

import io.grism.exec.storage.durable.TableFiles.WrittenFile;

/** A file that belongs to no version yet. */
record LanceFile(String name, int rowCount) implements WrittenFile {}
