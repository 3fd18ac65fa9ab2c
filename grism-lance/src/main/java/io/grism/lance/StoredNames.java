package io.grism.lance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Names of columns, or of the fields of a row, as they stand in files. Lance gives some characters and words a meaning, and case no place; SQL allows all of them. A name that is plain stays as it is, any other one gets
 * {@code _} for what is not, and where two would be equal, a number behind.
 */
final class StoredNames {
    private StoredNames() {}

    /** A name for each field, in order; no two are equal, whatever their case. */
    static List<String> of(List<Field> fields) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Field field : fields) {
            String wanted = plain(field.getName());
            String name = wanted;
            for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
                name = wanted + "_" + n;
            }
            names.add(name);
        }
        return names;
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
        // Lance's own columns, _rowid and others, begin so
        return plain.isEmpty() || plain.charAt(0) == '_' || Character.isDigit(plain.charAt(0))
                ? "c" + plain
                : plain.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
