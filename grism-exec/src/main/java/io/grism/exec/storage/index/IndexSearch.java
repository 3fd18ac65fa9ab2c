package io.grism.exec.storage.index;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.kernel.TokenPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The part of a condition that an index of one column answers: comparisons with constants, lists of them, beginnings, IS NULL, and tokens. The rows that fit it are a superset of those that fit
 * the condition.
 */
public final class IndexSearch {
    /** What one conjunct asks of the column. */
    private sealed interface Term {
        /** {@code column op value}. */
        record Compared(Function function, Expression value) implements Term {}

        /** The column is one of some values. */
        record Listed(List<Expression> values) implements Term {}

        /** The column begins as a pattern of LIKE does. */
        record Begins(Expression pattern) implements Term {}

        record Missing() implements Term {}

        record HasTokens(Expression text) implements Term {}
    }

    private final Field type;
    private final List<Term> terms = new ArrayList<>();
    private final List<Expression> conjuncts = new ArrayList<>();

    private IndexSearch(Field type) {
        this.type = type;
    }

    /**
     * What a condition asks of a column.
     *
     * @param column what the condition calls it
     * @return null for nothing that such an index can answer
     */
    public static @Nullable IndexSearch of(Expression condition, int column, Field type, IndexKind kind) {
        IndexSearch search = new IndexSearch(type);
        search.add(condition, column, kind);
        return search.terms.isEmpty() ? null : search;
    }

    /** The parts of the condition that it answers. */
    public List<Expression> conjuncts() {
        return List.copyOf(conjuncts);
    }

    /** How many values the column may have; 0 when they are not listed. */
    public int points() {
        int least = 0;
        for (Term term : terms) {
            int points = term instanceof Term.Listed listed
                    ? listed.values().size()
                    : term instanceof Term.Compared compared && compared.function() == Function.EQUALS ? 1 : 0;
            least = least == 0 || points > 0 && points < least ? points : least;
        }
        return least;
    }

    public boolean isNull() {
        return terms.stream().anyMatch(Term.Missing.class::isInstance);
    }

    public boolean isTokens() {
        return terms.stream().anyMatch(Term.HasTokens.class::isInstance);
    }

    /** The comparisons with literals: the function and the value. */
    public void forEachBound(java.util.function.BiConsumer<Function, @Nullable Object> action) {
        for (Term term : terms) {
            if (term instanceof Term.Compared compared && compared.value() instanceof Expression.Literal literal) {
                action.accept(compared.function(), literal.value());
            }
        }
    }

    private void add(Expression condition, int column, IndexKind kind) {
        if (condition instanceof Expression.Call call && call.function() == Function.AND) {
            call.arguments().forEach(argument -> add(argument, column, kind));
            return;
        }
        Term term = kind == IndexKind.FTS ? tokens(condition, column) : term(condition, column);
        if (term != null) {
            terms.add(term);
            conjuncts.add(condition);
        }
    }

    private static @Nullable Term tokens(Expression condition, int column) {
        return condition instanceof Expression.Call call
                        && call.function() == Function.CONTAINS_TOKENS
                        && isColumn(call.arguments().get(0), column)
                        && isConstant(call.arguments().get(1))
                ? new Term.HasTokens(call.arguments().get(1))
                : null;
    }

    private @Nullable Term term(Expression condition, int column) {
        if (isColumn(condition, column)) {
            return truth(true);
        }
        if (!(condition instanceof Expression.Call call)) {
            return null;
        }
        Expression first = call.arguments().get(0);
        return switch (call.function()) {
            case EQUALS, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(call, column);
            case OR -> {
                List<Expression> values = new ArrayList<>();
                yield list(call, column, values) ? new Term.Listed(values) : null;
            }
            case LIKE ->
                isColumn(first, column) && isConstant(call.arguments().get(1))
                        ? new Term.Begins(call.arguments().get(1))
                        : null;
            case IS_NULL -> isColumn(first, column) ? new Term.Missing() : null;
            case NOT, IS_FALSE -> isColumn(first, column) ? truth(false) : null;
            case IS_TRUE -> isColumn(first, column) ? truth(true) : null;
            default -> null;
        };
    }

    private Term truth(boolean value) {
        return new Term.Compared(Function.EQUALS, new Expression.Literal(value, type));
    }

