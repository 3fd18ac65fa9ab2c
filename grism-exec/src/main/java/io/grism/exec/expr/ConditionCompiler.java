package io.grism.exec.expr;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.kernel.Comparison;
import io.grism.exec.kernel.LikePattern;
import io.grism.exec.kernel.TextPattern;
import io.grism.exec.kernel.TokenPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns BOOLEAN expressions into conditions. */
final class ConditionCompiler {
    private ConditionCompiler() {}

    static Condition compile(Expression expression, EvaluationContext context) {
        if (TypeKind.of(expression.type()) != TypeKind.BOOLEAN && TypeKind.of(expression.type()) != TypeKind.NULL) {
            throw new IllegalArgumentException("not a condition: " + expression.type());
        }
        Constant constant = Constant.of(expression, context);
        if (constant != null) {
            return new Conditions.OfConstant(constant);
        }
        if (!(expression instanceof Expression.Call call)) {
            return leaf(new Conditions.OfVector(Evaluators.operand(expression, context)), expression, context);
        }
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case AND -> new Logic.And(operands(arguments, context));
            case OR -> new Logic.Or(operands(arguments, context));
            case NOT -> new Logic.Not(compile(arguments.get(0), context));
            case IS_TRUE -> new Logic.Is(Logic.Wanted.TRUE, compile(arguments.get(0), context));
            case IS_FALSE -> new Logic.Is(Logic.Wanted.FALSE, compile(arguments.get(0), context));
            case IS_NOT_TRUE -> new Logic.Not(new Logic.Is(Logic.Wanted.TRUE, compile(arguments.get(0), context)));
            case IS_NOT_FALSE -> new Logic.Not(new Logic.Is(Logic.Wanted.FALSE, compile(arguments.get(0), context)));
            case IS_NULL -> isNull(arguments.get(0), context);
            case IS_NOT_NULL -> new Logic.Not(isNull(arguments.get(0), context));
            case EQUALS -> comparison(Comparison.EQUAL, call, context);
            case NOT_EQUALS -> comparison(Comparison.NOT_EQUAL, call, context);
            case LESS -> comparison(Comparison.LESS, call, context);
            case LESS_OR_EQUAL -> comparison(Comparison.LESS_OR_EQUAL, call, context);
            case GREATER -> comparison(Comparison.GREATER, call, context);
            case GREATER_OR_EQUAL -> comparison(Comparison.GREATER_OR_EQUAL, call, context);
            case LIKE -> matches(LikePattern::new, call, context);
            case CONTAINS_TOKENS -> matches(TokenPattern::new, call, context);
            case IS_NOT_DISTINCT_FROM -> same(call, context);
            case IS_DISTINCT_FROM -> new Logic.Not(same(call, context));
            default -> throw new IllegalArgumentException("not a condition: " + call.function());
        };
    }

    /** Those that can fail come last, so that they see the fewest rows. */
    private static List<Condition> operands(List<Expression> expressions, EvaluationContext context) {
        List<Condition> conditions = new ArrayList<>();
        for (Expression expression : expressions) {
            if (!isFallible(expression)) {
                conditions.add(compile(expression, context));
            }
        }
        for (Expression expression : expressions) {
            if (isFallible(expression)) {
                conditions.add(compile(expression, context));
            }
        }
        return conditions;
    }

    private static Condition comparison(Comparison comparison, Expression.Call call, EvaluationContext context) {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        Constant leftConstant = Constant.of(left, context);
        Constant rightConstant = Constant.of(right, context);
        Condition condition;
        if (rightConstant != null) {
            condition = new Conditions.WithConstant(comparison, Evaluators.operand(left, context), rightConstant);
        } else if (leftConstant != null) {
            condition =
                    new Conditions.WithConstant(comparison.flip(), Evaluators.operand(right, context), leftConstant);
        } else {
            condition = new Conditions.OfVectors(
                    comparison, Evaluators.operand(left, context), Evaluators.operand(right, context));
        }
        return leaf(condition, call, context);
    }

    private static Condition matches(
            java.util.function.Function<String, TextPattern> compiler,
            Expression.Call call,
            EvaluationContext context) {
        Constant pattern = Constant.of(call.arguments().get(1), context);
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "not a constant pattern: " + call.arguments().get(1));
        }
        Operand text = Evaluators.operand(call.arguments().get(0), context);
        return leaf(new Conditions.Matches(text, pattern, compiler), call, context);
    }

    private static Condition same(Expression.Call call, EvaluationContext context) {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        Constant leftConstant = Constant.of(left, context);
        Constant rightConstant = Constant.of(right, context);
        Condition condition;
        if (rightConstant != null) {
            condition = new Conditions.SameAsConstant(Evaluators.operand(left, context), rightConstant);
        } else if (leftConstant != null) {
            condition = new Conditions.SameAsConstant(Evaluators.operand(right, context), leftConstant);
        } else {
            condition = new Conditions.Same(Evaluators.operand(left, context), Evaluators.operand(right, context));
        }
        return leaf(condition, call, context);
    }

    private static Condition isNull(Expression argument, EvaluationContext context) {
        return argument instanceof Expression.Call call && isCondition(call.function())
                ? new Logic.Is(Logic.Wanted.UNKNOWN, compile(call, context))
                : leaf(new Conditions.IsNull(Evaluators.operand(argument, context)), argument, context);
    }

    private static Condition leaf(Condition condition, Expression expression, EvaluationContext context) {
        if (!isFallible(expression)) {
            return condition;
        }
        Set<Integer> columns = new TreeSet<>();
        collectColumns(expression, columns);
        return new CompactingCondition(
                condition, columns.stream().mapToInt(Integer::intValue).toArray(), context.allocator());
    }

    private static void collectColumns(Expression expression, Set<Integer> columns) {
        if (expression instanceof Expression.ColumnRef column) {
            columns.add(column.index());
        }
        arguments(expression).forEach(argument -> collectColumns(argument, columns));
    }

    private static List<Expression> arguments(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return call.arguments();
        }
        return expression instanceof Expression.Generated generated ? generated.arguments() : List.of();
    }

    private static boolean isCondition(Function function) {
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE, WIDEN -> false;
            default -> true;
        };
    }

    /** Whether computing the expression can be an error for some value. */
    private static boolean isFallible(Expression expression) {
        if (expression instanceof Expression.Generated) {
            return true;
        }
        if (expression instanceof Expression.Call call
                && !isCondition(call.function())
                && call.function() != Function.WIDEN) {
            return true;
        }
        return arguments(expression).stream().anyMatch(ConditionCompiler::isFallible);
    }
}
