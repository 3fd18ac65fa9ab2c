package io.grism.ray.relay;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A node that is alive, as a line of text.
 *
 * @param processors how many there are, in use or not
 */
public record NodeLine(String id, String address, int processors) {
    public static String write(List<NodeLine> nodes) {
        return nodes.stream()
                .map(node -> node.id + " " + node.address + " " + node.processors)
                .collect(Collectors.joining("\n"));
    }

    public static List<NodeLine> read(String text) {
        return text.lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new NodeLine(words[0], words[1], Integer.parseInt(words[2])))
                .toList();
    }
}
