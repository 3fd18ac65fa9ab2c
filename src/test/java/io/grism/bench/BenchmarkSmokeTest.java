package io.grism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every engine gives the answer of the reference to every question of the benchmarks, on very little data. */
final class BenchmarkSmokeTest {
    @TempDir
    private static Path folder;

    @Test
    void enginesAgree() throws Exception {
        Dataset data = Dataset.of(folder, Size.TINY, 42);
        Map<Question, String> expected = new EnumMap<>(Question.class);
        for (EngineKind kind :
                new EngineKind[] {EngineKind.REFERENCE, EngineKind.GRISM, EngineKind.DUCKDB, EngineKind.KUZU}) {
            try (Engine engine = kind.open(2)) {
                engine.load(data);
                for (Question question : Question.values()) {
                    if (question != Question.LOAD) {
                        String answer = engine.ask(question, 0).text();
                        if (kind == EngineKind.REFERENCE) {
                            assertFalse(answer.startsWith("0 rows"), question + " finds nothing");
                            expected.put(question, answer);
                        } else {
                            assertEquals(expected.get(question), answer, kind.title() + ", " + question);
                        }
                    }
                }
            }
        }
    }
}
