package io.grism.calcite.rule;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import org.apache.calcite.rel.type.RelDataType;

/** Which types of keys can be compared as they are. */
final class JoinKeyTypes {
    private JoinKeyTypes() {}

    /** Whether equal values of both types look the same in batches. */
    static boolean match(RelDataType left, RelDataType right) {
        TypeKind kind = ArrowTypes.kind(left);
        if (kind != ArrowTypes.kind(right)) {
            return false;
        }
        return switch (kind) {
            case DECIMAL -> left.getScale() == right.getScale();
            case ARRAY, ROW, MAP, NULL -> false;
            default -> true;
        };
    }
}
