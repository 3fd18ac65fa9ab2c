package io.grism.exec.stage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.grism.exec.plan.ExchangeText;
import io.grism.exec.plan.PlanJson;
import io.grism.exec.plan.PlanNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;

/** Stages as JSON, for programs that read EXPLAIN: an array, each stage with the plan of one partition. */
public final class StageJson {
    private StageJson() {}

    /**
     * The text.
     *
     * @param partitions of the query
     * @param numbers further members of a node, such as estimated rows
     */
    public static String write(
            List<ExecutionStage> stages, int partitions, Function<PlanNode, Map<String, ? extends Number>> numbers) {
        return PlanJson.text(json -> {
            json.writeStartArray();
            for (ExecutionStage stage : stages) {
                json.writeStartObject();
                json.writeNumberField("stage", stage.id());
                json.writeNumberField("parallelism", stage.partitions(partitions));
                if (stage.id() < stages.size() - 1) {
                    writeOutput(stage, ExecutionStage.reader(stages, stage.id()), json);
                }
                json.writeFieldName("plan");
                PlanJson.write(stage.plan(), numbers, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void writeOutput(ExecutionStage stage, ExecutionStage reader, JsonGenerator json)
            throws IOException {
        List<String> columns =
                stage.plan().schema().getFields().stream().map(Field::getName).toList();
        json.writeObjectFieldStart("exchange");
        json.writeNumberField("toStage", reader.id());
        json.writeStringField("mode", ExchangeText.mode(stage.output()));
        json.writeStringField("partitioning", ExchangeText.kind(stage.output()));
        json.writeStringField("by", ExchangeText.keys(stage.output(), columns));
        json.writeBooleanField("merges", !stage.order().isEmpty());
        json.writeEndObject();
    }
}
