/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    const production = input?.stage === "production";
    return {
      name: "switchyard",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { version: "7.20.0" } },
    };
  },
  async run() {
    const { staging, archive } = await import("./infra/storage");
    const { ledger, uploads, undelivered, deadLetters } = await import("./infra/pipeline");
    const { alarms } = await import("./infra/observability");
    return {
      staging: staging.name,
      archive: archive.name,
      ledger: ledger.name,
      uploads: uploads.url,
      undelivered: undelivered.url,
      deadLetters: deadLetters.url,
      alarms: alarms.arn,
    };
  },
});
