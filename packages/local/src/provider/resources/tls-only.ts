interface Policy {
  Version: string;
  Statement: { Condition?: Record<string, Record<string, unknown>> }[];
}

/**
 * SST denies plain HTTP on every bucket, and an emulator speaks plain HTTP: that one statement is left out locally.
 *
 * Returns the rest of the policy, or undefined where nothing is left.
 */
export function withoutTlsOnly(policy: string): string | undefined {
  const document = JSON.parse(policy) as Policy;
  const Statement = document.Statement.filter(({ Condition }) => !mentionsTls(Condition));
  return Statement.length > 0 ? JSON.stringify({ ...document, Statement }) : undefined;
}

function mentionsTls(condition: Policy["Statement"][number]["Condition"]) {
  return Object.values(condition ?? {}).some((test) => "aws:SecureTransport" in test);
}
