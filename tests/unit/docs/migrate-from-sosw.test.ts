import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const page = readFileSync("docs/migrate-from-sosw.md", "utf8");
const code = Array.from(page.matchAll(/`([^`\n]+)`/g), ([, text = ""]) => text);
const core = "packages/core/src";

const words = (text: string) => text.trim().split(/\s+/);

/** All that the modules of a folder export. */
function exportsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) =>
      Array.from(
        readFileSync(`${folder}/${file}`, "utf8").matchAll(
          /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm,
        ),
        ([, name = ""]) => name,
      ),
    );
}

describe("the page for those who come from sosw", () => {
  test("names modules that exist", () => {
    const paths = code.filter((text) => /^(?:orchestration|aws)\/[\w/.-]+$/.test(text));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(`${core}/${path}`))).toEqual([]);
  });

  test("names replacements that exist", () => {
    const known = new Set(exportsOf(core));
    const helpers = page.split("## Helpers")[1] ?? "";
    const named = Array.from(
      helpers.matchAll(/\| `([a-z]+[A-Z]\w+|nested)(?:\(|`)/g),
      ([, name = ""]) => name,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const others = words(`
      defineWorker defineEssential parseLabourer metaOf Notifier createTask lookAtTask
      listTasks lookAtLabourer stateOf isTargeted arnBeside updateIf transact getRows
      rowsOf configurationValue secrets
    `);
    expect(others.filter((name) => !known.has(name) || !page.includes(name))).toEqual([]);
  });

  test("has a row for every public name of the seed's helpers", () => {
    const helpers = words(`
      validate_account_to_dashed validate_account_to_int validate_uuid4 chunks
      validate_list_of_numbers_from_csv camel_case_to_underscore rstrip_all
      get_one_or_none_from_dict get_one_from_dict validate_date_from_something
      get_list_of_multiple_or_one_or_empty_from_dict validate_datetime_from_something
      validate_date_list_from_event_or_days_back is_valid_date dunder_to_dict
      validate_string_matches_datetime_format recursive_matches_soft first_or_none
      recursive_matches_strict recursive_matches_extract nested_dict_from_keys
      convert_string_to_words construct_dates_from_event recursive_update
      validate_list_of_words_from_csv_or_list trim_arn_to_name trim_arn_to_account
      make_hash to_bool get_message_dict_from_sns_event is_event_from_sns
      is_event_from_sqs unwrap_event_recursively small_int_from_string
    `);
    expect(helpers.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
