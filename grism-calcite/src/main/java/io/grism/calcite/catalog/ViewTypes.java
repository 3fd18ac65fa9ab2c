package io.grism.calcite.catalog;

import org.apache.calcite.rel.type.RelDataType;

/** Tells the row type of a view by reading its text; a view that reads itself is an error. */
@FunctionalInterface
public interface ViewTypes {
    RelDataType rowType(GrismView view);
}
