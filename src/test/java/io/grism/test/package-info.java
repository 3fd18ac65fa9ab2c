/** Tests across modules: architecture, golden scripts, documents, comparisons with other engines. */
@NullMarked
package io.grism.test;

import org.jspecify.annotations.NullMarked;
