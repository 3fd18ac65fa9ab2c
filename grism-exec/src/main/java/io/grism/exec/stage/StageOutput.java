package io.grism.exec.stage;

import io.grism.exec.operator.Source;

/** What a stage delivers to the one that reads it. Thread-safe. */
public interface StageOutput {
    /** The rows for a partition of the reading stage. */
    Source source(int receiver);
}
