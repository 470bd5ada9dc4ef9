import { describe, expect, test } from "vitest";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { parseLabourer, type HealthMetric } from "../labourer.ts";
import { checkFeelings, feelingOf } from "./feelings.ts";

const details = { Name: "CPUUtilization", Namespace: "AWS/RDS" };
type Operator = HealthMetric["feeling_comparison_operator"];
const metric = (feeling_comparison_operator: Operator, feelings: HealthMetric["feelings"]) => ({
  details,
  feelings,
  feeling_comparison_operator,
});
const labourerWith = (load: HealthMetric) =>
  parseLabourer("worker", { arn: "worker", health_metrics: { load } });

describe("a metric's value", () => {
  test.each<[Operator, number, number]>([
    ["<=", 25, 4],
    ["<=", 26, 3],
    ["<=", 51, 0],
    ["le", 50, 3],
    ["<", 25, 3],
    ["lt", 24, 4],
    ["==", 50, 3],
    ["eq", 49, 0],
  ])("compared with %s, %d means status %i of 4 at 25 and 3 at 50", (operator, value, status) => {
    expect(feelingOf(value, metric(operator, { 3: 50, 4: 25 }))).toBe(status);
  });

  test.each<[Operator, number, number]>([
    [">=", 75, 4],
    ["ge", 74, 2],
    [">", 75, 2],
    ["gt", 30, 0],
  ])("compared with %s, %d means status %i of 4 at 75 and 2 at 30", (operator, value, status) => {
    expect(feelingOf(value, metric(operator, { 2: 30, 4: 75 }))).toBe(status);
  });

  test("is bad where there is no threshold", () => {
    expect(feelingOf(1, metric("<=", {}))).toBe(0);
  });
});

describe("thresholds", () => {
  test.each<[Operator, HealthMetric["feelings"]]>([
    ["<=", { 3: 25, 4: 50 }],
    ["<", { 3: 25, 4: 25 }],
    [">=", { 2: 90, 3: 50, 4: 95 }],
    ["gt", { 1: 5, 4: 5 }],
    ["==", { 3: 1, 4: 1 }],
  ])("in the wrong order for %s are an error that names them", (operator, feelings) => {
    const check = () => checkFeelings(labourerWith(metric(operator, feelings)));
    expect(check).toThrow(InvalidOrchestrationConfigError);
    expect(check).toThrow(/labourers\.worker\.health_metrics\.load\.feelings\.\d/);
  });

  test.each<[Operator, HealthMetric["feelings"]]>([
    ["<=", { 1: 90, 3: 50, 4: 25 }],
    [">=", { 1: -10, 2: 0, 4: 95 }],
    ["le", { 3: 0, 4: -5 }],
    ["eq", { 3: 2, 4: 1 }],
  ])("in the right order for %s pass, below zero too", (operator, feelings) => {
    expect(() => checkFeelings(labourerWith(metric(operator, feelings)))).not.toThrow();
  });
});
