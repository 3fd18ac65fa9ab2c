package io.grism.exec.storage;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A schema object's name: tables, views and graphs share one name space per schema. Case is kept and significant.
 *
 * @param version which version of the database a query means, in the words of who made the name; null, as in all that is stored, for the version that the query reads otherwise
 */
public record ObjectName(String schema, String name, @Nullable String version) implements Comparable<ObjectName> {
    private static final Comparator<ObjectName> ORDER = Comparator.comparing(ObjectName::schema)
            .thenComparing(ObjectName::name)
            .thenComparing(ObjectName::version, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** A name as it is stored. */
    public ObjectName(String schema, String name) {
        this(schema, name, null);
    }

    /** The same object in a version of the database; null as in {@link #version()}. */
    public ObjectName at(@Nullable String wanted) {
        return new ObjectName(schema, name, wanted);
    }

    /** The name as it is stored. */
    public ObjectName stored() {
        return version == null ? this : at(null);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return version == null ? schema + "." + name : schema + "." + name + "@" + version;
    }
}
