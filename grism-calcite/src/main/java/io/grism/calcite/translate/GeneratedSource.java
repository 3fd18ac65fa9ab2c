package io.grism.calcite.translate;

import io.grism.calcite.function.GeneratedRoot;
import io.grism.calcite.function.Inputs;
import io.grism.calcite.function.Outputs;
import io.grism.calcite.type.ArrowTypes;
import io.grism.calcite.type.GrismConformance;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumUtils;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.function.Deterministic;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.BlockStatement;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.MemberDeclaration;
import org.apache.calcite.linq4j.tree.NewExpression;
import org.apache.calcite.linq4j.tree.OptimizeShuttle;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.linq4j.tree.Primitive;
import org.apache.calcite.linq4j.tree.Shuttle;
import org.apache.calcite.linq4j.tree.Statement;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Java source of an expression: a loop over the rows of a batch around the code that Calcite makes of it. Inputs and results go through arrays
 * ({@link Inputs}, {@link Outputs}).
 */
final class GeneratedSource {
    private static final ParameterExpression ROW = Expressions.parameter(int.class, "row");

    private final RexBuilder builder;
    private final JavaTypeFactory factory;
    private final GeneratedOperators operators;

    GeneratedSource(RexBuilder builder) {
        this.builder = builder;
        this.factory = (JavaTypeFactory) builder.getTypeFactory();
        this.operators = new GeneratedOperators(builder);
    }

