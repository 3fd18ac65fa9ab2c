package io.grism.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sqlline.SqlLine;

/** The interactive shell. */
final class Shell {
    private Shell() {}

    static int interactive(String url, @Nullable String format) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-ac", GrismApplication.class.getName(), "-u", url));
        if (format != null) {
            arguments.add("--outputformat=" + format);
            arguments.add("--nullValue=" + GrismApplication.nullText(format));
        }
        SqlLine.Status status = new SqlLine().begin(arguments.toArray(new String[0]), null, true);
        return status == SqlLine.Status.OK ? 0 : 1;
    }
}
