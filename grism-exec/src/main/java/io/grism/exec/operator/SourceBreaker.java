package io.grism.exec.operator;

/** A breaker whose result is read as rows, by one or more drivers of the next pipeline, after {@link #complete}. */
public interface SourceBreaker extends Breaker, Source {}
