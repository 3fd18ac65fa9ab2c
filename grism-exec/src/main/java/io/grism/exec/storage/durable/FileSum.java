package io.grism.exec.storage.durable;

/**
 * A file as it was written.
 *
 * @param name relative to the folder of the database
 * @param checksum CRC32C
 */
record FileSum(String name, long bytes, int checksum) {
    static void encode(Encoder out, FileSum sum) {
        out.putString(sum.name);
        out.putLong(sum.bytes);
        out.putInt(sum.checksum);
    }

    static FileSum decode(Decoder in) {
        String name = in.getString();
        checkName(in, name);
        return new FileSum(name, in.getLong(), in.getInt());
    }

    /** Fails for a name that would lead out of the folder. */
    private static void checkName(Decoder in, String name) {
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0 || name.contains("\\")) {
            throw in.corrupted("it names the file " + name);
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw in.corrupted("it names the file " + name);
            }
        }
    }
}
