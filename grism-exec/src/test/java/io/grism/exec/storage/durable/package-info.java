@NullMarked
package io.grism.exec.storage.durable;

import org.jspecify.annotations.NullMarked;
