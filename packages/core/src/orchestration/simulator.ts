export { simulate, type Progress } from "./simulator/simulate.ts";
export { type SimulationInput } from "./simulator/config.ts";
export { type KeyResult, type SimulationResult } from "./simulator/result.ts";
export { type Delays, type Point } from "./simulator/measure.ts";
