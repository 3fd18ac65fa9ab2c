package io.grism.exec.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LIKE against its definition, over letters of one to four bytes. */
final class LikePatternTest {
    private static final List<String> LETTERS =
            List.of("a", "b", "ä", "\uFF5E", "\uD83D\uDE00", "\n", ".", "\\", "%", "_", "!");
    private static final List<String> SIGNS = List.of("%", "%", "_", "!%", "!_", "!!");

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Test
    void matchesWhatTheDefinitionSays() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        int matching = 0;
        for (int run = 0; run < 3_000; run++) {
            boolean escapes = random.nextBoolean();
            String pattern = pattern(random, escapes);
            List<String> texts = new ArrayList<>();
            for (int i = 1 + random.nextInt(80); i > 0; i--) {
                texts.add(text(random));
            }
            List<String> expected = texts.stream()
                    .filter(text -> matches(
                            text.codePoints().toArray(), 0, pattern.codePoints().toArray(), 0, escapes))
                    .toList();
            LikePattern like = new LikePattern(pattern, escapes ? "!" : null);
            assertEquals(expected, texts.stream().filter(like::matches).toList(), "seed " + seed + ": " + pattern);
            assertEquals(expected, kept(like, texts, random.nextInt(texts.size())), "seed " + seed + ": " + pattern);
            matching += expected.size();
        }
        assertTrue(matching > 3_000, "hardly any text matches: " + matching);
    }

    /** The texts that the kernel keeps; those before {@code skipped} go through a slice's offsets. */
    private List<String> kept(LikePattern like, List<String> texts, int skipped) {
        try (FieldVector all = TypeKind.VARCHAR.field("text").createVector(leaks.allocator())) {
            for (int i = 0; i < texts.size(); i++) {
                VectorValues.set(all, i, texts.get(i));
            }
            all.setValueCount(texts.size());
            List<String> kept = new ArrayList<>();
            kept.addAll(kept(like, all, 0, skipped));
            kept.addAll(kept(like, all, skipped, texts.size()));
            return kept;
        }
    }

    private List<String> kept(LikePattern like, FieldVector all, int from, int to) {
        int rows = to - from;
        var pair = all.getTransferPair(leaks.allocator());
        pair.splitAndTransfer(from, rows);
        List<String> kept = new ArrayList<>();
        try (FieldVector part = (FieldVector) pair.getTo()) {
            long[] mask = new long[rows / 64 + 1];
            Masks.fill(mask, rows);
            like.keep(part, rows, mask);
            for (int row = 0; row < rows; row++) {
                if ((mask[row >> 6] >> row & 1) != 0) {
                    kept.add((String) VectorValues.get(part, row));
                }
            }
        }
        return kept;
    }

    @Test
    void anEscapeIsOneCharacterBeforeASign() {
        for (List<String> wrong :
                List.of(List.of("a", ""), List.of("a", "!!"), List.of("!a", "!"), List.of("a!", "!"))) {
            GrismException error =
                    assertThrows(GrismException.class, () -> new LikePattern(wrong.get(0), wrong.get(1)));
            assertEquals(ErrorCode.DATA_ERROR, error.code(), wrong::toString);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(LETTERS.get(random.nextInt(random.nextBoolean() ? 3 : LETTERS.size())));
        }
        return text.toString();
    }

    private static String pattern(Random random, boolean escapes) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            pattern.append(
                    random.nextBoolean()
                            ? SIGNS.get(random.nextInt(escapes ? SIGNS.size() : 3))
                            : LETTERS.get(random.nextInt(escapes ? 8 : LETTERS.size())));
        }
        return pattern.toString();
    }

    private static boolean matches(int[] text, int at, int[] pattern, int sign, boolean escapes) {
        if (sign == pattern.length) {
            return at == text.length;
        }
        if (pattern[sign] == '%') {
            return matches(text, at, pattern, sign + 1, escapes)
                    || at < text.length && matches(text, at + 1, pattern, sign, escapes);
        }
        boolean escaped = escapes && pattern[sign] == '!';
        int letter = escaped ? sign + 1 : sign;
        return at < text.length
                && (!escaped && pattern[sign] == '_' || text[at] == pattern[letter])
                && matches(text, at + 1, pattern, letter + 1, escapes);
    }
}
