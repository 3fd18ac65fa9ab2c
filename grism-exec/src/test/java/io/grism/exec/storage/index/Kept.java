package io.grism.exec.storage.index;

import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import java.util.ArrayDeque;

/** Keeps in memory what is put, to be got once. */
final class Kept implements DerivedOutput, DerivedInput {
    private final ArrayDeque<Object> values = new ArrayDeque<>();

    boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public void putInt(int value) {
        values.add(value);
    }

    @Override
    public void putLong(long value) {
        values.add(value);
    }

    @Override
    public void putText(String text) {
        values.add(text);
    }

    @Override
    public void putInts(int[] array) {
        values.add(array.clone());
    }

    @Override
    public void putLongs(long[] array) {
        values.add(array.clone());
    }

    @Override
    public void putBytes(byte[] array) {
        values.add(array.clone());
    }

    @Override
    public void putChars(char[] array) {
        values.add(array.clone());
    }

    @Override
    public int getInt() {
        return (int) values.remove();
    }

    @Override
    public long getLong() {
        return (long) values.remove();
    }

    @Override
    public String getText() {
        return (String) values.remove();
    }

    @Override
    public int[] getInts() {
        return (int[]) values.remove();
    }

    @Override
    public long[] getLongs() {
        return (long[]) values.remove();
    }

    @Override
    public byte[] getBytes() {
        return (byte[]) values.remove();
    }

    @Override
    public char[] getChars() {
        return (char[]) values.remove();
    }
}
