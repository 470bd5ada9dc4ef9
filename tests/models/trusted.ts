/**
 * Says what a value is where the compiler can't know it: at the border to the SDK's own types,
 * and after a check that it doesn't follow.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function trusted<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as T;
}
