import { createHash } from "node:crypto";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import type { ApiDocument } from "./document.ts";

type Operation = NonNullable<NonNullable<NonNullable<ApiDocument["paths"]>[string]>["get"]>;
type Markup = ReturnType<typeof html>;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2024; background: #fff }
h2 { margin-top: 3rem; border-bottom: 1px solid #c4c9d0 }
article { margin: 2rem 0 }
h3 { font: 600 1.1rem ui-monospace, monospace; overflow-wrap: anywhere }
.method { text-transform: uppercase; color: #1a5fb4 }
table { border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem; border: 1px solid #c4c9d0 }
pre { background: #f2f4f6; padding: .75rem; overflow-x: auto }
a { color: #1a5fb4 }
@media (prefers-color-scheme: dark) {
  body { color: #e8eaed; background: #15181b }
  pre { background: #22272c }
  a, .method { color: #8ab4f8 }
}`;
const styleElement = raw(`<style>${style}</style>`);
const styleHash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The OpenAPI document as a page: no script, nothing from elsewhere. */
export async function docsPage(c: Context, document: ApiDocument): Promise<Response> {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${document.info.title} API</title>
        ${styleElement}
      </head>
      <body>
        <h1>${document.info.title} API</h1>
        <p>${document.info.description} As <a href="openapi.json">OpenAPI document</a>.</p>
        <p>
          Send <code>Authorization: Bearer &lt;token&gt;</code>. Every error is a
          <a href="#Problem">Problem</a>. Each path is also there below <code>/api</code>.
        </p>
        ${operationsOf(document).map(operation)}
        <h2>Schemas</h2>
        ${Object.entries(document.components?.schemas ?? {}).map(schema)}
      </body>
    </html>`;
  c.header("content-security-policy", policy);
  return c.html(page);
}

interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

function operationsOf({ paths = {} }: ApiDocument): Described[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (["get", "post", "delete"] as const).flatMap((method) => {
      const found = item[method];
      return found ? [{ method, path, operation: found }] : [];
    }),
  );
}

function operation({
  method,
  path,
  operation: { summary, description, ...more },
}: Described): Markup {
  const { requestBody, parameters = [], responses = {}, security } = more;
  return html`<article>
    <h3><span class="method">${method}</span> ${path}</h3>
    <p><strong>${summary}.</strong> ${description}</p>
    <p>${security ? "Needs a token." : "Needs no token."}</p>
    ${parameters.length > 0 ? html`<pre>${pretty(parameters)}</pre>` : ""}
    ${requestBody ? html`<p>Body: ${references(requestBody)}</p>` : ""}
    <table>
      <tr>
        <th>Status</th>
        <th>Meaning</th>
        <th>Body</th>
      </tr>
      ${Object.entries(responses).map(
        ([status, response]: [string, { description?: string }]) =>
          html`<tr>
            <td>${status}</td>
            <td>${response.description}</td>
            <td>${references(response)}</td>
          </tr>`,
      )}
    </table>
  </article>`;
}

/** Links to every schema that a part of the document refers to. */
function references(part: object): Markup[] {
  const found = JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  const names = new Set(Array.from(found, ([, name]) => name));
  return Array.from(names, (name) => html`<a href="#${name}">${name}</a> `);
}

const schema = ([name, content]: [string, object]): Markup =>
  html`<h3 id="${name}">${name}</h3>
    <pre>${pretty(content)}</pre>`;

const pretty = (value: unknown) => JSON.stringify(value, null, 2);
