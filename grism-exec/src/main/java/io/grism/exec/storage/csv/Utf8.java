package io.grism.exec.storage.csv;

/** Checks that bytes are UTF-8. */
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            int b = bytes[p++];
            if (b >= 0) {
                continue;
            }
            int more;
            int least;
            int value;
            if ((b & 0xE0) == 0xC0) {
                more = 1;
                least = 0x80;
                value = b & 0x1F;
            } else if ((b & 0xF0) == 0xE0) {
                more = 2;
                least = 0x800;
                value = b & 0x0F;
            } else if ((b & 0xF8) == 0xF0) {
                more = 3;
                least = 0x10000;
                value = b & 0x07;
            } else {
                return false;
            }
            if (p + more > to) {
                return false;
            }
            for (int i = 0; i < more; i++) {
                int next = bytes[p++];
                if ((next & 0xC0) != 0x80) {
                    return false;
                }
                value = value << 6 | (next & 0x3F);
            }
            if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
                return false;
            }
        }
        return true;
    }
}
