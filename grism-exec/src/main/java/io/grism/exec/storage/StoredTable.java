package io.grism.exec.storage;

/**
 * Where a version of a table lies, for other processes that see the same files.
 *
 * @param location of the database: a path
 * @param table id
 * @param content the file that tells what is in the table, relative to the location
 * @param bytes of that file
 * @param checksum of it, CRC32C
 * @param version of the table
 */
public record StoredTable(String location, long table, String content, long bytes, int checksum, long version) {}