    private Term.@Nullable Compared comparison(Expression.Call call, int column) {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        if (isColumn(left, column) && isValue(right)) {
            return new Term.Compared(call.function(), right);
        }
        return isColumn(right, column) && isValue(left) ? new Term.Compared(turned(call.function()), left) : null;
    }

    /** Whether a condition is a list of values, which are added. */
    private boolean list(Expression condition, int column, List<Expression> values) {
        if (!(condition instanceof Expression.Call call)) {
            return false;
        }
        if (call.function() == Function.OR) {
            return call.arguments().stream().allMatch(argument -> list(argument, column, values));
        }
        Term.Compared compared = call.function() == Function.EQUALS ? comparison(call, column) : null;
        if (compared != null) {
            values.add(compared.value());
        }
        return compared != null;
    }

    private static boolean isColumn(Expression expression, int column) {
        return expression instanceof Expression.ColumnRef ref && ref.index() == column;
    }

    /** Whether it is a constant of the column's type. */
    private boolean isValue(Expression expression) {
        return isConstant(expression) && expression.type().getType().equals(type.getType());
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof Expression.Literal || expression instanceof Expression.Parameter;
    }

    private static Function turned(Function function) {
        return switch (function) {
            case LESS -> Function.GREATER;
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case GREATER -> Function.LESS;
            case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
            default -> function;
        };
    }

    /** What is asked for, with the values of parameters. */
    public Wanted bind(EvaluationContext context) {
        Binding binding = new Binding(Columns.create(type), context);
        terms.forEach(binding::add);
        return new Wanted(binding.bounds, binding.all, binding.any, isNull(), binding.tokens);
    }

    /** Collects what terms ask for. */
    private static final class Binding {
        private final Column bounds;
        private final EvaluationContext context;
        private final List<Wanted.Range> all = new ArrayList<>();
        private final List<String> tokens = new ArrayList<>();
        private @Nullable List<Wanted.Range> any;

        Binding(Column bounds, EvaluationContext context) {
            this.bounds = bounds;
            this.context = context;
        }

        void add(Term term) {
            if (term instanceof Term.Compared compared) {
                compared(compared.function(), value(compared.value()));
            } else if (term instanceof Term.Listed listed) {
                listed(listed.values());
            } else if (term instanceof Term.Begins begins) {
                begins(value(begins.pattern()));
            } else if (term instanceof Term.HasTokens has) {
                tokens(value(has.text()));
            }
        }

        private @Nullable Object value(Expression constant) {
            return constant instanceof Expression.Parameter parameter
                    ? context.parameter(parameter.index())
                    : ((Expression.Literal) constant).value();
        }

        private int bound(Object value) {
            bounds.append(value);
            return bounds.size() - 1;
        }

        private void compared(Function function, @Nullable Object value) {
            if (value == null) {
                any = List.of();
                return;
            }
            int bound = bound(value);
            switch (function) {
                case EQUALS -> all.add(Wanted.Range.point(bound));
                case LESS, LESS_OR_EQUAL -> all.add(new Wanted.Range(-1, bound, Wanted.End.EXACT));
                default -> all.add(new Wanted.Range(bound, -1, Wanted.End.EXACT));
            }
        }

        /** The shortest list is looked up. */
        private void listed(List<Expression> values) {
            Set<Object> present = new HashSet<>();
            List<Wanted.Range> points = new ArrayList<>();
            for (Expression expression : values) {
                Object value = value(expression);
                if (value != null && present.add(value)) {
                    points.add(Wanted.Range.point(bound(value)));
                }
            }
            List<Wanted.Range> known = any;
            if (known == null || points.size() < known.size()) {
                any = points;
            }
        }

        private void begins(@Nullable Object pattern) {
            if (pattern == null) {
                any = List.of();
                return;
            }
            String text = (String) pattern;
            int end = 0;
            while (end < text.length() && text.charAt(end) != '%' && text.charAt(end) != '_') {
                end++;
            }
            int bound = bound(text.substring(0, end));
            all.add(new Wanted.Range(bound, bound, Wanted.End.PREFIX));
        }

        private void tokens(@Nullable Object text) {
            if (text == null) {
                any = List.of();
            } else {
                TokenPattern.forEach((String) text, tokens::add);
            }
        }
    }

    /** Whether values of a type can be looked up by an index of a kind. */
    public static boolean canIndex(TypeKind type, IndexKind kind) {
        return kind == IndexKind.FTS ? type == TypeKind.VARCHAR : OrderKeys.has(type);
    }
}
