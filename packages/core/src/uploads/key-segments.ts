/**
 * Whether a key has a `.` or `..` segment under any reading that some program on the way may
 * take: percent-decoded (also more than once, overlong, or as `%uXXXX`), with either slash, or
 * by a character that only looks like a dot or a slash.
 */
export function dotSegmentIn(key: string): boolean {
  return readingsOf(key).some((reading) =>
    reading.split(/[/\\]/).some((segment) => /^\.{1,2}$/.test(segment.trim())),
  );
}

/** The key as it stands, and as each further decoding would read it. */
function readingsOf(key: string): string[] {
  const readings: string[] = [];
  for (const start of [key, key.normalize("NFKC")]) {
    let reading = start;
    for (let last = ""; reading !== last; reading = decodeOnce(last)) {
      readings.push(reading, reading.normalize("NFKC"));
      last = reading;
    }
  }
  return readings;
}

/** Only what can spell a dot, a slash or a percent sign: each round shortens the text. */
function decodeOnce(text: string): string {
  return text
    .replace(/%(?:2e|c0%ae|e0%80%ae|u002e)/gi, ".")
    .replace(/%(?:2f|c0%af|e0%80%af|u002f)/gi, "/")
    .replace(/%(?:5c|c1%9c|u005c)/gi, "\\")
    .replace(/%(?:25|u0025)/gi, "%");
}
