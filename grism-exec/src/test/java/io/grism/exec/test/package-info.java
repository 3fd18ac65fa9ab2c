/** What tests of all modules share: the leak check. */
@NullMarked
package io.grism.exec.test;

import org.jspecify.annotations.NullMarked;
