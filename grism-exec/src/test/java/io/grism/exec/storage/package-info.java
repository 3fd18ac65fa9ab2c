/** What every store must do, and the tests of the memory store. */
@NullMarked
package io.grism.exec.storage;

import org.jspecify.annotations.NullMarked;
