/** Tests of databases in folders, with tables in Lance files. */
@NullMarked
package io.grism.exec.storage.durable;

import org.jspecify.annotations.NullMarked;
