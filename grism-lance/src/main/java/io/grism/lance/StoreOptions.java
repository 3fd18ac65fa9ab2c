package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of an object store, as Lance takes them, and its errors, without what is secret. */
final class StoreOptions {
    /** So that an error comes within minutes where the store does not answer: Lance tries six times. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "client_max_retries", "3",
            "client_retry_timeout", "30",
            "connect_timeout", "5s",
            "timeout", "30s");

    private static final List<String> SCHEMES = List.of("s3", "gs", "az", "abfss", "file-object-store");

    private static final Pattern SECRET =
            Pattern.compile("key|secret|token|password|sas|credential|account|proxy", Pattern.CASE_INSENSITIVE);

    private static final Pattern STATUS = Pattern.compile("status code: (\\d{3} [A-Z][A-Za-z ]*)");
    private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");
    private static final Pattern SOURCE = Pattern.compile(",? /[^ ]*\\.rs:\\d+:\\d+");
    private static final Pattern QUERY = Pattern.compile("\\?\\S*");
    private static final Pattern USER = Pattern.compile("://[^/@\\s]*@");

    private final Map<String, String> options;
    private final Collection<String> secrets;

    private StoreOptions(Map<String, String> options, Collection<String> secrets) {
        this.options = options;
        this.secrets = secrets;
    }

    /** For files of this machine. */
    static StoreOptions none() {
        return new StoreOptions(Map.of(), List.of());
    }

    static StoreOptions of(Map<String, String> given) {
        Map<String, String> options = new HashMap<>(DEFAULTS);
        options.putAll(given);
        return new StoreOptions(
                Map.copyOf(options),
                given.entrySet().stream()
                        .filter(option -> SECRET.matcher(option.getKey()).find())
                        .map(Map.Entry::getValue)
                        .filter(value -> !value.isEmpty())
                        .toList());
    }

    /** Fails for the URL of a store that there is no way to. */
    static void check(String location) {
        String scheme = location.substring(0, location.indexOf(':'));
        if (!SCHEMES.contains(scheme)) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot open " + location + ": object stores are s3://, gs://, az:// and abfss://, not " + scheme
                            + "://");
        }
    }

    Map<String, String> asMap() {
        return options;
    }

    /** An error of Lance's. Its cause is left out, because it may tell keys. */
    GrismException failure(String what, String name, Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean missing = message.contains("not found") || message.contains("NotFound");
        String reason = reason(message);
        boolean noBucket = reason.startsWith("NoSuchBucket") || reason.startsWith("ContainerNotFound");
        return new GrismException(
                missing || noBucket ? ErrorCode.FILE_NOT_FOUND : ErrorCode.IO_ERROR,
                "Cannot " + what + " " + name + ": " + (missing && !noBucket ? "there is no such object" : reason));
    }

    private String reason(String message) {
        Matcher status = STATUS.matcher(message);
        Matcher code = CODE.matcher(message);
        String told = status.find() ? "the object store says " + status.group(1).strip() : firstLine(message);
        String reason = code.find() ? code.group(1) + ", " + told : told;
        for (String secret : secrets) {
            reason = reason.replace(secret, "***");
        }
        return reason + advice(reason.toLowerCase(Locale.ROOT));
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return USER.matcher(QUERY.matcher(SOURCE.matcher(line).replaceAll("")).replaceAll(""))
                .replaceAll("://");
    }

    private static String advice(String reason) {
        if (reason.contains("nosuchbucket")) {
            return ". Make the bucket first";
        }
        return reason.contains("403") || reason.contains("401") || reason.contains("credential")
                ? ". Give its keys as options or environment variables of the store, as aws_access_key_id"
                : "";
    }
}
