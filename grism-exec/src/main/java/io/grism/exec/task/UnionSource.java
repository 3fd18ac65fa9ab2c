package io.grism.exec.task;

import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.SharedSource;
import io.grism.exec.operator.Source;
import io.grism.exec.operator.UnionOperator;
import java.util.ArrayList;
import java.util.List;

/** The rows of several flows: each driver takes part in all of them, beginning with another one. */
final class UnionSource implements Source {
    private final List<Flow> inputs;
    private final List<Source> sources;
    private final int threads;

    UnionSource(List<Flow> inputs, int threads) {
        this.inputs = List.copyOf(inputs);
        this.threads = threads;
        this.sources = inputs.stream().map(UnionSource::source).toList();
    }

    /** A flow for one driver is shared by all; the others are opened by each. */
    private static Source source(Flow flow) {
        if (flow.isSingle()) {
            return new SharedSource(context -> flow.open(driver(context).alone()), 1);
        }
        return new Source() {
            @Override
            public Operator open(OperatorContext context) {
                return flow.open(driver(context));
            }

            @Override
            public int parallelism() {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static Driver driver(OperatorContext context) {
        return ((Driver.Node) context).driver();
    }

    @Override
    public int parallelism() {
        long sum = 0;
        for (Flow input : inputs) {
            sum += input.parallelism(threads);
        }
        return (int) Math.min(threads, sum);
    }

    @Override
    public Operator open(OperatorContext context) {
        int first = driver(context).number();
        List<Operator> opened = new ArrayList<>();
        try {
            for (int i = 0; i < sources.size(); i++) {
                opened.add(sources.get((first + i) % sources.size()).open(context));
            }
            return new UnionOperator(opened);
        } catch (Throwable e) {
            opened.forEach(operator -> Closing.closeAfter(e, operator));
            throw e;
        }
    }
}
