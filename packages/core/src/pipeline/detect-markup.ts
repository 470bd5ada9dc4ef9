/** The elements by which browsers take a text for HTML (WHATWG MIME sniffing, section 7.1). */
const htmlElements = new Set(
  "html head script iframe h1 div font table a style title b body br p".split(" "),
);
const prologue = /^(?:\s+|<!--[^]*?-->|<\?(?!php)[\w-]+[^]*?\?>|<!doctype(?:[^[>]|\[[^\]]*\])*>)/i;
const cutPrologue = /^<(?:!--|\?xml|!doctype)/i;
const openingTag = /^<(?:[a-z_][\w.-]*:)?([a-z_][\w.-]*)(?=[\s/>]|$)([^>]*)/i;

/**
 * The type of a text that begins as HTML, SVG or XML does; undefined for any other. Pure.
 *
 * On the safe side: what a browser could take for a page is called a page. `head` is decoded,
 * without a byte-order mark.
 */
export function markupType(head: string): string | undefined {
  const rest = withoutPrologue(head);
  const isXml = /^\s*<\?xml\b/i.test(head);
  const [, name, attributes = ""] = openingTag.exec(rest) ?? [];
  const element = name?.toLowerCase();
  if (element === "svg") return "image/svg+xml";
  if (element === "html" && isXml) return "application/xhtml+xml";
  if (element !== undefined && htmlElements.has(element)) return "text/html";
  if (isXml || (element !== undefined && /\bxmlns\b/.test(attributes))) return "application/xml";
  const hasPrologue = rest.length < head.trimStart().length;
  return hasPrologue || cutPrologue.test(rest) ? "text/html" : undefined;
}

function withoutPrologue(head: string): string {
  let rest = head;
  for (let match = prologue.exec(rest); match; match = prologue.exec(rest)) {
    rest = rest.slice(match[0].length);
  }
  return rest;
}
