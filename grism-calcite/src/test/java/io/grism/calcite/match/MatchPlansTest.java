package io.grism.calcite.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.calcite.rule.ColumnTrimmer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

/**
 * Golden plans of the match optimiser. {@code -Dgrism.update=<folder>} writes there what it gives now, to be read and put in place of the files in the resources.
 */
final class MatchPlansTest {
    @Test
    void matchesBecomeTheGoldenPlans() throws IOException {
        check("plans.txt", plan -> MatchOptimizer.optimize(plan, Set.of()));
    }

    @Test
    void columnsAreDroppedWhereNothingNeedsThem() throws IOException {
        check("trimmed.txt", plan -> {
            RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(plan.getCluster(), null);
            return new ColumnTrimmer(builder).trim(MatchOptimizer.optimize(plan, Set.of()));
        });
    }

    private static void check(String file, UnaryOperator<RelNode> step) throws IOException {
        String golden;
        try (var stream = Objects.requireNonNull(MatchPlansTest.class.getResourceAsStream(file))) {
            golden = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> actual = new ArrayList<>();
        for (String item : golden.split("(?m)^={3,}\n")) {
            String question = item.replaceFirst("(?s)\n---\n.*", "").trim();
            String match = question.replaceAll("(?m)^#.*\n", "");
            RelNode before = new SampleGraph().plan(match);
            RelNode plan = step.apply(before);
            RelOptUtil.verifyTypeEquivalence(before, plan, match);
            assertEquals(before.getRowType().getFieldNames(), plan.getRowType().getFieldNames());
            actual.add(question + "\n---\n" + RelOptUtil.toString(plan));
        }
        String text = String.join("=====\n", actual);
        String update = System.getProperty("grism.update");
        if (update != null) {
            Files.writeString(Path.of(update, file), text);
            return;
        }
        assertEquals(golden, text);
    }
}