    Expression.Generated generate(RexNode node) {
        Leaves leaves = new Leaves(builder);
        RexNode body = node.accept(operators).accept(leaves);
        List<Expression> arguments = new ArrayList<>(leaves.slots.keySet());
        try {
            return new Expression.Generated(source(body, leaves.rowType()), arguments, RexTranslator.field(node));
        } catch (GrismException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED, "Cannot evaluate expression: " + node + ". It has no implementation", e);
        }
    }

    private String source(RexNode body, RelDataType inputs) {
        RexProgram program = RexProgram.create(inputs, List.of(body), null, List.of("value"), builder);
        // Calcite's code for quantified comparisons is valid Java only once the optimiser has inlined it.
        BlockBuilder block =
                new BlockBuilder(RexUtil.find(Set.of(SqlKind.SOME, SqlKind.ALL)).inProgram(program));
        BlockBuilder constants = new BlockBuilder(false);
        List<org.apache.calcite.linq4j.tree.Expression> values = RexToLixTranslator.translateProjects(
                program,
                factory,
                GrismConformance.INSTANCE,
                block,
                constants,
                null,
                DataContext.ROOT,
                (list, index, storage) ->
                        input(index, inputs.getFieldList().get(index).getType(), storage),
                null);
        block.add(Expressions.statement(put(body.getType(), values.get(0))));
        FunctionObjects functions = new FunctionObjects();
        BlockStatement loop = block.toBlock().accept(new OptimizeShuttle()).accept(functions);

        StringBuilder text = new StringBuilder(functions.declarations());
        for (Statement constant : constants.toBlock().statements) {
            text.append("private static ").append(constant);
        }
        text.append("public void evaluate(")
                .append(FieldVector.class.getName())
                .append("[] inputs, int rowCount, ")
                .append(FieldVector.class.getName())
                .append(" output, ")
                .append(EvaluationContext.class.getName())
                .append(" context) {\n  final ")
                .append(DataContext.class.getName())
                .append(" root = new ")
                .append(GeneratedRoot.class.getName())
                .append("(context);\n");
        for (int i = 0; i < inputs.getFieldCount(); i++) {
            declareInput(text, i, inputs.getFieldList().get(i).getType());
        }
        Slot out = Slot.of(body.getType());
        text.append("  final ")
                .append(out.element)
                .append("[] out = new ")
                .append(out.element)
                .append("[rowCount];\n");
        if (out.primitive) {
            text.append("  final boolean[] outNulls = new boolean[rowCount];\n");
        }
        text.append("  for (int row = 0; row < rowCount; row++)")
                .append(loop)
                .append("  ")
                .append(Outputs.class.getName())
                .append(out.primitive ? ".write(output, out, outNulls);\n}\n" : ".write(output, out);\n}\n");
        return text.toString();
    }

    private static void declareInput(StringBuilder text, int index, RelDataType type) {
        Slot slot = Slot.of(type);
        text.append("  final ")
                .append(slot.element)
                .append("[] in")
                .append(index)
                .append(" = ")
                .append(Inputs.class.getName())
                .append('.')
                .append(slot.reader)
                .append("(inputs[")
                .append(index)
                .append("], rowCount);\n");
        if (slot.primitive && type.isNullable()) {
            text.append("  final boolean[] nulls")
                    .append(index)
                    .append(" = ")
                    .append(Inputs.class.getName())
                    .append(".nulls(inputs[")
                    .append(index)
                    .append("], rowCount);\n");
        }
    }

    private static org.apache.calcite.linq4j.tree.Expression input(
            int index, RelDataType type, @Nullable Type storage) {
        Slot slot = Slot.of(type);
        ParameterExpression values = Expressions.parameter(slot.arrayType, "in" + index);
        org.apache.calcite.linq4j.tree.Expression value = slot.primitive && type.isNullable()
                ? Expressions.call(
                        Inputs.class, "get", values, Expressions.parameter(boolean[].class, "nulls" + index), ROW)
                : Expressions.arrayIndex(values, ROW);
        if (storage != null) {
            return EnumUtils.convert(value, storage);
        }
        return switch (ArrowTypes.kind(type)) {
            case ARRAY -> Expressions.convert_(value, List.class);
            case MAP -> Expressions.convert_(value, Map.class);
            case UUID -> Expressions.convert_(value, UUID.class);
            default -> value;
        };
    }

    private org.apache.calcite.linq4j.tree.Expression put(
            RelDataType type, org.apache.calcite.linq4j.tree.Expression value) {
        Slot slot = Slot.of(type);
        ParameterExpression out = Expressions.parameter(slot.arrayType, "out");
        if (!slot.primitive) {
            return Expressions.assign(
                    Expressions.arrayIndex(out, ROW), EnumUtils.convert(value, slot.arrayType.getComponentType()));
        }
        Class<?> boxed = Primitive.box(slot.arrayType.getComponentType());
        org.apache.calcite.linq4j.tree.Expression converted = value.getType() == Void.class
                        || value.getType() == Object.class
                ? Expressions.convert_(value, boxed)
                : EnumUtils.convert(value, Primitive.is(value.getType()) ? slot.arrayType.getComponentType() : boxed);
        return Expressions.call(
                Outputs.class,
                "put",
                out,
                Expressions.parameter(boolean[].class, "outNulls"),
                ROW,
                Expressions.box(converted));
    }

    /** How values of a type travel: the array's Java type and the reader's name. */
    private enum Slot {
        BOOLEAN("boolean", boolean[].class, "booleans", true),
        BYTE("byte", byte[].class, "bytes", true),
        SHORT("short", short[].class, "shorts", true),
        INT("int", int[].class, "ints", true),
        LONG("long", long[].class, "longs", true),
        FLOAT("float", float[].class, "floats", true),
        DOUBLE("double", double[].class, "doubles", true),
        STRING("String", String[].class, "strings", false),
        BINARY(
                "org.apache.calcite.avatica.util.ByteString",
                org.apache.calcite.avatica.util.ByteString[].class,
                "binaries",
                false),
        DECIMAL("java.math.BigDecimal", java.math.BigDecimal[].class, "decimals", false),
        OBJECT("Object", Object[].class, "objects", false);

        final String element;
        final Class<?> arrayType;
        final String reader;
        final boolean primitive;

        Slot(String element, Class<?> arrayType, String reader, boolean primitive) {
            this.element = element;
            this.arrayType = arrayType;
            this.reader = reader;
            this.primitive = primitive;
        }

        static Slot of(RelDataType type) {
            TypeKind kind = ArrowTypes.kind(type);
            return switch (kind) {
                case BOOLEAN -> BOOLEAN;
                case TINYINT -> BYTE;
                case SMALLINT -> SHORT;
                case INTEGER, DATE, TIME, INTERVAL_MONTHS -> INT;
                case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> LONG;
                case REAL -> FLOAT;
                case DOUBLE -> DOUBLE;
                case VARCHAR -> STRING;
                case VARBINARY -> BINARY;
                case DECIMAL -> DECIMAL;
                case UUID, ARRAY, ROW, MAP, NULL -> OBJECT;
            };
        }
    }

    /** Makes fields of function objects, such as that of LIKE, which keeps the patterns that it has compiled: one for all rows. */
    private static final class FunctionObjects extends Shuttle {
        private final Map<Type, ParameterExpression> fields = new LinkedHashMap<>();

        @Override
        public org.apache.calcite.linq4j.tree.Expression visit(
                NewExpression made,
                List<org.apache.calcite.linq4j.tree.Expression> arguments,
                @Nullable List<MemberDeclaration> members) {
            boolean shared = arguments.isEmpty()
                    && members == null
                    && made.type instanceof Class<?> type
                    && type.isAnnotationPresent(Deterministic.class);
            return shared
                    ? fields.computeIfAbsent(made.type, type -> Expressions.parameter(type, "function" + fields.size()))
                    : super.visit(made, arguments, members);
        }

        String declarations() {
            StringBuilder text = new StringBuilder();
            fields.forEach((type, field) -> text.append("private final ")
                    .append(((Class<?>) type).getCanonicalName())
                    .append(' ')
                    .append(field.name)
                    .append(" = new ")
                    .append(((Class<?>) type).getCanonicalName())
                    .append("();\n"));
            return text.toString();
        }
    }

    /** Replaces columns, parameters and outer columns by the arguments of the generated function. */
    private static final class Leaves extends RexShuttle {
        final Map<Expression, RexInputRef> slots = new LinkedHashMap<>();
        private final RexBuilder builder;

        Leaves(RexBuilder builder) {
            this.builder = builder;
        }

        RelDataType rowType() {
            RelDataTypeFactory.Builder fields = builder.getTypeFactory().builder();
            for (RexInputRef ref : slots.values()) {
                fields.add("c" + ref.getIndex(), ref.getType());
            }
            return fields.build();
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            return slot(ref);
        }

        @Override
        public RexNode visitDynamicParam(RexDynamicParam parameter) {
            return slot(parameter);
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            return RexTranslator.leaf(access) == null ? super.visitFieldAccess(access) : slot(access);
        }

        private RexNode slot(RexNode leaf) {
            Expression expression = RexTranslator.leaf(leaf);
            return slots.computeIfAbsent(expression, e -> new RexInputRef(slots.size(), leaf.getType()));
        }
    }
}
