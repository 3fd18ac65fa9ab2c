package io.grism.exec.storage;

/**
 * A schema object that is no table: the store keeps its definition and does not read it.
 *
 * @param kind "VIEW" or "PROPERTY GRAPH"
 * @param definition text that the catalog can read back (SQL for a view, JSON for a graph)
 */
public record CatalogObject(ObjectName name, String kind, String definition) {}
