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
    const { archive, staging } = await import("./infra/storage");
    const { ledger } = await import("./infra/ledger");
    const { deadLetters, expirations, undelivered, uploads } = await import("./infra/queues");
    await import("./infra/pipeline");
    const { api, uploadRecords, uploadRole } = await import("./infra/api");
    const { configuration, primes, stateBucket, stateTable, visit, visits } =
      await import("./infra/state");
    const orchestration = await import("./infra/orchestration");
    const { web } = await import("./infra/web");
    const { alarms } = await import("./infra/observability");
    return {
      api: api.url,
      staging: staging.name,
      archive: archive.name,
      ledger: ledger.name,
      uploads: uploads.url,
      undelivered: undelivered.url,
      expirations: expirations.url,
      deadLetters: deadLetters.url,
      uploadRecords: uploadRecords.name,
      uploadRole: uploadRole.arn,
      alarms: alarms.arn,
      visit: visit.name,
      visits: visits.name,
      configuration: configuration.name,
      primes: primes.name,
      stateBucket: stateBucket.name,
      stateTable: stateTable.name,
      scheduler: orchestration.scheduler.name,
      orchestrator: orchestration.orchestrator.name,
      scavenger: orchestration.scavenger.name,
      assistant: orchestration.assistant.name,
      hashtags: orchestration.hashtags.name,
      hashtagCounts: orchestration.hashtagCounts.name,
      rehearsal: orchestration.rehearsal.name,
      deadTasks: orchestration.deadTasks.arn,
      orchestration: orchestration.environment,
      web: web?.url,
    };
  },
});
