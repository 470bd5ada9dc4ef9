import { api } from "./api";
import { stage } from "./stage";
import { archive, staging } from "./storage";
import { pageHeaders } from "./web-headers";

/** The page and, below `/api`, the API: one origin for both. Undefined where Vite serves the page. */
export const web = stage.page ? onOneOrigin() : undefined;

function onOneOrigin() {
  const router = new sst.aws.Router("Web", {
    edge: { viewerResponse: { injection: $resolve(storage()).apply(addHeaders) } },
  });
  new sst.aws.StaticSite("Page", {
    path: "packages/web",
    build: { command: "npm run build", output: "dist" },
    router: { instance: router },
    // Only CloudFront reads it.
    transform: { assets: { cors: false } },
  });
  router.route("/api", api.url);
  return router;
}

/** Browsers send files straight to staging, and read results by signed links. */
function storage() {
  return [staging, archive].map(({ nodes }) => nodes.bucket.bucketRegionalDomainName);
}

/** What CloudFront runs on each answer: an answer's own headers, as the API's, stay. */
function addHeaders(domains: string[]) {
  const headers = pageHeaders(domains.map((domain) => `https://${domain}`));
  return `
  const given = ${JSON.stringify(headers)};
  for (const name in given) {
    if (!event.response.headers[name]) event.response.headers[name] = { value: given[name] };
  }`;
}

const origins = $resolve(web ? [web.url] : []).apply((urls) => [...urls, ...stage.origins]);

new aws.s3.BucketCorsConfiguration("StagingCors", {
  bucket: staging.name,
  corsRules: [
    {
      allowedOrigins: origins,
      // GET and DELETE are for a browser's multipart upload: to list its parts, and to give it up.
      allowedMethods: ["PUT", "POST", "GET", "DELETE"],
      allowedHeaders: ["*"],
      exposeHeaders: ["ETag", "x-amz-version-id"],
      maxAgeSeconds: 3600,
    },
  ],
});

new aws.s3.BucketCorsConfiguration("ArchiveCors", {
  bucket: archive.name,
  corsRules: [
    {
      allowedOrigins: origins,
      allowedMethods: ["GET"],
      allowedHeaders: ["range"],
      maxAgeSeconds: 3600,
    },
  ],
});
