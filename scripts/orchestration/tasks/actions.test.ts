import { expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { actionOf } from "./actions.ts";

test.each([
  [[], {}, { action: "list", id: undefined }],
  [["list"], { labourer: "a", limit: "5" }, { action: "list", id: undefined }],
  [["start", "t1"], { "beyond-limits": true, yes: true }, { action: "start", id: "t1" }],
  [["cancel", "t1"], { why: "no" }, { action: "cancel", id: "t1" }],
  [["cancel"], { job: "j" }, { action: "cancel", id: undefined }],
])("%j with %j is understood", (positionals, given, expected) => {
  expect(actionOf(positionals, given)).toEqual(expected);
});

test.each([
  [["expalin", "t1"], {}, "did you mean explain?"],
  [["show"], {}, "can't read"],
  [["list", "t1"], {}, "can't read"],
  [["start", "t1", "t2"], {}, "can't read"],
  // A filter beside an id would not choose anything.
  [["cancel", "t1"], { labourer: "a" }, "--labourer means nothing to cancel <task id>"],
  [["list"], { yes: true }, "--yes means nothing to list"],
  [["explain", "t1"], { state: "dead" }, "--state means nothing to explain <task id>"],
])("%j with %j is refused", (positionals, given, reason) => {
  const wrong = () => actionOf(positionals, given);
  expect(wrong).toThrow(UsageError);
  expect(wrong).toThrow(reason);
});
