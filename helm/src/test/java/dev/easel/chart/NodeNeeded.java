package dev.easel.chart;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where no node can run, and says so; in CI it never skips. */
final class NodeNeeded implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if ("true".equals(System.getenv("CI"))) {
            return ConditionEvaluationResult.enabled("CI runs everything");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return ConditionEvaluationResult.enabled("a node can run here");
        }
        var why = "SKIPPED, a node needs root: " + context.getDisplayName();
        System.out.println(why);
        return ConditionEvaluationResult.disabled(why);
    }
}
