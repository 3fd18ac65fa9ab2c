package io.grism.jdbc;

/** The version that the driver and the shell report. */
final class Version {
    static final String TEXT = "0.1.0";

    private Version() {}
}
