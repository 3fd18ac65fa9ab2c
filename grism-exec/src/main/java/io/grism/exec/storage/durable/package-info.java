/** Databases in a folder: versions, atomic commits, checksums, and the pages of tables that are read from files when they are needed. */
@NullMarked
package io.grism.exec.storage.durable;

import org.jspecify.annotations.NullMarked;
