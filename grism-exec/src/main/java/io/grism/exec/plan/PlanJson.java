package io.grism.exec.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;

/** A plan as JSON, for programs that read EXPLAIN. */
public final class PlanJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private PlanJson() {}

    /** Writes one value. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** The text; {@code numbers} are further members of a node, such as estimated rows. */
    public static String write(PlanNode plan, Function<PlanNode, Map<String, ? extends Number>> numbers) {
        return text(json -> write(plan, numbers, json));
    }

    /** A value as indented text. */
    public static String text(Body body) {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(printer);
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes a plan as a value. */
    public static void write(
            PlanNode node, Function<PlanNode, Map<String, ? extends Number>> numbers, JsonGenerator json)
            throws IOException {
        PlanDescription description = PlanDescription.of(node);
        json.writeStartObject();
        json.writeNumberField("id", node.id());
        json.writeStringField("operator", description.operator());
        for (Map.Entry<String, String> attribute : description.attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        for (Map.Entry<String, ? extends Number> number : numbers.apply(node).entrySet()) {
            json.writeFieldName(number.getKey());
            Number value = number.getValue();
            if (value instanceof Double || value instanceof Float) {
                json.writeNumber(value.doubleValue());
            } else {
                json.writeNumber(value.longValue());
            }
        }
        json.writeArrayFieldStart("output");
        for (Field field : node.schema().getFields()) {
            json.writeStartObject();
            json.writeStringField("name", field.getName());
            json.writeStringField("type", field.getType().toString());
            json.writeBooleanField("nullable", field.isNullable());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("inputs");
        for (PlanNode input : node.inputs()) {
            write(input, numbers, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
