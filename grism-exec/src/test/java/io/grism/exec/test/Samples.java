package io.grism.exec.test;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** Fields, values and vectors of every type, from a seed. */
public final class Samples {
    private static final String[] TEXTS = {
        "", "a", "ab", "abc", "abcdefgh", "abcdefghi", "\u00e9", "\uffff", "\ud83d\ude00", "z".repeat(40)
    };

    private Samples() {}

    /** A field of each type that is neither NULL nor nested. */
    public static List<Field> flatFields() {
        List<Field> fields = new ArrayList<>();
        for (TypeKind kind : TypeKind.values()) {
            switch (kind) {
                case DECIMAL -> {
                    fields.add(TypeKind.decimal("decimal", 38, 4));
                    fields.add(TypeKind.decimal("small decimal", 9, 2));
                }
                case ARRAY, ROW, MAP, NULL -> {}
                default -> fields.add(kind.field(kind.name()));
            }
        }
        return fields;
    }

    /** A field of every type, nested ones among them. */
    public static List<Field> allFields() {
        List<Field> fields = new ArrayList<>(flatFields());
        Field numbers = list("numbers", TypeKind.INTEGER.field("element"));
        Field person = new Field(
                "person",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(TypeKind.VARCHAR.field("name"), numbers, TypeKind.decimal("pay", 10, 2)));
        fields.add(numbers);
        fields.add(list("texts", TypeKind.VARCHAR.field("element")));
        fields.add(list("lists", numbers));
        fields.add(person);
        fields.add(list("people", person));
        fields.add(map("map", TypeKind.VARCHAR.field("key"), TypeKind.BIGINT.field("value")));
        fields.add(map("map of lists", TypeKind.INTEGER.field("key"), numbers));
        fields.add(TypeKind.NULL.field("nothing"));
        return fields;
    }

    public static Field list(String name, Field element) {
        return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
    }

    public static Field map(String name, Field key, Field value) {
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(new Field(key.getName(), FieldType.notNullable(key.getType()), key.getChildren()), value));
        return new Field(name, FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
    }

    /** A value that is not null (but for the type NULL), often an extreme one, from a small domain half of the time. */
    public static @Nullable Object value(Field field, Random random) {
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) integer(random, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> (short) integer(random, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, DATE, INTERVAL_MONTHS -> (int) integer(random, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case TIME -> random.nextInt(86_400_000);
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS -> integer(random, Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL -> (float) real(random);
            case DOUBLE -> real(random);
            case DECIMAL -> decimal((ArrowType.Decimal) field.getType(), random);
            case VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
            case VARBINARY -> {
                byte[] bytes = new byte[random.nextInt(12)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case UUID -> new UUID(integer(random, Long.MIN_VALUE, Long.MAX_VALUE), random.nextInt(3) - 1);
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(nullable(field.getChildren().get(0), random, 0.2));
                }
                yield values;
            }
            case ROW ->
                field.getChildren().stream()
                        .map(child -> nullable(child, random, 0.2))
                        .toArray();
            case MAP -> {
                List<Field> entry = field.getChildren().get(0).getChildren();
                Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.put(value(entry.get(0), random), nullable(entry.get(1), random, 0.2));
                }
                yield values;
            }
            case NULL -> null;
        };
    }

    public static @Nullable Object nullable(Field field, Random random, double nulls) {
        return random.nextDouble() < nulls ? null : value(field, random);
    }

    private static long integer(Random random, long least, long greatest) {
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> least + 1;
            case 3 -> random.nextLong();
            default -> random.nextInt(7) - 3;
        };
    }

    private static double real(Random random) {
        double[] special = {
            0.0,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            1.5,
            -1.5
        };
        return random.nextBoolean() ? special[random.nextInt(special.length)] : random.nextGaussian() * 100;
    }

    private static BigDecimal decimal(ArrowType.Decimal type, Random random) {
        BigInteger greatest = BigInteger.TEN.pow(type.getPrecision()).subtract(BigInteger.ONE);
        BigInteger unscaled =
                switch (random.nextInt(5)) {
                    case 0 -> greatest;
                    case 1 -> greatest.negate();
                    case 2 -> new BigInteger(120, random).mod(greatest).negate();
                    default -> BigInteger.valueOf(random.nextInt(7) - 3);
                };
        return new BigDecimal(unscaled, type.getScale());
    }

    /** {@code count} values, about {@code nulls} of them null. */
    public static List<@Nullable Object> values(Field field, int count, double nulls, Random random) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(nullable(field, random, nulls));
        }
        return values;
    }

    /** A vector of the values. */
    public static FieldVector vector(Field field, List<?> values, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        vector.allocateNew();
        for (int i = 0; i < values.size(); i++) {
            VectorValues.set(vector, i, values.get(i));
        }
        vector.setValueCount(values.size());
        return vector;
    }

    /** A vector of the values that is a slice of a longer one, at an offset that is no multiple of 8. */
    public static FieldVector slicedVector(Field field, List<?> values, BufferAllocator allocator, Random random) {
        int before = 1 + random.nextInt(7);
        List<@Nullable Object> longer = new ArrayList<>(values(field, before, 0.3, random));
        longer.addAll(values);
        longer.addAll(values(field, random.nextInt(20), 0.3, random));
        try (FieldVector whole = vector(field, longer, allocator)) {
            TransferPair pair = whole.getTransferPair(allocator);
            pair.splitAndTransfer(before, values.size());
            return (FieldVector) pair.getTo();
        }
    }

    /** The boxed values of a vector. */
    public static List<@Nullable Object> values(FieldVector vector) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < vector.getValueCount(); i++) {
            values.add(VectorValues.get(vector, i));
        }
        return values;
    }
}
