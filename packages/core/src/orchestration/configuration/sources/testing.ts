import type { MiddlewareStack } from "@smithy/types";

type Facts = Readonly<Record<string, unknown>>;

/** Answers a real client's commands in its place; nothing is sent. Tells what was asked. */
export function answering<I extends object, O extends object>(
  { middlewareStack }: { readonly middlewareStack: MiddlewareStack<I, O> },
  answer: (command: string, input: Facts) => Facts,
) {
  const asked: { readonly command: string; readonly input: Facts }[] = [];
  middlewareStack.add(
    (_, { commandName = "" }) =>
      async ({ input }) => {
        const command = commandName.replace(/Command$/, "");
        const facts: Facts = Object.fromEntries(Object.entries(input));
        asked.push({ command, input: facts });
        return { output: answer(command, facts) as O, response: {} };
      },
    { step: "initialize", priority: "high", name: "answering" },
  );
  return asked;
}
