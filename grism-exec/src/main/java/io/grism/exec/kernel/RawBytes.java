package io.grism.exec.kernel;

import org.apache.arrow.memory.util.MemoryUtil;

/** Equality and order of byte strings in the memory of Arrow buffers, or there and in an array. Order is unsigned: for UTF-8 that is by code point. */
final class RawBytes {
    private RawBytes() {}

    static boolean equal(long left, long right, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (MemoryUtil.getLong(left + i) != MemoryUtil.getLong(right + i)) {
                return false;
            }
        }
        if (i + 4 <= length) {
            if (MemoryUtil.getInt(left + i) != MemoryUtil.getInt(right + i)) {
                return false;
            }
            i += 4;
        }
        for (; i < length; i++) {
            if (MemoryUtil.getByte(left + i) != MemoryUtil.getByte(right + i)) {
                return false;
            }
        }
        return true;
    }

    static boolean equal(long left, byte[] right) {
        int length = right.length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (MemoryUtil.getLong(left + i) != MemoryUtil.getLong(right, i)) {
                return false;
            }
        }
        if (i + 4 <= length) {
            if (MemoryUtil.getInt(left + i) != MemoryUtil.getInt(right, i)) {
                return false;
            }
            i += 4;
        }
        for (; i < length; i++) {
            if (MemoryUtil.getByte(left + i) != right[i]) {
                return false;
            }
        }
        return true;
    }

    static int compare(long left, int leftLength, long right, int rightLength) {
        int length = Math.min(leftLength, rightLength);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long a = MemoryUtil.getLong(left + i);
            long b = MemoryUtil.getLong(right + i);
            if (a != b) {
                return Long.compareUnsigned(Long.reverseBytes(a), Long.reverseBytes(b));
            }
        }
        if (i + 4 <= length) {
            int a = MemoryUtil.getInt(left + i);
            int b = MemoryUtil.getInt(right + i);
            if (a != b) {
                return Integer.compareUnsigned(Integer.reverseBytes(a), Integer.reverseBytes(b));
            }
            i += 4;
        }
        for (; i < length; i++) {
            byte a = MemoryUtil.getByte(left + i);
            byte b = MemoryUtil.getByte(right + i);
            if (a != b) {
                return Byte.compareUnsigned(a, b);
            }
        }
        return leftLength - rightLength;
    }

    static int compare(long left, int leftLength, byte[] right) {
        int length = Math.min(leftLength, right.length);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long a = MemoryUtil.getLong(left + i);
            long b = MemoryUtil.getLong(right, i);
            if (a != b) {
                return Long.compareUnsigned(Long.reverseBytes(a), Long.reverseBytes(b));
            }
        }
        if (i + 4 <= length) {
            int a = MemoryUtil.getInt(left + i);
            int b = MemoryUtil.getInt(right, i);
            if (a != b) {
                return Integer.compareUnsigned(Integer.reverseBytes(a), Integer.reverseBytes(b));
            }
            i += 4;
        }
        for (; i < length; i++) {
            byte a = MemoryUtil.getByte(left + i);
            if (a != right[i]) {
                return Byte.compareUnsigned(a, right[i]);
            }
        }
        return leftLength - right.length;
    }
}
