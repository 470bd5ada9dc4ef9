import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { blocks } from "./blocks.ts";

const run = promisify(execFile);
const pageFile = "docs/migrate-from-sosw.md";
const page = readFileSync(pageFile, "utf8");
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
    const others = words(`
      defineWorker defineEssential parseLabourer metaOf Notifier createTask lookAtTask
      listTasks lookAtLabourer stateOf isTargeted arnBeside updateIf transact getRows
      rowsOf configurationValue secrets mergeSettings parseJob parseLabourers payloadText
      readDurations
    `);
    expect(others.filter((name) => !known.has(name) || !page.includes(name))).toEqual([]);
  });

  test("shows a payload's schema that does what sosw's validators did", async () => {
    const example = blocks.find(
      (block) => block.page === pageFile && block.language === "ts",
    )?.code;
    const { stdout } = await run(process.execPath, [
      "--input-type=module-typescript",
      "-e",
      example ?? "",
    ]);
    expect(JSON.parse(stdout)).toEqual({
      st_date: "2024-02-29",
      sections: [1, 2],
      words: ["a", "b"],
      force: true,
    });
  });

  test("has a row for every method of the seed's classes", () => {
    const methods = words(`
      mark_task_as_completed get_desired_invocation_number_for_labourer get_labourers
      invoke_for_labourer chunk_dates chunk_job construct_job_data extract_job_from_payload
      get_and_lock_queue_file get_index_from_list get_next_chunkable_attr last_week last_x_days
      needs_chunking parse_job_to_file pop_rows_from_file previous_x_days process_file
      set_queue_file today upload_and_unlock_queue_file validate_list_of_vals x_days_back
      yesterday archive_tasks move_task_to_retry_table retry_tasks get_db_field_name die
      get_stats reset_stats batch_get_items_one_table delete dict_to_dynamo dynamo_to_dict
      get_by_query get_by_scan get_by_scan_generator get_capacity get_table_indexes
      get_table_keys identify_dynamo_capacity patch put sleep_db transact_write update
      any_events_rules_enabled get_approximate_concurrent_executions spawn_sibling commit
      create_subscription create_topic send_message set_client_attr set_separator
      construct_payload_for_task create_task get_completed_tasks_for_labourer
      get_count_of_running_tasks_for_labourer get_expired_ get_invoked_tasks_for_labourer
      get_length_of_queue_for_labourer get_newest_ get_next_for_labourer
      get_oldest_greenfield_for_labourer get_running_ get_task_by_id invoke_task is_valid_task
      mark_task_invoked register_labourers add_running_tasks_for_labourer
      count_running_tasks_for_labourer fetch_metric_stats get_health
      get_labourer_average_duration get_labourer_status get_max_labourer_duration
      register_task_manager
    `);
    const named = code.join(" ");
    expect(methods.filter((name) => !named.includes(name))).toEqual([]);
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
