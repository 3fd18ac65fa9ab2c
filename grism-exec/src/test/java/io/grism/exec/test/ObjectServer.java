package io.grism.exec.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory that speaks S3 on a port of this machine: as much of it as databases need. It has one bucket, and one pair of keys, of which it looks at the first; it puts an object with {@code If-None-Match: *} only
 * where there is none.
 */
public final class ObjectServer implements AutoCloseable {
    public static final String BUCKET = "bucket";
    public static final String KEY = "KEYKEYKEY";
    public static final String SECRET = "SECRETSECRET";

    private static final Pattern KEYS = Pattern.compile("<Key>([^<]*)</Key>");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    static {
        // Otherwise each answer takes 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger conflicts = new AtomicInteger();
    private final HttpServer server;
    private volatile Predicate<String> silent = request -> false;
    private volatile Predicate<String> lost = request -> false;

    public ObjectServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What a client of the store needs to know. */
    public Map<String, String> options() {
        return Map.of(
                "aws_endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "aws_access_key_id",
                KEY,
                "aws_secret_access_key",
                SECRET,
                "aws_region",
                "us-east-1",
                "allow_http",
                "true");
    }

    /** The names of all objects. */
    public TreeSet<String> names() {
        return new TreeSet<>(objects.keySet());
    }

    /** How often an object was not put because there was one. */
    public int conflicts() {
        return conflicts.get();
    }

    /** From now on gives no answer to requests as {@code PUT key}. */
    public void ignore(Predicate<String> requests) {
        silent = requests;
    }

    /** From now on does what requests as {@code PUT key} ask for, and then says that it is too busy. */
    public void loseAnswers(Predicate<String> requests) {
        lost = requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            Map<String, String> query = query(uri.getRawQuery());
            String path = uri.getPath();
            String key = path.startsWith("/" + BUCKET + "/") ? path.substring(BUCKET.length() + 2) : "";
            String request = exchange.getRequestMethod() + " " + key;
            if (silent.test(request)) {
                closed.await();
            }
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!authorization.contains("Credential=" + KEY + "/")) {
                fail(exchange, 403, "InvalidAccessKeyId", "<AWSAccessKeyId>" + authorization + "</AWSAccessKeyId>");
            } else if (!path.startsWith("/" + BUCKET)) {
                fail(exchange, 404, "NoSuchBucket", "");
            } else {
                answer(exchange, key, query, body, lost.test(request));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String key, Map<String, String> query, byte[] body, boolean isLost)
            throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key, body, isLost);
            case "DELETE" -> {
                objects.remove(key);
                exchange.sendResponseHeaders(204, -1);
            }
            case "POST" -> {
                Matcher names = KEYS.matcher(new String(body, StandardCharsets.UTF_8));
                StringBuilder removed = new StringBuilder("<DeleteResult>");
                while (names.find()) {
                    objects.remove(names.group(1));
                    removed.append("<Deleted>").append(names.group()).append("</Deleted>");
                }
                send(exchange, 200, removed.append("</DeleteResult>").toString());
            }
            case "GET", "HEAD" -> {
                if (query.containsKey("list-type")) {
                    list(exchange, query.getOrDefault("prefix", ""), query.getOrDefault("delimiter", ""), query);
                } else {
                    get(exchange, objects.get(key));
                }
            }
            default -> fail(exchange, 501, "NotImplemented", "");
        }
    }

    private void put(HttpExchange exchange, String key, byte[] body, boolean isLost) throws IOException {
        boolean isNew = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (isNew && objects.putIfAbsent(key, body) != null) {
            conflicts.incrementAndGet();
            fail(exchange, 412, "PreconditionFailed", "");
            return;
        }
        objects.put(key, body);
        if (isLost) {
            fail(exchange, 503, "SlowDown", "");
            return;
        }
        exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(body) + "\"");
        exchange.sendResponseHeaders(200, -1);
    }

    private static void get(HttpExchange exchange, byte @Nullable [] content) throws IOException {
        if (content == null) {
            fail(exchange, 404, "NoSuchKey", "");
            return;
        }
        int from = 0;
        int to = content.length;
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        boolean isPart = range.matches();
        if (isPart && range.group(1).isEmpty()) {
            from = Math.max(0, to - Integer.parseInt(range.group(2)));
        } else if (isPart) {
            from = Integer.parseInt(range.group(1));
            to = range.group(2).isEmpty() ? to : Math.min(to, Integer.parseInt(range.group(2)) + 1);
        }
        exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(content) + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT");
        if (isPart) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(to - from));
            exchange.sendResponseHeaders(isPart ? 206 : 200, -1);
        } else {
            exchange.sendResponseHeaders(isPart ? 206 : 200, to - from);
            exchange.getResponseBody().write(content, from, to - from);
        }
    }

    private void list(HttpExchange exchange, String prefix, String delimiter, Map<String, String> query)
            throws IOException {
        StringBuilder found = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        TreeSet<String> folders = new TreeSet<>();
        objects.forEach((key, content) -> {
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (!key.startsWith(prefix) || key.compareTo(query.getOrDefault("start-after", "")) <= 0) {
                return;
            }
            if (end >= 0) {
                folders.add(key.substring(0, end + 1));
            } else {
                found.append("<Contents><Key>").append(key).append("</Key><LastModified>");
                found.append(Instant.EPOCH).append("</LastModified><ETag>x</ETag><Size>");
                found.append(content.length).append("</Size></Contents>");
            }
        });
        folders.forEach(
                name -> found.append("<CommonPrefixes><Prefix>").append(name).append("</Prefix></CommonPrefixes>"));
        send(exchange, 200, found.append("</ListBucketResult>").toString());
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null ? List.<String>of() : List.of(raw.split("&"))) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void fail(HttpExchange exchange, int status, String code, String more) throws IOException {
        send(exchange, status, "<?xml version=\"1.0\"?>\n<Error><Code>" + code + "</Code>" + more + "</Error>");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
        if (!isHead) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
