const longestName = 200;
/** Controls, and what turns a text's direction, so that `exe.gpj` can't pass for `jpg.exe`. */
const deceptive = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/**
 * A `Content-Disposition` that makes browsers save a file instead of showing it.
 *
 * `name` may be a whole key; its last segment is used, cut to 200 characters before its extension,
 * without control and direction characters. Both forms of RFC 6266 are given: plain ASCII, and
 * UTF-8 as RFC 5987 encodes it. Never throws; a name of which nothing is left is `download`.
 */
export function contentDisposition(name: string): string {
  const safe = fileName(name);
  // `%` is legal there, but browsers disagree on whether it is an escape.
  const ascii = safe.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const plain = `attachment; filename="${ascii}"`;
  return ascii === safe ? plain : `${plain}; filename*=UTF-8''${extValue(safe)}`;
}

function fileName(name: string): string {
  const last = name.toWellFormed().replaceAll(deceptive, "").split(/[/\\]/).at(-1)!.trim();
  const shortened = shortenName(last.replace(/[. ]+$/, ""));
  return shortened === "" || /^\.+$/.test(shortened) ? "download" : shortened;
}

/** Characters of a name in UTF-16 units, not cut inside a pair. */
function shortenName(name: string): string {
  if (name.length <= longestName) return name;
  const extension = /\.[^.]{1,20}$/.exec(name)?.[0] ?? "";
  const start = name.slice(0, longestName - extension.length);
  return start.replace(/[\ud800-\udbff]$/, "") + extension;
}

/** RFC 5987: `encodeURIComponent` leaves these few that a value must not hold. */
function extValue(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, percentEncoded);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
