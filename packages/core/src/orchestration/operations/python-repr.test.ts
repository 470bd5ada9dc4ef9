import { expect, test } from "vitest";
import { jsonOf } from "./python-repr.ts";

test.each([
  ["{'x': 1}", '{"x":1}'],
  [
    "{'a': [1, 2.5, -3, 1e-07], 'b': (True, False, None), 'c': {}}",
    '{"a":[1,2.5,-3,1e-7],"b":[true,false,null],"c":{}}',
  ],
  [
    String.raw`{"it's": 'a "b" \'c\' \n \x41 \u0142 \\'}`,
    JSON.stringify({ "it's": `a "b" 'c' \n A ł \\` }),
  ],
  ["('one',)", '["one"]'],
  ['{"x": 1}', '{"x": 1}'],
  ["{'x': Decimal('1')}", "{'x': Decimal('1')}"],
  ["{'x': 1", "{'x': 1"],
  ["plain", "plain"],
])("what Python's repr wrote, %s, is read as JSON", (text, json) => {
  expect(jsonOf(text)).toBe(json);
});
