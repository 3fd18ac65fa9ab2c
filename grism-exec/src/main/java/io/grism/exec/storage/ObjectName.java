package io.grism.exec.storage;

/** A schema object's name: tables, views and graphs share one name space per schema. Case is kept and significant. */
public record ObjectName(String schema, String name) implements Comparable<ObjectName> {
    @Override
    public int compareTo(ObjectName other) {
        int order = schema.compareTo(other.schema);
        return order != 0 ? order : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
