import { OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { definitionsOf } from "./openapi.ts";

export type ApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** The OpenAPI 3.1 document of a router's routes. */
export function documentOf(router: object): ApiDocument {
  const generator = new OpenApiGeneratorV31(definitionsOf(router));
  const document = generator.generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Switchyard",
      version: "0.1.0",
      description: "Uploads to the file pipeline, and what became of them.",
    },
    servers: [
      { url: "/api", description: "Behind the site" },
      { url: "/", description: "Alone" },
    ],
  });
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A shared token, or a JWT." },
      },
    },
  };
}
