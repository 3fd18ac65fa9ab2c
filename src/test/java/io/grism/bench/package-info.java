/** Benchmarks: the same questions to Grism, to other engines and to plain Java over arrays, on generated data. May use: the JDBC drivers only. */
@NullMarked
package io.grism.bench;

import org.jspecify.annotations.NullMarked;
