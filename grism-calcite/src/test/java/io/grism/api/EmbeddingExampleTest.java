package io.grism.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The example does what it says. */
class EmbeddingExampleTest {
    @Test
    void printsWhatItIsMeantTo() {
        assertEquals(
                List.of(
                        "Ada knows 2",
                        "Bob knows 1",
                        "Ada -> Bob",
                        "Ada -> Cid",
                        "Dan -> Ada",
                        "INTEGER -> ProjectNode"),
                EmbeddingExample.run());
    }
}
