package io.grism.test;

import io.grism.ray.LocalRay;
import io.grism.ray.MiniCluster;
import io.grism.test.GoldenTest.Mode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Runs every golden script on a cluster of Ray of two nodes: the files of {@link GoldenTest}, which tells what holds. */
final class RayGoldenTest {
    @TestFactory
    Stream<DynamicNode> scripts() throws IOException {
        LocalRay ray = MiniCluster.shared();
        String settings = MiniCluster.settings(ray).entrySet().stream()
                .map(setting -> ";" + setting.getKey() + "=" + setting.getValue())
                .sorted()
                .collect(Collectors.joining());
        return GoldenTest.scripts(List.of(
                new Mode("ray=3", "jdbc:grism:runtime=ray;partitions=3" + settings),
                new Mode(
                        "folder ray=3",
                        "jdbc:grism:" + ScriptDatabases.FOLDER + ";runtime=ray;partitions=3" + settings)));
    }
}
