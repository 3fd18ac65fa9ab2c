/** Tests of graphs: random graphs and patterns, and a naive matcher that the engine is held against. */
@NullMarked
package io.grism.exec.graph;

import org.jspecify.annotations.NullMarked;
