import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPython } from "../../emulator/python.ts";
import { emulatorSettings } from "../../emulator/settings.ts";
import { temporaryFolder } from "../../emulator/testing.ts";
import { zip } from "./zip.ts";

test("a zip is read by another program as it was made", async () => {
  const files = { "index.mjs": "export const a = 'ü';\n", "empty.txt": "", "sub/b.mjs": "//" };
  const file = join(await temporaryFolder(), "a.zip");
  await writeFile(file, zip(files));
  const python = await findPython(emulatorSettings());
  const read = `import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))`;
  const output = execFileSync(python.path, ["-c", read, file]).toString();
  expect(JSON.parse(output)).toEqual(files);
});
