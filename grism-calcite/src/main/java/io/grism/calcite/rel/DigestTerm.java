package io.grism.calcite.rel;

/** What a rel's digest compares, with the shorter text that EXPLAIN shows for it. */
record DigestTerm(String text, Object identity) {
    @Override
    public boolean equals(Object other) {
        return other instanceof DigestTerm that && identity.equals(that.identity) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
