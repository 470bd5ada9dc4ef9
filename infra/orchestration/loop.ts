/** Lambda would end a loop after some 16 rounds. It looks at each function on the way: workers too. */
export const mayLoop = (name: string, fn: sst.aws.Function) =>
  new aws.lambda.FunctionRecursionConfig(`${name}Loop`, {
    functionName: fn.name,
    recursiveLoop: "Allow",
  });
