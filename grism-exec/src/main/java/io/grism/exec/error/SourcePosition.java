package io.grism.exec.error;

/** Where in an SQL text, 1-based and inclusive at both ends. */
public record SourcePosition(int line, int column, int endLine, int endColumn) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
