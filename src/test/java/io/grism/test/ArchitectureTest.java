package io.grism.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Holds the arrows of docs/architecture.md. */
@AnalyzeClasses(
        packages = "io.grism",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
    /** Leaves out the tests that modules publish as jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String EXEC = "io.grism.exec.";

    /** From the bottom up: a package may use those before it. */
    private static final List<String> EXEC_LAYERS = List.of(
            "error",
            "batch",
            "column",
            "kernel",
            "expr",
            "storage",
            "operator",
            "graph",
            "plan",
            "task",
            "stage",
            "codec",
            "local",
            "remote");

    private static ArchRule mayUse(String name) {
        String[] allowed = EXEC_LAYERS.subList(0, EXEC_LAYERS.indexOf(name) + 1).stream()
                .map(layer -> EXEC + layer + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(EXEC + name + "..")
                .should()
                .dependOnClassesThat(inGrismBut(allowed))
                .because("grism-exec's layers are " + String.join(" < ", EXEC_LAYERS));
    }

    private static DescribedPredicate<JavaClass> inGrismBut(String... allowed) {
        DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage("io.grism..");
        return ours.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)));
    }

    @ArchTest
    static final ArchRule ERROR = mayUse("error");

    @ArchTest
    static final ArchRule BATCH = mayUse("batch");

    @ArchTest
    static final ArchRule COLUMN = mayUse("column");

    @ArchTest
    static final ArchRule KERNEL = mayUse("kernel");

    @ArchTest
    static final ArchRule EXPR = mayUse("expr");

    @ArchTest
    static final ArchRule STORAGE = mayUse("storage");

    @ArchTest
    static final ArchRule OPERATOR = mayUse("operator");

    @ArchTest
    static final ArchRule GRAPH = mayUse("graph");

    @ArchTest
    static final ArchRule PLAN = mayUse("plan");

    @ArchTest
    static final ArchRule TASK = mayUse("task");

    @ArchTest
    static final ArchRule STAGE = mayUse("stage");

    @ArchTest
    static final ArchRule CODEC = mayUse("codec");

    @ArchTest
    static final ArchRule LOCAL = mayUse("local");

    @ArchTest
    static final ArchRule REMOTE = mayUse("remote");

    @ArchTest
    static final ArchRule EXECUTION_KNOWS_NEITHER_CALCITE_NOR_RAY = noClasses()
            .that()
            .resideInAPackage("io.grism.exec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.calcite..", "io.ray..", "org.lance..");

    @ArchTest
    static final ArchRule ONLY_TRANSLATE_AND_QUERY_BRIDGE_TO_PLANS = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.grism.calcite.rule..",
                    "io.grism.calcite.unnest..",
                    "io.grism.calcite.validate..",
                    "io.grism.calcite.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.grism.exec.plan..", "io.grism.exec.task..", "io.grism.exec.stage..", "io.grism.exec.local..");

    @ArchTest
    static final ArchRule ONLY_THE_CHILD_KNOWS_RAY = noClasses()
            .that()
            .resideOutsideOfPackage("io.grism.ray.child..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ray..");

    @ArchTest
    static final ArchRule THE_CHILD_OF_RAY_HAS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.grism.ray.child..")
            .should()
            .dependOnClassesThat(inGrismBut("io.grism.ray.child..", "io.grism.ray.relay..", "io.grism.ray.worker.."));

    @ArchTest
    static final ArchRule WORKERS_OF_RAY_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage("io.grism.ray.worker..", "io.grism.ray.relay..")
            .should()
            .dependOnClassesThat(inGrismBut("io.grism.ray.worker..", "io.grism.ray.relay.."));

    @ArchTest
    static final ArchRule RAY_SEES_THE_CLUSTER_ONLY = noClasses()
            .that()
            .resideInAPackage("io.grism.ray..")
            .should()
            .dependOnClassesThat(inGrismBut("io.grism.ray..", "io.grism.exec.remote..", "io.grism.exec.error.."));

    @ArchTest
    static final ArchRule THE_PARSER_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("io.grism.parser..")
            .should()
            .dependOnClassesThat(inGrismBut("io.grism.parser..", "io.grism.exec.error.."));

    @ArchTest
    static final ArchRule NOBODY_USES_THE_DRIVER = noClasses()
            .that()
            .resideOutsideOfPackages("io.grism.jdbc..", "io.grism.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grism.jdbc..", "io.grism.cli..");

    @ArchTest
    static final ArchRule THE_DRIVER_USES_THE_API_ONLY = noClasses()
            .that()
            .resideInAnyPackage("io.grism.jdbc..", "io.grism.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.grism.calcite..",
                    "io.grism.parser..",
                    "io.grism.exec.task..",
                    "io.grism.exec.stage..",
                    "io.grism.exec.local..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_LANCE = noClasses()
            .that()
            .resideOutsideOfPackage("io.grism.lance..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lance..");

    @ArchTest
    static final ArchRule LANCE_SEES_STORAGE_ONLY = noClasses()
            .that()
            .resideInAPackage("io.grism.lance..")
            .should()
            .dependOnClassesThat(inGrismBut(
                    "io.grism.lance..",
                    "io.grism.exec.error..",
                    "io.grism.exec.batch..",
                    "io.grism.exec.column..",
                    "io.grism.exec.storage.."));

    @ArchTest
    static final ArchRule NOBODY_NAMES_LANCE_FILES = noClasses()
            .that()
            .resideOutsideOfPackages("io.grism.lance..", "io.questdb.jar.jni..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grism.lance..");

    @ArchTest
    static final ArchRule OURS_STAYS_IN_IO_GRISM = classes().should().resideInAPackage("io.grism..");

    @ArchTest
    static final ArchRule NOTHING_PRINTS_BUT_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.grism.cli..", "io.grism.parser.impl..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");
}
